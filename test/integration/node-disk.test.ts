/** The operating system's disk passes the suite that the virtual one passes; and its lock outlives nobody. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { NodeDisk, StorageError } from "@ottla/storage";
import { diskConformance } from "../../packages/storage/src/testing/disk-conformance.ts";

const roots: string[] = [];
after(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function newRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "ottla-disk-"));
  roots.push(root);
  return root;
}

diskConformance("NodeDisk", async () => ({ disk: new NodeDisk(), root: newRoot() }));

diskConformance("NodeDisk that blocks", async () => {
  const disk = new NodeDisk();
  disk.setBlocking(true);
  return { disk, root: newRoot() };
});

test("another process is locked out until it is killed", { timeout: 30_000 }, async () => {
  const root = newRoot();
  const script = `import { NodeDisk } from "@ottla/storage";
    await new NodeDisk().lockDirectory(process.argv[1]);
    console.log("locked");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--conditions=@ottla/source", "--input-type=module", "-e", script, root], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  const disk = new NodeDisk();
  await assert.rejects(
    disk.lockDirectory(root),
    (error) => error instanceof StorageError && error.code === "LOG_DIR_LOCKED",
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await exited;
  await (await disk.lockDirectory(root)).release();
});

test("a file system is synced as a whole where the platform can, and nobody is told that it was where it was not", async () => {
  const root = newRoot();
  const disk = new NodeDisk();
  assert.equal(await disk.syncAll(root), process.platform === "linux" && existsSync("/bin/sync"));
  assert.equal(await disk.syncAll(join(root, "not", "there")), false);
});
