/** Removes a log's directory with everything in it. A crash in between leaves a `-delete` directory, which the next start removes. */
import type { Disk } from "../disk/disk.ts";

export async function deleteDirectory(disk: Disk, path: string): Promise<void> {
  const entries = (await disk.stat(path)) ? await disk.list(path) : [];
  for (const { name, isDirectory } of entries) {
    if (isDirectory) await deleteDirectory(disk, `${path}/${name}`);
    else await disk.unlink(`${path}/${name}`);
  }
  await disk.rmdir(path);
}
