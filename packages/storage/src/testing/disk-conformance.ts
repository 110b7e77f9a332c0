/** What every `Disk` must do, as one suite; run for each implementation. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Disk } from "../disk/disk.ts";
import { StorageError, type StorageErrorCode } from "../storage-error.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

async function rejectsWith(code: StorageErrorCode, operation: Promise<unknown>): Promise<void> {
  await assert.rejects(operation, (error) => error instanceof StorageError && error.code === code);
}

/** `make` gives a disk and an empty directory on it. */
export function diskConformance(
  name: string,
  make: () => Promise<{ readonly disk: Disk; readonly root: string }>,
): void {
  describe(`${name} as a disk`, () => {
    test("positional writes are read back, gaps are zeros, reads stop at the end", async () => {
      const { disk, root } = await make();
      const file = await disk.open(`${root}/a`, "readWriteCreate");
      await file.write(bytes(1, 2, 3), 0);
      await file.write(bytes(9), 5);
      const target = new Uint8Array(10);
      assert.equal(await file.read(target, 0), 6);
      assert.deepEqual([...target.subarray(0, 6)], [1, 2, 3, 0, 0, 9]);
      assert.equal(await file.read(target, 6), 0);
      assert.equal(await file.read(target, 100), 0);
      assert.equal(await file.size(), 6);
      await file.close();
    });

    test("writev writes many pieces in order", async () => {
      const { disk, root } = await make();
      const file = await disk.open(`${root}/a`, "readWriteCreate");
      const pieces = Array.from({ length: 3000 }, (_, i) => bytes(i & 255, i >> 8));
      await file.writev(pieces, 4);
      const target = new Uint8Array(6000);
      assert.equal(await file.read(target, 4), 6000);
      assert.deepEqual(target, Uint8Array.from(pieces.flatMap((piece) => [...piece])));
      await file.close();
    });

    test("writes of one file under way at the same time all arrive", async () => {
      const { disk, root } = await make();
      const file = await disk.open(`${root}/a`, "readWriteCreate");
      await Promise.all(Array.from({ length: 20 }, (_, i) => file.write(new Uint8Array(100).fill(i), i * 100)));
      const target = new Uint8Array(2000);
      await file.read(target, 0);
      for (let i = 0; i < 2000; i++) assert.equal(target[i], Math.floor(i / 100));
      await file.close();
    });

    test("truncate cuts and extends with zeros", async () => {
      const { disk, root } = await make();
      const file = await disk.open(`${root}/a`, "readWriteCreate");
      await file.write(bytes(1, 2, 3, 4), 0);
      await file.truncate(2);
      await file.truncate(4);
      await file.sync();
      assert.deepEqual([...(await disk.readFile(`${root}/a`))], [1, 2, 0, 0]);
      await file.close();
      await file.close();
    });

    test("a missing file is NOT_FOUND to open, read and rename, false to unlink, undefined to stat", async () => {
      const { disk, root } = await make();
      await rejectsWith("NOT_FOUND", disk.open(`${root}/none`, "read"));
      await rejectsWith("NOT_FOUND", disk.open(`${root}/none`, "readWrite"));
      await rejectsWith("NOT_FOUND", disk.open(`${root}/none/a`, "readWriteCreate"));
      await rejectsWith("NOT_FOUND", disk.readFile(`${root}/none`));
      await rejectsWith("NOT_FOUND", disk.rename(`${root}/none`, `${root}/other`));
      await rejectsWith("NOT_FOUND", disk.list(`${root}/none`));
      assert.equal(await disk.unlink(`${root}/none`), false);
      assert.equal(await disk.rmdir(`${root}/none`), false);
      assert.equal(await disk.stat(`${root}/none`), undefined);
    });

    test("rename replaces; an open file goes on under its new name", async () => {
      const { disk, root } = await make();
      await disk.replaceFile(`${root}/a`, bytes(1));
      await disk.replaceFile(`${root}/b`, bytes(2));
      const file = await disk.open(`${root}/a`, "readWrite");
      await disk.rename(`${root}/a`, `${root}/b`);
      await file.write(bytes(7), 0);
      assert.deepEqual([...(await disk.readFile(`${root}/b`))], [7]);
      await file.close();
      await disk.unlink(`${root}/b`);
      assert.deepEqual(await disk.list(root), []);
    });

    test("an unlinked file can be read by who has it open", async () => {
      const { disk, root } = await make();
      await disk.replaceFile(`${root}/a`, bytes(1, 2));
      const file = await disk.open(`${root}/a`, "read");
      assert.equal(await disk.unlink(`${root}/a`), true);
      const target = new Uint8Array(2);
      assert.equal(await file.read(target, 0), 2);
      await file.close();
    });

    test("directories nest, list by name, move with their content, and are removed when empty", async () => {
      const { disk, root } = await make();
      await disk.mkdir(`${root}/d/e`);
      await disk.mkdir(`${root}/d/e`);
      await disk.replaceFile(`${root}/d/b`, bytes(1));
      await disk.replaceFile(`${root}/d/a`, bytes(2));
      await disk.syncDirectory(`${root}/d`);
      assert.deepEqual(await disk.list(`${root}/d`), [
        { name: "a", isDirectory: false },
        { name: "b", isDirectory: false },
        { name: "e", isDirectory: true },
      ]);
      await disk.rename(`${root}/d`, `${root}/moved`);
      assert.deepEqual([...(await disk.readFile(`${root}/moved/a`))], [2]);
      assert.equal((await disk.stat(`${root}/moved/e`))?.isDirectory, true);
      await rejectsWith("IO", disk.rmdir(`${root}/moved`));
      assert.equal(await disk.rmdir(`${root}/moved/e`), true);
      assert.equal(await disk.stat(`${root}/d`), undefined);
    });

    test("replaceFile leaves the new content whole and no temporary file", async () => {
      const { disk, root } = await make();
      await disk.replaceFile(`${root}/a`, new Uint8Array(1000).fill(1));
      await disk.replaceFile(`${root}/a`, bytes(5), { leavesSync: true });
      assert.deepEqual([...(await disk.readFile(`${root}/a`))], [5]);
      assert.deepEqual(
        (await disk.list(root)).map((entry) => entry.name),
        ["a"],
      );
    });

    test("a directory is locked by one holder at a time", async () => {
      const { disk, root } = await make();
      const lock = await disk.lockDirectory(root);
      await rejectsWith("LOG_DIR_LOCKED", disk.lockDirectory(root));
      await lock.release();
      await lock.release();
      const again = await disk.lockDirectory(root);
      await again.release();
    });

    test("space says what is there and what is left", async () => {
      const { disk, root } = await make();
      const { totalBytes, usableBytes } = await disk.space(root);
      assert.ok(usableBytes > 0 && usableBytes <= totalBytes);
    });
  });
}
