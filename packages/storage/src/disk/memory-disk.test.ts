import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng } from "@ottla/base";
import { StorageError } from "../storage-error.ts";
import { diskConformance } from "../testing/disk-conformance.ts";
import { MemoryDisk } from "./memory-disk.ts";

diskConformance("MemoryDisk", async () => {
  const disk = new MemoryDisk();
  await disk.mkdir("/root");
  return { disk, root: "/root" };
});

diskConformance("MemoryDisk that tracks durability", async () => {
  const disk = new MemoryDisk({ tracksDurability: true });
  await disk.mkdir("/root");
  return { disk, root: "/root" };
});

test("a full disk takes what fits and says so", async () => {
  const disk = new MemoryDisk({ capacityBytes: 5 });
  const file = await disk.open("/a", "readWriteCreate");
  await file.write(new Uint8Array(3), 0);
  await assert.rejects(
    file.write(new Uint8Array(4), 3),
    (error) => error instanceof StorageError && error.code === "NO_SPACE",
  );
  assert.equal(await file.size(), 5);
  await file.write(new Uint8Array(5).fill(1), 0);
});

test("the nth operation fails, with a part of its bytes written", async () => {
  const disk = new MemoryDisk({
    onOperation: ({ kind, ordinal }) =>
      kind === "write" && ordinal === 3 ? { error: new StorageError("IO", "bad sector"), writtenBytes: 2 } : undefined,
  });
  const file = await disk.open("/a", "readWriteCreate");
  await file.write(Uint8Array.of(1, 1, 1), 0);
  await assert.rejects(file.write(Uint8Array.of(2, 2, 2), 3), /bad sector/);
  assert.deepEqual([...(await disk.readFile("/a"))], [1, 1, 1, 2, 2]);
});

test("the end of the process keeps finished writes and kills open files and locks", async () => {
  const disk = new MemoryDisk();
  await disk.mkdir("/d");
  await disk.lockDirectory("/d");
  const file = await disk.open("/d/a", "readWriteCreate");
  await file.write(Uint8Array.of(1), 0);
  disk.crash({ random: new Prng(1), kind: "process" });
  await assert.rejects(
    file.write(Uint8Array.of(2), 1),
    (error) => error instanceof StorageError && error.code === "CLOSED",
  );
  assert.deepEqual([...(await disk.readFile("/d/a"))], [1]);
  await disk.lockDirectory("/d");
});

test("power failures lose only what was not synced, and sometimes do", async () => {
  let lost = 0;
  let kept = 0;
  let missing = 0;
  for (let seed = 0; seed < 100; seed++) {
    const disk = new MemoryDisk({ tracksDurability: true });
    await disk.mkdir("/d");
    await disk.syncDirectory("/");
    const file = await disk.open("/d/a", "readWriteCreate");
    await file.write(Uint8Array.of(1), 0);
    await file.sync();
    await disk.syncDirectory("/d");
    await file.write(Uint8Array.of(2), 1);
    await disk.replaceFile("/d/b", Uint8Array.of(3), { leavesDirectorySync: true });
    disk.crash({ random: new Prng(seed), kind: "power" });
    const content = [...(await disk.readFile("/d/a"))];
    assert.equal(content[0], 1);
    if (content.length === 1) lost++;
    else kept++;
    if (!(await disk.stat("/d/b"))) missing++;
  }
  assert.ok(lost > 0 && kept > 0 && missing > 0 && missing < 100);
});

test("what all of the disk was synced with is not lost", async () => {
  for (let seed = 0; seed < 20; seed++) {
    const disk = new MemoryDisk({ tracksDurability: true });
    await disk.mkdir("/d/e");
    const file = await disk.open("/d/e/a", "readWriteCreate");
    await file.write(Uint8Array.of(1, 2), 0);
    assert.equal(await disk.syncAll("/d"), true);
    disk.crash({ random: new Prng(seed), kind: "power" });
    assert.deepEqual([...(await disk.readFile("/d/e/a"))], [1, 2]);
  }
});
