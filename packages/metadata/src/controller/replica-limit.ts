/**
 * How many partitions a broker can hold: each keeps a file open, and a process may have only so many. Whoever asks for more is refused with
 * POLICY_VIOLATION, Kafka's answer to requests for too many partitions at once; Apache Kafka has no such limit, and dies of it. The
 * coordinators' own topics are let through: without them no group works, and they are few.
 */

import { ErrorCode } from "@ottla/protocol";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import { type ApiError, apiError } from "./api-error.ts";
import type { ControllerState } from "./controller-state.ts";

const UNLIMITED_TOPICS: ReadonlySet<string> = new Set([
  "__consumer_offsets",
  "__transaction_state",
  "__share_group_state",
]);

/** What one request has added so far, beside what is there. */
export class ReplicaLimit {
  readonly #state: ControllerState;
  readonly #added = new Map<number, number>();

  constructor(state: ControllerState) {
    this.#state = state;
  }

  /** Why these partitions must not be added; undefined when they are counted. */
  add(topic: string, partitions: readonly Pick<PartitionRegistration, "replicas">[]): ApiError | undefined {
    const counts = new Map<number, number>();
    for (const { replicas } of partitions) {
      for (const broker of replicas) counts.set(broker, (counts.get(broker) ?? 0) + 1);
    }
    const { image, options } = this.#state;
    for (const [broker, count] of UNLIMITED_TOPICS.has(topic) ? [] : counts) {
      const most = options.replicasMax?.get(broker) ?? Infinity;
      const present = image.topics.replicaCount(broker) + (this.#added.get(broker) ?? 0);
      if (present + count <= most) continue;
      return apiError(
        ErrorCode.POLICY_VIOLATION,
        `Broker ${broker} has ${present} partition(s) and can hold ${most}, one open file each; ${count} more would pass that. Raise the ` +
          "process's limit of open files (ulimit -n) and restart the broker, or use fewer partitions.",
      );
    }
    for (const [broker, count] of counts) this.#added.set(broker, (this.#added.get(broker) ?? 0) + count);
    return undefined;
  }
}
