/** The clients of a run: a plain one, idempotent ones, transactional ones. They go on where the history says that the log knows them. */
import { type Prng, randomBelow } from "@ottla/base";
import { CompressionType, ControlRecordType, endTransactionMarkerBatch, RecordBatchBuilder } from "@ottla/records";
import type { AppendOrigin, UnifiedLog } from "@ottla/storage";
import type { History, LoggedBatch, SentBatch } from "./history.ts";

export interface OutgoingBatch {
  readonly bytes: Uint8Array;
  readonly sent: SentBatch;
  readonly origin: AppendOrigin;
}

const T0 = 1_735_689_600_000;
const PLAIN = -1n;
const IDEMPOTENT = [0n, 1n];
const TRANSACTIONAL = [10n, 11n];
const KEYS = 8;
const encoder = new TextEncoder();

export class Producers {
  readonly #random: Prng;
  readonly #history: History;
  /** Next sequences of batches under way. */
  readonly #next = new Map<bigint, number>();
  #serial = 0;

  constructor(random: Prng, history: History) {
    this.#random = random;
    this.#history = history;
  }

  /** Whatever was under way is in the history now, or lost. */
  forgetReservations(): void {
    this.#next.clear();
  }

  batch(log: UnifiedLog): OutgoingBatch {
    const producerId = this.#pick([PLAIN, ...IDEMPOTENT, ...TRANSACTIONAL]);
    const count = 1 + this.#below(4);
    const keys = Array.from({ length: count }, () => `k${this.#below(KEYS)}`);
    const timestamps = keys.map(() => T0 + this.#below(100_000));
    const baseSequence = producerId < 0n ? -1 : this.#nextSequence(producerId, log);
    if (producerId >= 0n) this.#next.set(producerId, baseSequence + count);
    // A value is no two times the same; without one it is a delete marker.
    const values = keys.map(() => (this.#below(6) === 0 ? null : `${++this.#serial}`.padEnd(this.#below(300), "v")));
    const bytes = this.#build({ producerId, baseSequence, keys, values, timestamps });
    return { bytes, sent: { keys, values, timestamps, marker: undefined }, origin: "client" };
  }

  /** The same batch once more, as far as a log can tell. */
  again({ producerId, baseSequence, keys, values, timestamps }: LoggedBatch): Uint8Array {
    return this.#build({ producerId, baseSequence, keys, values, timestamps });
  }

  /** Ends the transaction of one of the producers, whether it has one or not. */
  marker(): OutgoingBatch {
    const producerId = this.#pick(TRANSACTIONAL);
    const isAbort = this.#below(2) === 0;
    const timestamp = T0 + this.#below(100_000);
    const type = isAbort ? ControlRecordType.ABORT : ControlRecordType.COMMIT;
    // The epoch of the coordinator makes each marker another one.
    const marker = { type, coordinatorEpoch: ++this.#serial } as const;
    const bytes = endTransactionMarkerBatch(marker, { producerId, producerEpoch: 0 }, { timestamp });
    const sent = {
      keys: [null],
      values: [null],
      timestamps: [timestamp],
      marker: isAbort ? "abort" : "commit",
    } as const;
    return { bytes, sent, origin: "coordinator" };
  }

  #build(batch: {
    readonly producerId: bigint;
    readonly baseSequence: number;
    readonly keys: readonly (string | null)[];
    readonly values: readonly (string | null)[];
    readonly timestamps: readonly number[];
  }): Uint8Array {
    const { producerId, baseSequence } = batch;
    const builder = new RecordBatchBuilder({
      baseOffset: 0,
      partitionLeaderEpoch: -1,
      compression: this.#below(12) === 0 ? CompressionType.GZIP : CompressionType.NONE,
      producer: {
        producerId,
        producerEpoch: producerId < 0n ? -1 : 0,
        baseSequence,
        isTransactional: TRANSACTIONAL.includes(producerId),
      },
    });
    for (const [i, key] of batch.keys.entries()) {
      const value = batch.values[i] ?? null;
      builder.append(batch.timestamps[i]!, encoder.encode(key ?? ""), value === null ? null : encoder.encode(value));
    }
    return builder.build();
  }

  #nextSequence(producerId: bigint, log: UnifiedLog): number {
    const next = this.#next.get(producerId);
    if (next !== undefined) return next;
    const model = this.#history.producers().get(producerId);
    if (!model) return 0;
    // A log that forgot batches of a producer that are gone, and has only a marker of it left, wants it to begin anew.
    const known = log.activeProducers().find((producer) => producer.producerId === producerId)?.lastSequence;
    const last = known !== undefined && this.#history.mayHaveSequence(model, known) ? known : model.lastSequence;
    return last + 1;
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#below(values.length)]!;
  }

  #below(bound: number): number {
    return randomBelow(this.#random, bound);
  }
}
