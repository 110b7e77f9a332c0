// The partitions of __consumer_offsets in memory, with everything that may go wrong below a coordinator: appends that are
// slow or fail, a high watermark that lags, a leader change that loses what was not committed.
import { Prng } from "@ottla/base";
import type { Clock } from "@ottla/base";
import type { AppendOptions, AppendResult, LocalPartition, LocalRead, ReplicaManager } from "@ottla/broker";
import { ErrorCode } from "@ottla/protocol";
import { lastOffsetDeltaAt, setBaseOffset } from "@ottla/records";

interface StoredBatch {
  readonly baseOffset: number;
  readonly nextOffset: number;
  readonly bytes: Uint8Array;
}

/** How bad the world is; probabilities in [0, 1]. */
export interface Faults {
  readonly appendFailure: number;
  readonly slowAppend: number;
  readonly slowCommit: number;
  /** How long a slow append or commit takes at most, in milliseconds. */
  readonly slowMs: number;
}

export const NO_FAULTS: Faults = { appendFailure: 0, slowAppend: 0, slowCommit: 0, slowMs: 0 };

const APPEND_ERRORS = [
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.KAFKA_STORAGE_ERROR,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.MESSAGE_TOO_LARGE,
];

class PartitionLog {
  batches: StoredBatch[] = [];
  highWatermark = 0;
  /** Counts leader changes: what was under way before one comes to nothing. */
  epoch = 0;
  readonly listeners = new Set<(highWatermark: number) => void>();

  get endOffset(): number {
    return this.batches.at(-1)?.nextOffset ?? 0;
  }

  store(records: Uint8Array): StoredBatch {
    const bytes = Uint8Array.from(records);
    const baseOffset = this.endOffset;
    setBaseOffset(bytes, 0, baseOffset);
    const batch = { baseOffset, nextOffset: baseOffset + lastOffsetDeltaAt(bytes, 0) + 1, bytes };
    this.batches.push(batch);
    return batch;
  }

  commit(highWatermark: number): void {
    if (highWatermark <= this.highWatermark) return;
    this.highWatermark = highWatermark;
    for (const listener of this.listeners) listener(highWatermark);
  }
}

export class FaultyReplicas implements ReplicaManager {
  readonly #clock: Clock;
  readonly #random: Prng;
  readonly #logs = new Map<number, PartitionLog>();
  faults: Faults = NO_FAULTS;

  constructor(clock: Clock, random: Prng) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A leader change: appends under way are lost, and with them perhaps what was written but not committed. */
  changeLeader(partition: number): void {
    const log = this.#log(partition);
    log.epoch++;
    log.listeners.clear();
    if (this.#random.float() < 0.5)
      log.batches = log.batches.filter(({ nextOffset }) => nextOffset <= log.highWatermark);
    log.highWatermark = log.endOffset;
  }

  /** The committed batches, as a new leader would read them. */
  committed(partition: number): readonly Uint8Array[] {
    const log = this.#log(partition);
    return log.batches.filter(({ nextOffset }) => nextOffset <= log.highWatermark).map(({ bytes }) => bytes);
  }

  /** Whether everything that was written is committed. */
  isQuiet(partition: number): boolean {
    const log = this.#log(partition);
    return log.endOffset === log.highWatermark;
  }

  async append({ partition, records }: AppendOptions): Promise<AppendResult> {
    const log = this.#log(partition);
    const { epoch } = log;
    if (this.#random.float() < this.faults.slowAppend) await this.#sleep();
    if (log.epoch !== epoch) return refused(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    if (this.#random.float() < this.faults.appendFailure) {
      return refused(APPEND_ERRORS[this.#random.uint32() % APPEND_ERRORS.length]!);
    }
    const { baseOffset, nextOffset } = log.store(records);
    void this.#commitSoon(log, nextOffset);
    return { ...refused(ErrorCode.NONE), baseOffset, lastOffset: nextOffset - 1 };
  }

  partition(topic: string, partition: number): LocalPartition {
    const { highWatermark, endOffset: logEndOffset } = this.#log(partition);
    const offsets = { logStartOffset: 0, highWatermark, logEndOffset, lastStableOffset: highWatermark };
    return { topic, topicId: "AAAAAAAAAAAAAAAAAAAAAQ", partition, isLeader: true, leaderEpoch: 0, ...offsets };
  }

  readLocal({ partition }: { readonly partition: number }, offset: number, maxBytes: number): Promise<LocalRead> {
    const log = this.#log(partition);
    const records: Uint8Array[] = [];
    let bytes = 0;
    for (const batch of log.batches) {
      if (batch.nextOffset <= offset) continue;
      if (bytes > 0 && bytes + batch.bytes.length > maxBytes) break;
      records.push(batch.bytes);
      bytes += batch.bytes.length;
    }
    const { highWatermark, endOffset: logEndOffset } = log;
    return Promise.resolve({ errorCode: ErrorCode.NONE, records, logStartOffset: 0, highWatermark, logEndOffset });
  }

  onHighWatermark({ partition }: { readonly partition: number }, listener: (offset: number) => void): () => void {
    const { listeners } = this.#log(partition);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  async #commitSoon(log: PartitionLog, offset: number): Promise<void> {
    const { epoch } = log;
    if (this.#random.float() < this.faults.slowCommit) await this.#sleep();
    if (log.epoch === epoch) log.commit(offset);
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => this.#clock.setTimer(this.#random.float() * this.faults.slowMs, resolve));
  }

  #log(partition: number): PartitionLog {
    let log = this.#logs.get(partition);
    if (log === undefined) this.#logs.set(partition, (log = new PartitionLog()));
    return log;
  }
}

function refused(errorCode: number): AppendResult {
  return { errorCode, errorMessage: null, baseOffset: -1, lastOffset: -1, logAppendTimeMs: -1, logStartOffset: 0 };
}
