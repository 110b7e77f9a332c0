// What the name of a file of a partition says.
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../../failure.ts";

/** The offset before the first dot. @throws InputError when it is none */
export function offsetOfName(path: string): number {
  const stem = basename(path).split(".")[0] ?? "";
  const offset = Number(stem);
  if (!/^[+-]?\d+$/.test(stem) || !Number.isSafeInteger(offset)) throw new InputError(`For input string: "${stem}"`);
  return offset;
}

/** The file of the same segment with another suffix. */
export function besides(path: string, suffix: string): string {
  return join(dirname(resolve(path)), `${basename(path).split(".")[0] ?? ""}${suffix}`);
}

/** As Java's File writes a path that it was given. */
export function javaPath(text: string): string {
  const single = text.replaceAll(/\/+/g, "/");
  return single.length > 1 && single.endsWith("/") ? single.slice(0, -1) : single;
}
