// Properties as tools take them: a file in Java's format, or `key=value` on the command line.
import { readFileSync } from "node:fs";
import { parseProperties } from "@ottla/config";
import { UsageError } from "./failure.ts";

/** The properties of a file. @throws UsageError when it cannot be read */
export function propertiesOfFile(path: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return new Map(parseProperties(text));
}

/** Properties written as `key=value`. @throws UsageError for one without `=` */
export function propertiesOfPairs(pairs: readonly string[]): Map<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`Invalid property '${pair}': write key=value`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
