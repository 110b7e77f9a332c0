/** Kafka's message vectors: one randomly filled message and its exact bytes a line. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Fields } from "./kafka-json.ts";

export interface MessageVector {
  readonly message: string;
  readonly version: number;
  readonly json: Fields;
  readonly hex: string;
}

/** The vectors that the project keeps. */
export const DEFAULT_MESSAGE_VECTORS: string = fileURLToPath(
  new URL("../../../../test/fixtures/kafka-facts/message-vectors.jsonl.gz", import.meta.url),
);

/** Reads a file of vectors, gzipped or plain; a relative path starts where npm was called. */
export function readMessageVectors(path: string = DEFAULT_MESSAGE_VECTORS): MessageVector[] {
  const bytes = readFileSync(resolve(process.env["INIT_CWD"] ?? process.cwd(), path));
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (isGzip ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as MessageVector);
}
