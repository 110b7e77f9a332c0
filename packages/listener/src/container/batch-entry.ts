/** A record of a batch, with the assignment it came from. */
import type { ConsumerRecord } from "@ottla/client";
import type { AssignedPartition } from "../dispatch/task.ts";

export interface BatchEntry {
  readonly record: ConsumerRecord<unknown, unknown>;
  readonly assigned: AssignedPartition;
  /** Times this very record was named as the one that failed. */
  failures: number;
}

/** What goes to a batch listener in one call. Shrinks when part of it is done or its partition goes. */
export interface Batch {
  entries: BatchEntry[];
}
