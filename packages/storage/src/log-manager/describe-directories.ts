/** What a node says of its log directories. */
import type { Disk } from "../disk/disk.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { LogDirectoryInfo } from "./log-manager-options.ts";

/** Those of `all` that could not be opened at start are told too: nobody knows their ids. */
export async function describeDirectories(
  directories: readonly LogDirectory[],
  { all, disk }: { readonly all: readonly string[]; readonly disk: Disk },
): Promise<readonly LogDirectoryInfo[]> {
  const known = new Set(directories.map(({ path }) => path));
  const missing = [...new Set(all)]
    .filter((path) => !known.has(path))
    .map((path) => ({ path, directoryId: "", isOnline: false, totalBytes: -1, usableBytes: -1 }));
  const opened = await Promise.all(
    directories.map(async ({ path, meta, isOnline }) => {
      const space = await disk.space(path).catch(() => ({ totalBytes: -1, usableBytes: -1 }));
      return { path, directoryId: meta.directoryId, isOnline, ...space };
    }),
  );
  return [...opened, ...missing];
}
