// Properties as tools take them: a file in Java's format, or `key=value` on the command line.
import { readFileSync } from "node:fs";
import { parseProperties } from "@ottla/config";
import { InputError, UsageError } from "./failure.ts";

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission denied"],
  ["EISDIR", "it is a directory"],
]);

/** The text of a file that the user named. @throws InputError when it cannot be read */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw new InputError(`Unable to read file ${path}: ${REASONS.get(code) ?? String(error)}`);
  }
}

/** The properties of a file. @throws InputError when it cannot be read, or is no properties file */
export function propertiesOfFile(path: string): Map<string, string> {
  const text = readTextFile(path);
  try {
    return new Map(parseProperties(text));
  } catch (error) {
    throw new InputError(`Unable to read file ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Properties written as `key=value`. A key alone has an empty value, unless `needsValue`.
 * @throws UsageError for one without a key, or without the value it needs
 */
export function propertiesOfPairs(
  pairs: readonly string[],
  options: { readonly needsValue?: boolean } = {},
): Map<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      const key = at === -1 ? pair : pair.slice(0, at);
      if (key === "" || (at === -1 && options.needsValue === true))
        throw new UsageError(`Invalid property '${pair}': write key=value`);
      return [key, at === -1 ? "" : pair.slice(at + 1)];
    }),
  );
}
