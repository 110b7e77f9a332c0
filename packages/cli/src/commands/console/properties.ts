// Options of the console tools that were renamed in 4.2: the old name still works and says so; both at once are refused.
import { propertiesOfFile, propertiesOfPairs } from "../../properties.ts";
import { UsageError } from "../../failure.ts";
import type { ToolOptions } from "../../tool.ts";

/** An option and the name it had before. */
export interface Renamed {
  readonly current: string;
  readonly deprecated: string;
  /** What is printed when the old name is used. */
  readonly notice: string;
}

/** The name under which the option was given. @throws UsageError when it was given under both */
export function chooseName(values: ToolOptions, option: Renamed, say: (text: string) => unknown): string {
  if (!values.has(option.deprecated)) return option.current;
  if (values.has(option.current)) {
    throw new UsageError(`Options --${option.deprecated} and --${option.current} cannot be specified together.`);
  }
  say(`${option.notice}\n`);
  return option.deprecated;
}

/** Properties of a file option, overridden by those of a `key=value` option. */
export function mergedProperties(values: ToolOptions, fileOption: string, pairOption: string): Map<string, string> {
  const file = values.text(fileOption);
  return new Map([
    ...(file === undefined ? [] : propertiesOfFile(file)),
    ...propertiesOfPairs(values.list(pairOption)),
  ]);
}
