import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MemoryDisk } from "./disk/memory-disk.ts";
import { OpenFiles } from "./open-files.ts";

/** A disk that tells which files are open. */
function watchedDisk(): { disk: MemoryDisk; open: Set<string> } {
  const disk = new MemoryDisk({ nowMs: () => 0 });
  const open = new Set<string>();
  const openFile = disk.open.bind(disk);
  disk.open = async (path, mode) => {
    const file = await openFile(path, mode);
    const close = file.close.bind(file);
    open.add(path);
    file.close = async () => {
      open.delete(path);
      await close();
    };
    return file;
  };
  return { disk, open };
}

async function touch(files: OpenFiles, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) await files.use(path, "readWriteCreate", async () => {});
}

/** Lets closes that nobody waits for happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const names = (count: number, suffix: string): string[] =>
  Array.from({ length: count }, (_, i) => `/d/t-${i}/${suffix}`);

async function withDirectories(count: number, filesMax: number): Promise<{ files: OpenFiles; open: Set<string> }> {
  const { disk, open } = watchedDisk();
  for (let i = 0; i < count; i++) await disk.mkdir(`/d/t-${i}`);
  return { files: new OpenFiles(disk, filesMax), open };
}

describe("open files", () => {
  it("rest open up to the bound, the longest unused are closed first", async () => {
    const { files, open } = await withDirectories(30, 10);
    await touch(files, ...names(10, "0.log"));
    await touch(files, "/d/t-0/0.log", "/d/t-20/0.log", "/d/t-21/0.log");
    await settled();
    assert.equal(open.size, 10);
    assert.equal(files.size, 10);
    assert.ok(open.has("/d/t-0/0.log") && open.has("/d/t-21/0.log"));
    assert.ok(!open.has("/d/t-1/0.log") && !open.has("/d/t-2/0.log"));
  });

  it("are one a directory, and a few beside those for all directories together", async () => {
    const { files, open } = await withDirectories(40, 60);
    await touch(files, ...names(40, "0.log"));
    await touch(files, ...names(40, "0.index"), ...names(40, "0.timeindex"));
    await settled();
    assert.equal(open.size, 40 + 15);
    for (const path of names(40, "0.log")) assert.ok(open.has(path), path);
    assert.ok(open.has("/d/t-39/0.timeindex") && !open.has("/d/t-0/0.index"));
  });

  it("that are the last of their directory count as its one", async () => {
    const { files, open } = await withDirectories(40, 60);
    for (const i of Array.from({ length: 40 }).keys()) {
      await touch(files, `/d/t-${i}/0.log`, `/d/t-${i}/9.log`);
      await files.close(`/d/t-${i}/0.log`);
    }
    await settled();
    assert.equal(open.size, 40, "none of them was closed for being an extra");
    await files.closeUnder("/d/t-7");
    assert.ok(!open.has("/d/t-7/9.log"));
    assert.equal(files.size, 39);
    await files.closeAll();
    assert.equal(open.size, 0);
  });

  it("in use are not closed, whatever the bound", async () => {
    const { files, open } = await withDirectories(1, 1);
    await files.use("/d/t-0/a", "readWriteCreate", async () => {
      await touch(files, "/d/t-0/b", "/d/t-0/c", "/d/t-0/d");
      assert.ok(open.has("/d/t-0/a"));
    });
  });

  it("of a directory that were closed and opened anew keep their order", async () => {
    const { files, open } = await withDirectories(1, 40);
    await touch(files, "/d/t-0/main");
    let finish = (): void => {};
    const used = files.use("/d/t-0/x", "readWriteCreate", () => new Promise<void>((resolve) => (finish = resolve)));
    await settled();
    const closing = files.close("/d/t-0/x");
    await touch(files, "/d/t-0/x");
    finish();
    await Promise.all([used, closing]);
    await touch(files, ...Array.from({ length: 12 }, (_, i) => `/d/t-0/${i}`));
    await settled();
    assert.equal(open.size, files.size, "what the table has is open, and nothing else");
  });
});
