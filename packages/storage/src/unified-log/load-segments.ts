/**
 * What a partition directory holds at start. Leftovers of an interrupted run are put in order first: `.deleted` and `.cleaned` files go, and
 * `.swap` files, which the cleaner completed, replace the segments they were made from (C10).
 */
import type { LogConfig } from "@ottla/config";
import type { DiskEntry } from "../disk/disk.ts";
import type { LogEnvironment } from "../log-environment.ts";
import {
  CLEANED_SUFFIX,
  DELETED_SUFFIX,
  INDEX_SUFFIX,
  LOG_SUFFIX,
  offsetFileName,
  offsetOfFileName,
  SNAPSHOT_SUFFIX,
  SWAP_SUFFIX,
  TIME_INDEX_SUFFIX,
  TXN_INDEX_SUFFIX,
} from "../log-files.ts";
import { lastOffsetAt } from "@ottla/records";
import { LogSegment } from "../log-segment.ts";
import { scanHeaders, type ScannedBatch } from "../segment-scan.ts";

export interface FoundSegments {
  /** In order of base offset, nothing read yet. */
  readonly segments: readonly LogSegment[];
  /** Base offsets of segments that have no offset or time index. */
  readonly withoutIndex: ReadonlySet<number>;
  readonly snapshotOffsets: readonly number[];
  /** Every file of the directory. */
  readonly names: ReadonlySet<string>;
}

export interface LoadContext {
  readonly directory: string;
  readonly config: LogConfig;
  readonly environment: LogEnvironment;
  readonly hadCleanShutdown: boolean;
}

export async function loadSegments(context: LoadContext): Promise<FoundSegments> {
  const entries = await tidy(
    context,
    (await context.environment.disk.list(context.directory)).filter((entry) => !entry.isDirectory),
  );
  const names = new Set(entries.map((entry) => entry.name));
  const segments: LogSegment[] = [];
  const withoutIndex = new Set<number>();
  const snapshotOffsets: number[] = [];
  for (const name of names) {
    const baseOffset = offsetOfFileName(name);
    if (baseOffset === undefined) continue;
    if (name.endsWith(SNAPSHOT_SUFFIX)) {
      snapshotOffsets.push(baseOffset);
    } else if (name.endsWith(LOG_SUFFIX)) {
      segments.push(
        await openSegment(context, {
          baseOffset,
          hasTxnIndex: names.has(offsetFileName(baseOffset, TXN_INDEX_SUFFIX)),
        }),
      );
      const hasIndexes =
        names.has(offsetFileName(baseOffset, INDEX_SUFFIX)) && names.has(offsetFileName(baseOffset, TIME_INDEX_SUFFIX));
      if (!hasIndexes) withoutIndex.add(baseOffset);
    } else if (isIndexName(name) && !names.has(offsetFileName(baseOffset, LOG_SUFFIX))) {
      context.environment.logger(
        "warn",
        `Found an orphaned index file ${context.directory}/${name}, with no corresponding log file.`,
      );
      await context.environment.disk.unlink(`${context.directory}/${name}`);
    }
  }
  segments.sort((a, b) => a.baseOffset - b.baseOffset);
  return { segments, withoutIndex, snapshotOffsets, names };
}

async function openSegment(
  { directory, config, environment }: LoadContext,
  { baseOffset, hasTxnIndex }: { baseOffset: number; hasTxnIndex: boolean },
): Promise<LogSegment> {
  const stat = await environment.disk.stat(`${directory}/${offsetFileName(baseOffset, LOG_SUFFIX)}`);
  return new LogSegment({
    directory,
    baseOffset,
    config,
    environment,
    hasTxnIndex,
    sizeInBytes: stat?.sizeBytes ?? 0,
    modifiedMs: stat?.modifiedMs ?? 0,
  });
}

function isIndexName(name: string): boolean {
  return name.endsWith(INDEX_SUFFIX) || name.endsWith(TIME_INDEX_SUFFIX) || name.endsWith(TXN_INDEX_SUFFIX);
}

/** Removes leftovers, completes swaps; returns the entries that are left. */
async function tidy(context: LoadContext, entries: readonly DiskEntry[]): Promise<readonly DiskEntry[]> {
  const leftovers = entries.filter(({ name }) =>
    [DELETED_SUFFIX, CLEANED_SUFFIX, SWAP_SUFFIX].some((suffix) => name.endsWith(suffix)),
  );
  if (leftovers.length === 0) return entries;
  const { disk } = context.environment;
  const path = (name: string): string => `${context.directory}/${name}`;
  // What the last process saw go must be gone for good before anything is written on that ground: a segment that came back with a power failure
  // would make the one before it one that is not looked at any more. Whoever takes a segment away leaves a `.deleted` name behind until that
  // is so; where there is none, nobody waits for the disk.
  const isInDoubt = !context.hadCleanShutdown && leftovers.some(({ name }) => name.endsWith(DELETED_SUFFIX));
  if (isInDoubt) await disk.syncDirectory(context.directory);
  const cleaned = leftovers.filter(({ name }) => name.endsWith(CLEANED_SUFFIX));
  const firstCleaned = Math.min(...cleaned.map(({ name }) => offsetOfFileName(name) ?? Infinity), Infinity);
  for (const { name } of leftovers) {
    const isSwap = name.endsWith(SWAP_SUFFIX);
    // A `.cleaned` file shows that the swap had not begun for its offset and what is behind it.
    if (!isSwap || (offsetOfFileName(name) ?? 0) >= firstCleaned) await disk.unlink(path(name));
  }
  const swaps = leftovers.filter(
    ({ name }) => name.endsWith(SWAP_SUFFIX) && (offsetOfFileName(name) ?? 0) < firstCleaned,
  );
  if (swaps.length > 0) await completeSwap(context, { swaps, entries });
  return (await disk.list(context.directory)).filter((entry) => !entry.isDirectory);
}

async function completeSwap(
  context: LoadContext,
  { swaps, entries }: { readonly swaps: readonly DiskEntry[]; readonly entries: readonly DiskEntry[] },
): Promise<void> {
  const { disk, logger } = context.environment;
  let from = Infinity;
  let to = -Infinity;
  for (const { name } of swaps) {
    if (!name.endsWith(LOG_SUFFIX + SWAP_SUFFIX)) continue;
    logger(
      "info",
      `Found ${context.directory}/${name} from interrupted swap operation, which is recoverable by renaming.`,
    );
    from = Math.min(from, offsetOfFileName(name) ?? Infinity);
    to = Math.max(to, await nextOffsetOf(context, name));
  }
  for (const { name } of entries) {
    const offset = offsetOfFileName(name);
    const isOriginal = !name.endsWith(SWAP_SUFFIX) && !name.endsWith(DELETED_SUFFIX) && !name.endsWith(CLEANED_SUFFIX);
    if (offset !== undefined && isOriginal && offset >= from && offset < to)
      await disk.unlink(`${context.directory}/${name}`);
  }
  // An original that came back after a power failure would lie over what has taken its place.
  await disk.syncDirectory(context.directory);
  // The log first: while it has its `.swap` name a start takes index files without one for originals.
  const isLog = ({ name }: DiskEntry): boolean => name.endsWith(LOG_SUFFIX + SWAP_SUFFIX);
  for (const { name } of [...swaps.filter(isLog), ...swaps.filter((entry) => !isLog(entry))]) {
    await disk.rename(`${context.directory}/${name}`, `${context.directory}/${name.slice(0, -SWAP_SUFFIX.length)}`);
  }
  await disk.syncDirectory(context.directory);
}

/** The offset behind the last batch of a `.log.swap` file. */
async function nextOffsetOf({ environment, directory }: LoadContext, name: string): Promise<number> {
  const path = `${directory}/${name}`;
  const to = (await environment.disk.stat(path))?.sizeBytes ?? 0;
  let next = offsetOfFileName(name) ?? 0;
  const read = (target: Uint8Array, position: number): Promise<number> =>
    environment.files.use(path, "readWrite", (file) => file.read(target, position));
  const visit = ({ bytes, at }: ScannedBatch): boolean => {
    next = lastOffsetAt(bytes, at) + 1;
    return true;
  };
  await scanHeaders({ read }, { from: 0, to }, { environment, visit });
  await environment.files.close(path);
  return next;
}
