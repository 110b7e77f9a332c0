/** Kafka's broker configs of the log cleaner. */
import { BYTES_PER_ENTRY, slotsIn } from "./compaction/offset-map.ts";
import type { WorkConfig } from "./work/cleaning-job.ts";

export interface CleanerConfig {
  /** log.cleaner.enable: without it compacted logs are neither compacted nor deleted from. Default true. */
  readonly isEnabled: boolean;
  /** log.cleaner.threads: logs cleaned at the same time. Default 1. */
  readonly threads: number;
  /** log.cleaner.dedupe.buffer.size, for all threads together. Default 128 MiB. */
  readonly dedupeBufferBytes: number;
  /** log.cleaner.io.buffer.load.factor. Default 0.9. */
  readonly dedupeBufferLoadFactor: number;
  /** log.cleaner.io.buffer.size, for all threads together. Default 512 KiB. */
  readonly ioBufferBytes: number;
  /** log.cleaner.io.max.bytes.per.second: read and written, by all threads together. Default: no limit. */
  readonly ioBytesPerSecondMax: number;
  /** log.cleaner.backoff.ms: how long a thread rests when there is nothing to clean. Default 15 s. */
  readonly backoffMs: number;
}

export const DEFAULT_CLEANER_CONFIG: CleanerConfig = {
  isEnabled: true,
  threads: 1,
  dedupeBufferBytes: 128 * 1024 * 1024,
  dedupeBufferLoadFactor: 0.9,
  ioBufferBytes: 512 * 1024,
  ioBytesPerSecondMax: Number.MAX_VALUE,
  backoffMs: 15_000,
};

export function isSameConfig(a: CleanerConfig, b: CleanerConfig): boolean {
  const keys = Object.keys(a) as (keyof CleanerConfig)[];
  return keys.every((key) => a[key] === b[key]);
}

/** What one thread gets. */
export function workConfigOf(config: CleanerConfig): WorkConfig {
  const { threads, dedupeBufferBytes, dedupeBufferLoadFactor, ioBufferBytes } = config;
  return {
    slots: slotsIn(Math.max(BYTES_PER_ENTRY, Math.floor(dedupeBufferBytes / threads))),
    loadFactor: dedupeBufferLoadFactor,
    ioBufferBytes: Math.floor(ioBufferBytes / threads / 2),
  };
}
