/** What all logs of a node share: the ports, and the caches that bound the memory of all of them together. */
import { BufferPool, type Clock, type Random, systemClock, systemRandom } from "@ottla/base";
import type { Disk } from "./disk/disk.ts";
import { OpenFiles } from "./open-files.ts";
import { PageCache } from "./page-cache.ts";
import { TailCache } from "./tail-cache.ts";

export type StorageLogger = (level: "info" | "warn" | "error", message: string) => void;

export interface LogEnvironment {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  readonly files: OpenFiles;
  readonly pages: PageCache;
  readonly buffers: BufferPool;
  readonly tailCache: TailCache;
  readonly logger: StorageLogger;
}

export interface LogEnvironmentOptions {
  readonly disk: Disk;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Bytes of whole blocks that the cached ends of all logs together may have. Default 32 MiB. */
  readonly tailCacheBytesMax?: number;
  /** Bytes of buffers (of reads, of the ends of logs) kept for reuse. Default 16 MiB. */
  readonly bufferBytesMax?: number;
  /** Open files kept by the engine. Default 4,000. */
  readonly openFilesMax?: number;
  readonly logger?: StorageLogger;
}

const INDEX_PAGES_MAX = 2048;

export function createLogEnvironment(options: LogEnvironmentOptions): LogEnvironment {
  const buffers = new BufferPool(options.bufferBytesMax ?? 16 * 1024 * 1024);
  return {
    disk: options.disk,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    files: new OpenFiles(options.disk, options.openFilesMax ?? 4000),
    pages: new PageCache(INDEX_PAGES_MAX),
    buffers,
    tailCache: new TailCache(options.tailCacheBytesMax ?? 32 * 1024 * 1024, buffers),
    logger: options.logger ?? (() => {}),
  };
}
