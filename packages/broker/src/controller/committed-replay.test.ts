import assert from "node:assert/strict";
import { it } from "node:test";
import { EMPTY_IMAGE, MetadataReplayer, writeSnapshot } from "@ottla/metadata";
import { MemoryDisk, StorageError } from "@ottla/storage";
import { CommittedReplay } from "./committed-replay.ts";
import type { MetadataLog } from "./metadata-log.ts";
import { SnapshotStore } from "./snapshot-store.ts";

const DIRECTORY = "/data/__cluster_metadata-0";

interface Outcome {
  readonly nextOffset: number;
  readonly failure: Error | undefined;
}

/** Replays up to offset 80 from a log whose reads do what they are told, beside a snapshot up to 90. */
async function replay(onRead: (log: { startOffset: number }) => never): Promise<Outcome> {
  const disk = new MemoryDisk();
  await disk.mkdir(DIRECTORY);
  const snapshots = new SnapshotStore(disk, DIRECTORY);
  const pieces = [...writeSnapshot([], { epoch: 1, lastContainedLogTimestampMs: 0, nowMs: 0 })];
  await snapshots.writePiece({ endOffset: 90, epoch: 1 }, 0, Buffer.concat(pieces));
  await snapshots.finish({ endOffset: 90, epoch: 1 });
  const log = { startOffset: 0, read: () => ({ [Symbol.asyncIterator]: () => onRead(log) }) };
  const replayer = new MetadataReplayer(EMPTY_IMAGE);
  const failure = await new Promise<Error | undefined>((resolve) => {
    const options = { snapshots, publish() {}, onReplayed() {}, onFailure: resolve };
    const committed = new CommittedReplay({ ...options, log: log as Partial<MetadataLog> as MetadataLog }, replayer);
    committed.advanceTo(80, () => resolve(undefined));
  });
  return { nextOffset: replayer.nextOffset, failure };
}

const refusal = new StorageError("CORRUPT_LOG", "but we only have log segments starting from offset: 90.");

it("a log that begins again behind a snapshot while it is read goes on with that snapshot", async () => {
  const outcome = await replay((log) => {
    log.startOffset = 90;
    throw refusal;
  });
  assert.deepEqual(outcome, { nextOffset: 90, failure: undefined });
});

it("a log that cannot be read is told", async () => {
  const outcome = await replay(() => {
    throw refusal;
  });
  assert.deepEqual(outcome, { nextOffset: 0, failure: refusal });
});
