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
  /** Which of the two names the refusal of both at once names first. */
  readonly namedFirst: "current" | "deprecated";
}

/** The name under which the option was given. @throws UsageError when it was given under both */
export function chooseName(values: ToolOptions, option: Renamed, say: (text: string) => unknown): string {
  if (!values.has(option.deprecated)) return option.current;
  if (values.has(option.current)) {
    const names = [option.current, option.deprecated];
    if (option.namedFirst === "deprecated") names.reverse();
    throw new UsageError(`Options ${names.map((name) => `--${name}`).join(" and ")} cannot be specified together.`);
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
