/**
 * What is on its way through a listener, and the partition it belongs to for as long as that is assigned.
 */
import type { OffsetTracker } from "../ack/offset-tracker.ts";

/** One partition during one assignment. When it is given up, it is fenced: whatever still comes from its handlers is ignored. */
export interface AssignedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Grows with every assignment and every seek of any partition: an acknowledgement from an earlier one is recognised by it. */
  readonly epoch: number;
  readonly tracker: OffsetTracker;
  isFenced: boolean;
}

/** queued → running → done, or running → waiting (for its next attempt) → queued; dropped when its partition is given up before. */
export type TaskState = "queued" | "running" | "waiting" | "done" | "dropped";

/** Something to give to a listener: a record, or a batch. It belongs to its `owner`, with which it is dropped. */
export interface Task<R, O extends object> {
  readonly record: R;
  readonly owner: O;
  state: TaskState;
  /** Deliveries so far that ended in a failure. */
  failures: number;
}
