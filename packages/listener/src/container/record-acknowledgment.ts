/** The acknowledgement of one record. */
import type { AssignedPartition } from "../dispatch/task.ts";
import type { Acknowledgment } from "./delivery.ts";
import type { WorkHost } from "./work-host.ts";
import { acknowledgeAll } from "./work-host.ts";

export class RecordAcknowledgment implements Acknowledgment {
  readonly #host: WorkHost;
  readonly #assigned: AssignedPartition;
  readonly #offset: number;
  /** When the listener refused the record: how long to wait before it comes again. */
  nackedMs: number | undefined;

  constructor(host: WorkHost, assigned: AssignedPartition, offset: number) {
    this.#host = host;
    this.#assigned = assigned;
    this.#offset = offset;
  }

  acknowledge(index?: number): Promise<void> {
    if (index !== undefined) throw new TypeError("acknowledge(index) is for batch listeners");
    return acknowledgeAll(this.#host, [{ assigned: this.#assigned, record: { offset: this.#offset } }]);
  }

  nack(sleep: number, more?: number): void {
    if (more !== undefined) throw new TypeError("nack(index, sleep) is for batch listeners");
    if (!(sleep >= 0)) throw new RangeError("sleep cannot be negative");
    this.nackedMs = sleep;
  }

  isOutOfOrderCommit(): boolean {
    return this.#host.discipline === "individual";
  }
}
