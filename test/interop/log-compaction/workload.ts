// What both sides of a comparison are sent: keyed records with updates and delete markers in every codec, some of idempotent producers,
// some in transactions that commit or abort. The same bytes for both, but for the producer ids that each broker gives.
import { Prng, randomBelow } from "@ottla/base";
import { CompressionType, RecordBatchBuilder, setProducerState } from "@ottla/records";
import type { Producer, Side } from "./side.ts";

const RECORDS_PER_BATCH = 100;
const CODECS = Object.values(CompressionType);

/** One append, or the end of a transaction. */
type Step =
  | {
      readonly kind: "batch";
      readonly bytes: Uint8Array;
      readonly producer: "none" | "brief" | "idempotent" | "transactional";
      readonly recordCount: number;
    }
  | { readonly kind: "end"; readonly committed: boolean };

export interface WorkloadOptions {
  readonly seed: number;
  readonly recordCount: number;
  readonly keyCount: number;
  readonly startMs: number;
  /** The first batch is the only one of a producer, whose last sequence must survive it. */
  readonly hasBriefProducer: boolean;
}

export function stepsOf({ seed, recordCount, keyCount, startMs, hasBriefProducer }: WorkloadOptions): Step[] {
  const random = new Prng(seed);
  const below = (bound: number): number => randomBelow(random, bound);
  const steps: Step[] = [];
  let transactionLeft = 0;
  for (let count = 0; count < recordCount; count += RECORDS_PER_BATCH) {
    if (transactionLeft === 0 && below(12) === 0) transactionLeft = 1 + below(4);
    const builder = new RecordBatchBuilder({ compression: CODECS[below(CODECS.length)]! });
    for (let i = 0; i < RECORDS_PER_BATCH; i++) {
      const key = Buffer.from(`key-${below(keyCount)}`);
      const value = below(10) === 0 ? null : Buffer.from(`value-${count + i}`.padEnd(20 + below(60), "."));
      builder.append(startMs + count + i, key, value);
    }
    const inTransaction = transactionLeft > 0 && --transactionLeft >= 0;
    const ofNobody = hasBriefProducer && count === 0 ? "brief" : "none";
    const producer = inTransaction ? "transactional" : below(3) === 0 ? "idempotent" : ofNobody;
    steps.push({ kind: "batch", bytes: builder.build(), producer, recordCount: RECORDS_PER_BATCH });
    if (inTransaction && transactionLeft === 0) steps.push({ kind: "end", committed: below(2) === 0 });
  }
  if (transactionLeft > 0) steps.push({ kind: "end", committed: true });
  return steps;
}

type Producers = Readonly<Record<"brief" | "idempotent" | "transactional", Producer>>;

/** The producers of one side, whose sequences go on from one workload to the next. */
export class Sender {
  readonly #side: Side;
  readonly #topic: string;
  readonly #transactionalId: string;
  readonly #producers: Producers;
  readonly #sequences = new Map<bigint, number>();

  private constructor(side: Side, topic: string, producers: Producers) {
    this.#side = side;
    this.#topic = topic;
    this.#transactionalId = `txn-${topic}`;
    this.#producers = producers;
  }

  static async open(side: Side, topic: string): Promise<Sender> {
    return new Sender(side, topic, {
      brief: await side.initProducer(null),
      idempotent: await side.initProducer(null),
      transactional: await side.initProducer(`txn-${topic}`),
    });
  }

  async send(steps: readonly Step[]): Promise<void> {
    let isOpen = false;
    for (const step of steps) {
      if (step.kind === "end") {
        await this.#side.end(this.#topic, this.#transactionalId, this.#producers.transactional, step.committed);
        isOpen = false;
        continue;
      }
      const isTransactional = step.producer === "transactional";
      if (isTransactional && !isOpen) {
        await this.#side.beginIn(this.#topic, this.#transactionalId, this.#producers.transactional);
        isOpen = true;
      }
      const bytes = step.bytes.slice();
      if (step.producer !== "none") this.#stamp(bytes, step.recordCount, step.producer);
      await this.#side.produce(this.#topic, bytes, isTransactional ? this.#transactionalId : null);
    }
  }

  #stamp(bytes: Uint8Array, recordCount: number, kind: keyof Producers): void {
    const { producerId, producerEpoch } = this.#producers[kind];
    const isTransactional = kind === "transactional";
    const baseSequence = this.#sequences.get(producerId) ?? 0;
    this.#sequences.set(producerId, baseSequence + recordCount);
    setProducerState(bytes, 0, { producerId, producerEpoch, baseSequence, isTransactional });
  }
}
