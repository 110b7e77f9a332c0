/**
 * Records of one partition that this consumer has acquired: delivered to the application, and not yet acknowledged.
 *
 * States of a record: in flight → acknowledged → (taken for sending) gone; or, when its lock was renewed, renewing → in flight again.
 */
import type { ConsumerRecord } from "../consumer/consumer-record.ts";
import { KafkaError } from "../errors.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import type { AcknowledgeType } from "./acknowledgements.ts";

/** What one poll gave of a partition. */
export class AcquiredRecords {
  readonly topic: string;
  readonly partition: number;
  /** The broker that gave them, and that alone takes their acknowledgements. */
  readonly nodeId: number;
  readonly #inFlight: Map<number, ConsumerRecord<unknown, unknown>> = new Map();
  readonly #types: Map<number, AcknowledgeType> = new Map();
  readonly #renewing: Map<number, ConsumerRecord<unknown, unknown>> = new Map();
  readonly #renewed: Map<number, ConsumerRecord<unknown, unknown>> = new Map();
  #gaps: number[] = [];

  constructor(at: { readonly topic: string; readonly partition: number; readonly nodeId: number }) {
    this.topic = at.topic;
    this.partition = at.partition;
    this.nodeId = at.nodeId;
  }

  get isEmpty(): boolean {
    return this.#inFlight.size === 0;
  }

  /** Whether renewals wait for the broker, or to be given to the application again. */
  get hasRenewals(): boolean {
    return this.#renewing.size > 0 || this.#renewed.size > 0;
  }

  get isAllAcknowledged(): boolean {
    return [...this.#inFlight.keys()].every((offset) => this.#types.has(offset));
  }

  get records(): ConsumerRecord<unknown, unknown>[] {
    return [...this.#inFlight.values()].sort((left, right) => left.offset - right.offset);
  }

  holds(offset: number): boolean {
    return this.#inFlight.has(offset);
  }

  add(record: ConsumerRecord<unknown, unknown>): void {
    this.#inFlight.set(record.offset, record);
  }

  addGaps(offsets: readonly number[]): void {
    this.#gaps.push(...offsets);
  }

  acknowledge(offset: number, type: AcknowledgeType): void {
    if (!this.#inFlight.has(offset)) throw new KafkaError("ILLEGAL_STATE", "The record cannot be acknowledged.");
    this.#types.set(offset, type);
  }

  acknowledgeAll(type: AcknowledgeType): void {
    for (const offset of this.#inFlight.keys()) if (!this.#types.has(offset)) this.#types.set(offset, type);
  }

  /** Takes what was acknowledged, for sending; undefined when there is nothing. */
  take(): Acknowledgements | undefined {
    if (this.#types.size === 0) return undefined;
    const taken = new Acknowledgements();
    const renewing: number[] = [];
    for (const [offset, type] of this.#types) {
      const record = this.#inFlight.get(offset);
      if (record === undefined) continue;
      taken.add(offset, type);
      this.#inFlight.delete(offset);
      if (type !== "RENEW") continue;
      renewing.push(offset);
      this.#renewing.set(offset, record);
    }
    this.#types.clear();
    void taken.promise.then((error) => this.#onRenewed(renewing, error === undefined));
    return taken;
  }

  /** Takes the offsets that hold no record, for sending; undefined when there are none. */
  takeGaps(): Acknowledgements | undefined {
    if (this.#gaps.length === 0) return undefined;
    const taken = new Acknowledgements();
    for (const offset of this.#gaps) taken.addGap(offset);
    this.#gaps = [];
    return taken;
  }

  /** Puts records whose lock was renewed back into the hands of the application. */
  takeRenewed(): void {
    for (const [offset, record] of this.#renewed) this.#inFlight.set(offset, record);
    this.#renewed.clear();
  }

  #onRenewed(offsets: readonly number[], isRenewed: boolean): void {
    for (const offset of offsets) {
      const record = this.#renewing.get(offset);
      this.#renewing.delete(offset);
      // What could not be renewed belongs to somebody else by now.
      if (isRenewed && record !== undefined) this.#renewed.set(offset, record);
    }
  }
}
