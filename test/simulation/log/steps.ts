/** What a run may do, how often, and under which configs. */
import { type Prng, randomBelow } from "@ottla/base";
import type { LogManagerOptions } from "@ottla/storage";
import { logConfigOf, type LogConfig } from "@ottla/config";

/** Steps and their weights. */
const STEP_WEIGHTS = {
  append: 10,
  roll: 2,
  flush: 2,
  failRoll: 1,
  clean: 3,
  truncate: 3,
  startOver: 1,
  deleteRecords: 2,
  checkpoint: 3,
  bumpEpoch: 1,
  endTransaction: 3,
  retry: 1,
  lookup: 2,
  advance: 1,
  fillDisk: 2,
  closeWell: 2,
  crash: 2,
  planCrash: 3,
  planError: 3,
} as const;
export type Step = keyof typeof STEP_WEIGHTS;
export const STEPS_BY_WEIGHT: readonly Step[] = (Object.keys(STEP_WEIGHTS) as Step[]).flatMap((step) =>
  Array.from({ length: STEP_WEIGHTS[step] }, () => step),
);

type CleanerConfig = ReturnType<NonNullable<LogManagerOptions["cleanerConfig"]>>;

/** A map and buffers as small as the logs. */
export const CLEANER_CONFIG: CleanerConfig = {
  isEnabled: true,
  threads: 1,
  dedupeBufferBytes: 4096,
  dedupeBufferLoadFactor: 0.9,
  ioBufferBytes: 16_384,
  ioBytesPerSecondMax: Number.MAX_VALUE,
  backoffMs: 15_000,
};

/** Room for the largest batch. */
const SEGMENT_BYTES_CLEANED = 1400;

/** The config for each step: every other log that is compacted is so for its cleanings, and mostly not for what comes next. */
export function* policies(config: LogConfig, random: Prng): Generator<LogConfig, never, Step | undefined> {
  const isFickle = config.compact && randomBelow(random, 2) === 0;
  let { compact, segmentBytes } = config;
  for (let before: Step | undefined; ;) {
    const step = yield { ...config, compact, segmentBytes };
    if (!isFickle) continue;
    const isCleaning = step === "clean";
    if (isCleaning) compact = true;
    else if (randomBelow(random, before === "clean" ? 2 : 6) === 0) compact = !compact;
    // Into small segments, so that what a cleaning takes leaves gaps between them.
    segmentBytes = isCleaning ? SEGMENT_BYTES_CLEANED : config.segmentBytes;
    before = step;
  }
}

/** Segments of a few batches, so that a run of a few dozen steps sees all of them rolled, cleaned and deleted. */
export function randomConfig(random: Prng): LogConfig {
  const below = (bound: number): number => randomBelow(random, bound);
  return {
    ...logConfigOf(),
    segmentBytes: 1500 + below(4000),
    indexIntervalBytes: below(600),
    segmentIndexBytes: 64 + below(400),
    flushMessages: below(3) === 0 ? 1 : Infinity,
    preallocate: below(6) === 0,
    fileDeleteDelayMs: below(2) * 1000,
    retentionMs: -1,
    compact: below(3) === 0,
    minCleanableDirtyRatio: 0,
    deleteRetentionMs: below(2) * 1000,
  };
}
