/**
 * The inside of the thread that decompresses for all consumers of a process.
 */
import { parentPort } from "node:worker_threads";
import { assert } from "@ottla/base";
import { RecordFailure, decompress } from "@ottla/records";
import type { DecompressMessage, DecompressedMessage } from "./messages.ts";

const port = parentPort;
assert(port !== null, "the thread is started by a consumer");

port.on("message", ({ id, compression, slot, size, maxBytes }: DecompressMessage) => {
  const result = decompress(compression, new Uint8Array(slot, 0, size), maxBytes === undefined ? {} : { maxBytes });
  if (result instanceof RecordFailure) {
    const { kind, message, position } = result;
    const answer: DecompressedMessage = { id, failure: { kind, message, position } };
    port.postMessage(answer);
    return;
  }
  // The output may be a view of a larger buffer, whose rest goes along unread.
  const answer: DecompressedMessage = { id, bytes: result };
  port.postMessage(answer, result.buffer instanceof ArrayBuffer ? [result.buffer] : []);
});
