// What a performance test sends: random letters, lines of a file, or counted numbers.
import { resolve } from "node:path";
import { Prng, randomBelow } from "@ottla/base";
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { readTextFile } from "../../properties.ts";
import type { ToolOptions } from "../../tool.ts";

const LETTER_A = 65;
const LETTERS = 26;
/** Random letters are cut out of a stretch of them, so that making them is not what is measured. */
const STRETCH = 65_536;

export type Payloads = (index: number) => Uint8Array;

/** @throws UsageError unless exactly one kind is asked for */
export function payloads(values: ToolOptions, io: CommandIo): Payloads {
  const kinds = ["record-size", "payload-file", "payload-monotonic"].filter((name) => values.has(name));
  if (kinds.length !== 1)
    throw new UsageError("exactly one of --record-size, --payload-file and --payload-monotonic is required");
  const random = new Prng(0);
  if (values.has("payload-monotonic")) return (index) => Buffer.from(String(index));
  const path = values.text("payload-file");
  if (path !== undefined) return linesOf(path, values.text("payload-delimiter") ?? "\\n", random, io);
  const size = values.integer("record-size") ?? 0;
  if (size <= 0) throw new UsageError("--record-size should be greater than zero.");
  return letters(size, random);
}

function letters(size: number, random: Prng): Payloads {
  const stretch = new Uint8Array(Math.max(STRETCH, 2 * size));
  for (let at = 0; at < stretch.length; at++) stretch[at] = LETTER_A + randomBelow(random, LETTERS);
  return () => {
    const at = randomBelow(random, stretch.length - size + 1);
    return stretch.subarray(at, at + size);
  };
}

function linesOf(path: string, delimiter: string, random: Prng, io: CommandIo): Payloads {
  io.stdout.write(`Reading payloads from: ${resolve(path)}\n`);
  const text = readTextFile(path);
  if (text === "") throw new UsageError("File does not exist or empty file provided.");
  let expression: RegExp;
  try {
    expression = new RegExp(delimiter);
  } catch {
    throw new UsageError(`${delimiter} is an invalid regex.`);
  }
  const lines = text.split(expression);
  if (lines.at(-1) === "") lines.pop();
  io.stdout.write(`Number of messages read: ${lines.length}\n`);
  const bytes = lines.map((line) => Buffer.from(line));
  return () => bytes[randomBelow(random, bytes.length)] ?? new Uint8Array(0);
}
