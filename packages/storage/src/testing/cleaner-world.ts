/** A log manager with one compacted log on a virtual disk and clock, whose cleaner is driven by hand. */
import { Prng, VirtualClock } from "@ottla/base";
import { type LogConfig, logConfigOf } from "@ottla/config";
import { BatchIterator, decodeBatch, type DecodedBatch, RecordFailure } from "@ottla/records";
import { MemoryDisk, type MemoryDiskOptions } from "../disk/memory-disk.ts";
import { ProcessDisk } from "../disk/process-disk.ts";
import { type CleanerConfig, DEFAULT_CLEANER_CONFIG } from "../log-cleaner/cleaner-config.ts";
import { type LogManager, openLogManager } from "../log-manager/log-manager.ts";
import type { LogManagerOptions } from "../log-manager/log-manager-options.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import { batch, logConfig, readAll, type TestBatch } from "./fixtures.ts";

export const TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAg";

export class CleanerWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly disk: MemoryDisk;
  readonly messages: string[] = [];
  config: Partial<LogConfig>;
  cleanerConfig: CleanerConfig = DEFAULT_CLEANER_CONFIG;
  manager!: LogManager;

  private constructor(config: Partial<LogConfig>, diskOptions: MemoryDiskOptions) {
    this.config = { compact: true, delete: false, fileDeleteDelayMs: 60_000, ...config };
    this.disk = new MemoryDisk({ nowMs: () => this.clock.nowMs(), ...diskOptions });
  }

  static async open(config: Partial<LogConfig> = {}, diskOptions: MemoryDiskOptions = {}): Promise<CleanerWorld> {
    const world = new CleanerWorld(config, diskOptions);
    await world.reopen();
    return world;
  }

  /** Opens the directory anew, as the next process would. */
  async reopen(options: Partial<LogManagerOptions> = {}): Promise<void> {
    this.manager = await openLogManager({
      disk: new ProcessDisk(this.disk),
      clock: this.clock,
      random: new Prng(7),
      logDirectories: ["/a"],
      clusterId: "cluster",
      transactionVerificationEnabled: () => false,
      nodeId: 1,
      configOf: () => ({ ...logConfig(), ...logConfigOf(), ...this.config }),
      cleanerConfig: () => this.cleanerConfig,
      logger: (level, message) => this.messages.push(`${level} ${message}`),
      ...options,
    });
  }

  setConfig(config: Partial<LogConfig>, topic = "t"): void {
    this.config = { ...this.config, ...config };
    this.manager.updateTopicConfig(topic);
  }

  async log(partition = 0): Promise<UnifiedLog> {
    return await this.manager.getOrCreateLog({ topic: "t", partition }, { topicId: TOPIC_ID, isNew: true });
  }

  /** Appends, and everything is committed. */
  async append(options: TestBatch, log?: UnifiedLog): Promise<number> {
    const to = log ?? (await this.log());
    const info = await to.appendAsLeader(batch({ timestamp: this.clock.nowMs(), ...options }), {
      leaderEpoch: 0,
      origin: "coordinator",
    });
    if (info.errorCode !== 0) throw new Error(info.errorMessage ?? String(info.errorCode));
    to.updateHighWatermark(to.logEndOffset);
    return info.firstOffset;
  }

  /** One record a batch: "K1=V1", or "K1" for a delete marker. */
  async put(...records: readonly string[]): Promise<void> {
    for (const text of records) await this.append({ records: [recordOf(text)] });
  }

  async roll(): Promise<void> {
    await (await this.log()).roll();
  }

  async names(): Promise<string[]> {
    return (await this.disk.list("/a/t-0")).map(({ name }) => name);
  }

  /** Cleans until nothing is dirty enough; returns how often. */
  async cleanAll(): Promise<number> {
    let count = 0;
    while (await this.manager.cleaner.cleanOnce()) count++;
    return count;
  }
}

function recordOf(text: string): { key: string; value: string | null } {
  const [key = "", value] = text.split("=");
  return { key, value: value ?? null };
}

/** Every batch of the log, from its start or the given offset. */
export async function batchesOf(log: UnifiedLog, startOffset: number = log.logStartOffset): Promise<DecodedBatch[]> {
  const batches: DecodedBatch[] = [];
  for (let offset = startOffset; offset < log.logEndOffset;) {
    const { bytes, errorCode, errorMessage } = await readAll(log, { startOffset: offset });
    if (errorCode !== 0) throw new Error(errorMessage ?? String(errorCode));
    const before = offset;
    const iterator = new BatchIterator(bytes);
    while (iterator.next()) {
      const decoded = decodeBatch(bytes, iterator.position);
      if (decoded instanceof RecordFailure) throw decoded;
      batches.push(decoded);
      offset = decoded.header.lastOffset + 1;
    }
    if (offset === before) break;
  }
  return batches;
}

/** "offset:key=value", or "offset:key" for a delete marker. */
export async function recordsOf(log: UnifiedLog, startOffset?: number): Promise<string[]> {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  const found: string[] = [];
  for (const { header, records } of await batchesOf(log, startOffset)) {
    if (header.isControl) continue;
    for (const { offset, key, value } of records)
      found.push(`${offset}:${key === null ? "" : text(key)}${value === null ? "" : `=${text(value)}`}`);
  }
  return found;
}
