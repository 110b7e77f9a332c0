/** What the tests of this package build on: a log config, batches, a log on a memory disk. */
import { Prng, VirtualClock } from "@ottla/base";
import { type LogConfig, logConfigOf } from "@ottla/config";
import { CompressionType, RecordBatchBuilder } from "@ottla/records";
import { MemoryDisk, type MemoryDiskOptions } from "../disk/memory-disk.ts";
import { ProcessDisk } from "../disk/process-disk.ts";
import { createLogEnvironment, type LogEnvironment } from "../log-environment.ts";
import type { FetchDataInfo, FetchIsolation } from "../log-types.ts";
import { openUnifiedLog, type OpenLogOptions } from "../unified-log/open-log.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";

/** Kafka's defaults with changes. */
export function logConfig(overrides: Partial<LogConfig> = {}): LogConfig {
  return { ...logConfigOf(), ...overrides };
}

export interface TestRecord {
  readonly key?: string | null;
  readonly value?: string | null;
  readonly timestamp?: number;
}

export interface TestBatch {
  readonly records?: readonly TestRecord[];
  /** Records "value-0" … where `records` is left out. */
  readonly count?: number;
  readonly timestamp?: number;
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly isTransactional?: boolean;
  readonly compression?: CompressionType;
  readonly baseOffset?: number;
  readonly leaderEpoch?: number;
}

const encoder = new TextEncoder();

/** A batch as a producer sends it. */
export function batch(options: TestBatch = {}): Uint8Array {
  const builder = new RecordBatchBuilder({
    baseOffset: options.baseOffset ?? 0,
    partitionLeaderEpoch: options.leaderEpoch ?? -1,
    compression: options.compression ?? CompressionType.NONE,
    producer: {
      producerId: options.producerId ?? -1n,
      producerEpoch: options.producerEpoch ?? (options.producerId === undefined ? -1 : 0),
      baseSequence: options.baseSequence ?? (options.producerId === undefined ? -1 : 0),
      isTransactional: options.isTransactional ?? false,
    },
  });
  const records =
    options.records ?? Array.from({ length: options.count ?? 1 }, (_, i) => ({ key: `key-${i}`, value: `value-${i}` }));
  for (const { key, value, timestamp } of records as readonly TestRecord[]) {
    const bytes = (text: string | null | undefined): Uint8Array | null =>
      typeof text !== "string" ? null : encoder.encode(text);
    builder.append(timestamp ?? options.timestamp ?? 1_735_689_600_000, bytes(key), bytes(value));
  }
  return builder.build();
}

export interface TestLog {
  readonly disk: MemoryDisk;
  readonly clock: VirtualClock;
  readonly environment: LogEnvironment;
  log: UnifiedLog;
  /** Opens the same directory anew, as the next process would. */
  reopen(options?: Partial<OpenLogOptions>): Promise<UnifiedLog>;
}

export interface TestLogOptions extends Partial<Omit<OpenLogOptions, "config" | "environment">> {
  readonly config?: Partial<LogConfig>;
  readonly disk?: MemoryDisk;
  readonly diskOptions?: MemoryDiskOptions;
  readonly tailCacheBytesMax?: number;
  readonly seed?: number;
}

/** A log `t-0` in `/d` on a memory disk. */
export async function openTestLog(options: TestLogOptions = {}): Promise<TestLog> {
  const clock = new VirtualClock();
  const disk = options.disk ?? new MemoryDisk({ nowMs: () => clock.nowMs(), ...options.diskOptions });
  const environment = (): LogEnvironment =>
    createLogEnvironment({
      disk: new ProcessDisk(disk),
      clock,
      random: new Prng(options.seed ?? 1),
      ...(process.env["OTTLA_TEST_LOG"] === "1"
        ? { logger: (level, message) => process.stderr.write(`${level} ${message}\n`) }
        : {}),
      ...(options.tailCacheBytesMax === undefined ? {} : { tailCacheBytesMax: options.tailCacheBytesMax }),
    });
  const { config, ...rest } = options;
  const open = (more: Partial<OpenLogOptions> = {}): Promise<UnifiedLog> =>
    openUnifiedLog({
      topicPartition: { topic: "t", partition: 0 },
      parentDirectory: "/d",
      ...rest,
      config: logConfig(config),
      environment: environment(),
      ...more,
    });
  const test: TestLog = {
    disk,
    clock,
    environment: environment(),
    log: await open(),
    reopen: async (more) => (test.log = await open(more)),
  };
  return test;
}

/** All bytes of a read, joined. */
export async function readAll(
  log: UnifiedLog,
  {
    startOffset = 0,
    maxBytes = 1 << 20,
    isolation = "log-end",
    minOneMessage = true,
  }: { startOffset?: number; maxBytes?: number; isolation?: FetchIsolation; minOneMessage?: boolean } = {},
): Promise<FetchDataInfo & { readonly bytes: Uint8Array }> {
  const info = await log.read({ startOffset, maxBytes, isolation, minOneMessage });
  const bytes = new Uint8Array(info.sizeInBytes);
  let at = 0;
  for (const piece of info.records) {
    bytes.set(piece, at);
    at += piece.length;
  }
  info.release();
  return { ...info, bytes };
}
