import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { snapshotFileName } from "@ottla/metadata";
import { MemoryDisk } from "@ottla/storage";
import { SnapshotStore } from "./snapshot-store.ts";

const DIRECTORY = "/data/__cluster_metadata-0";
const ID = { endOffset: 57, epoch: 2 };
const PART = `${DIRECTORY}/${snapshotFileName(ID)}.part`;

async function make(): Promise<{ readonly disk: MemoryDisk; readonly store: SnapshotStore }> {
  const disk = new MemoryDisk();
  await disk.mkdir(DIRECTORY);
  return { disk, store: new SnapshotStore(disk, DIRECTORY) };
}

describe("the store of snapshots", () => {
  it("leaves a snapshot that is being downloaded to whoever downloads it, while others look for snapshots", async () => {
    const { disk, store } = await make();
    await store.writePiece(ID, 0, Buffer.from("first "));
    assert.deepEqual(await store.list(), []);
    await store.writePiece(ID, 6, Buffer.from("second"));
    assert.equal(Buffer.from(await disk.readFile(PART)).toString(), "first second");
  });

  it("removes at the start what a crash left half written or half deleted", async () => {
    const { disk, store } = await make();
    await store.writePiece(ID, 0, Buffer.from("half"));
    const deleted = await disk.open(`${DIRECTORY}/${snapshotFileName(ID)}.deleted`, "readWriteCreate");
    await deleted.close();
    await store.removeUnfinished();
    assert.deepEqual(await disk.list(DIRECTORY), []);
  });
});
