// What a log knows of its producers: snapshots of their state, and the index of aborted transactions.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ABORTED_TXN_BYTES, decodeProducerSnapshot, readAbortedTxn, StorageError } from "@ottla/storage";
import { InputError } from "../../failure.ts";
import type { DumpOutput } from "./dump-output.ts";
import { isThere } from "./dump-indexes.ts";
import { offsetOfName } from "./file-names.ts";

const CURRENT_VERSION = 0;

/** Dumps a `.snapshot` file; a corrupt one is told on standard error. */
export async function dumpProducerSnapshot(path: string, out: DumpOutput): Promise<void> {
  const bytes = await readFile(path);
  try {
    for (const entry of decodeProducerSnapshot(bytes, path)) {
      const { currentTxnFirstOffset: first, batches } = entry;
      const [batch] = batches;
      const sequences =
        batch === undefined
          ? ""
          : ` firstSequence: ${batch.lastSequence - batch.offsetDelta} lastSequence: ${batch.lastSequence} ` +
            `lastOffset: ${batch.lastOffset} offsetDelta: ${batch.offsetDelta} timestamp: ${batch.timestamp}`;
      const { producerId, producerEpoch, coordinatorEpoch, lastTimestamp } = entry;
      const own = { producerId, producerEpoch, coordinatorEpoch, currentTxnFirstOffset: first < 0 ? null : first };
      out.entry(
        { ...own, lastTimestamp, lastBatch: batch ?? null },
        () =>
          `producerId: ${producerId} producerEpoch: ${producerEpoch} coordinatorEpoch: ${coordinatorEpoch} ` +
          `currentTxnFirstOffset: ${first < 0 ? "OptionalLong.empty" : `OptionalLong[${first}]`} ` +
          `lastTimestamp: ${lastTimestamp}${sequences}`,
      );
      if (!(await out.giveWay())) return;
    }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    out.error(error.message);
  }
}

/** Dumps a `.txnindex` file: nothing where there is none. @throws InputError for a version that is not known */
export async function dumpTransactionIndex(path: string, out: DumpOutput): Promise<void> {
  offsetOfName(path);
  if (!(await isThere(path))) return;
  const bytes = await readFile(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + ABORTED_TXN_BYTES <= bytes.length; at += ABORTED_TXN_BYTES) {
    const version = view.getInt16(at);
    if (version > CURRENT_VERSION) {
      throw new InputError(
        `Unexpected aborted transaction version ${version} in transaction index ${resolve(path)}, current version is ${CURRENT_VERSION}`,
      );
    }
    const { producerId, firstOffset, lastOffset, lastStableOffset } = readAbortedTxn(view, at);
    out.entry(
      { version, producerId, firstOffset, lastOffset, lastStableOffset },
      () =>
        `version: ${version} producerId: ${producerId} firstOffset: ${firstOffset} lastOffset: ${lastOffset} ` +
        `lastStableOffset: ${lastStableOffset}`,
    );
    if (!(await out.giveWay())) return;
  }
}
