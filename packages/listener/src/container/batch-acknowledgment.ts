/** The acknowledgement of a batch: whole, up to a place, or refused from a place on. */
import { AckMode } from "../ack/ack-mode.ts";
import type { BatchEntry } from "./batch-entry.ts";
import type { Acknowledgment } from "./delivery.ts";
import type { WorkHost } from "./work-host.ts";
import { acknowledgeAll } from "./work-host.ts";

export class BatchAcknowledgment implements Acknowledgment {
  readonly #host: WorkHost;
  readonly #entries: readonly BatchEntry[];
  /** The last place that was acknowledged on its own; later ones must be higher. */
  #acknowledgedIndex = -1;
  /** Where the listener refused the rest, and how long to wait before that comes again. */
  nacked: { readonly index: number; readonly sleepMs: number } | undefined;

  constructor(host: WorkHost, entries: readonly BatchEntry[]) {
    this.#host = host;
    this.#entries = entries;
  }

  async acknowledge(index?: number): Promise<void> {
    if (index === undefined) {
      await this.#acknowledge(this.#entries.length - 1);
      return;
    }
    if (this.#host.properties.ackMode !== AckMode.MANUAL_IMMEDIATE) {
      throw new TypeError("acknowledge(index) needs ackMode MANUAL_IMMEDIATE");
    }
    if (!(Number.isInteger(index) && index > this.#acknowledgedIndex && index < this.#entries.length)) {
      throw new RangeError(
        `index ${index} must be above ${this.#acknowledgedIndex} and below the batch's size ${this.#entries.length}`,
      );
    }
    await this.#acknowledge(index);
  }

  nack(first: number, second?: number): void {
    if (second === undefined) throw new TypeError("nack(sleep) is for record listeners; use nack(index, sleep)");
    if (!(second >= 0)) throw new RangeError("sleep cannot be negative");
    if (!(Number.isInteger(first) && first >= 0 && first < this.#entries.length)) {
      throw new RangeError(`index ${first} is out of range: the batch has ${this.#entries.length} records`);
    }
    this.nacked = { index: first, sleepMs: second };
  }

  isOutOfOrderCommit(): boolean {
    return this.#host.discipline === "individual";
  }

  async #acknowledge(last: number): Promise<void> {
    const from = this.#acknowledgedIndex + 1;
    this.#acknowledgedIndex = Math.max(this.#acknowledgedIndex, last);
    await acknowledgeAll(this.#host, this.#entries.slice(from, last + 1));
  }
}
