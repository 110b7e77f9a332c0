/**
 * What became of records of one partition, on its way to the broker: offset by offset, and as the ranges that a request carries.
 */
import type { KafkaError } from "../errors.ts";

/** What a consumer says about a record: done; not now, give it to someone; never again; still working on it (KIP-1222). */
export type AcknowledgeType = "ACCEPT" | "RELEASE" | "REJECT" | "RENEW";

const CODES: Readonly<Record<AcknowledgeType, number>> = { ACCEPT: 1, RELEASE: 2, REJECT: 3, RENEW: 4 };
/** An offset that was acquired and holds no record to deliver. */
const GAP = 0;

/** As in a message: a type for each offset, or one for all of them. */
export interface AcknowledgementBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly acknowledgeTypes: readonly number[];
}

/** Acknowledgements of one partition that share their fate. */
export class Acknowledgements {
  readonly #types: Map<number, AcknowledgeType | undefined> = new Map();
  readonly promise: Promise<KafkaError | undefined>;
  #resolve!: (error: KafkaError | undefined) => void;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get size(): number {
    return this.#types.size;
  }

  get isRenewal(): boolean {
    for (const type of this.#types.values()) if (type === "RENEW") return true;
    return false;
  }

  /** The offsets of records, without gaps, in order. */
  get offsets(): readonly number[] {
    return [...this.#types]
      .filter(([, type]) => type !== undefined)
      .map(([offset]) => offset)
      .sort((a, b) => a - b);
  }

  add(offset: number, type: AcknowledgeType): void {
    this.#types.set(offset, type);
  }

  addGap(offset: number): void {
    if (!this.#types.has(offset)) this.#types.set(offset, undefined);
  }

  merge(other: Acknowledgements): void {
    for (const [offset, type] of other.#types) this.#types.set(offset, type);
    void this.promise.then((error) => other.complete(error));
  }

  /** Tells whoever waits what the broker said. */
  complete(error: KafkaError | undefined): void {
    this.#resolve(error);
  }

  /** Offsets that follow on each other make a batch. */
  batches(): AcknowledgementBatch[] {
    const batches: { firstOffset: number; lastOffset: number; acknowledgeTypes: number[] }[] = [];
    for (const offset of [...this.#types.keys()].sort((a, b) => a - b)) {
      const type = this.#types.get(offset);
      const code = type === undefined ? GAP : CODES[type];
      const last = batches.at(-1);
      if (last === undefined || last.lastOffset + 1 !== offset) {
        batches.push({ firstOffset: offset, lastOffset: offset, acknowledgeTypes: [code] });
      } else {
        last.lastOffset = offset;
        last.acknowledgeTypes.push(code);
      }
    }
    for (const batch of batches) {
      const [first = GAP] = batch.acknowledgeTypes;
      if (batch.acknowledgeTypes.every((code) => code === first)) batch.acknowledgeTypes = [first];
    }
    return batches;
  }
}
