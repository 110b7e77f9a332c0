/** What a container's loop needs of whoever gives its records to the listener. */
import type { ConsumerRecords } from "@ottla/client";
import type { AssignedPartition } from "../dispatch/task.ts";

export interface ListenerWorker {
  /** Something is with a handler, or could be. What waits for its next attempt does not count. */
  readonly isBusy: boolean;
  /** Handlers that run. */
  readonly runningCount: number;
  /** Records (or batches) that are not done, those that wait included. */
  readonly openCount: number;
  /** The partition holds as much as it may: it is not polled. */
  isFull(assigned: AssignedPartition): boolean;
  /** The first record of the partition that no handler has had yet, or that is to be given again. With several handlers at once, those that run count too. */
  lowestUnbegun(assigned: AssignedPartition): number | undefined;
  /** Takes what a poll brought, and begins. */
  accept(records: ConsumerRecords<unknown, unknown>): void;
  /** Begins whatever can begin. */
  pump(): void;
  /** Lets go of what has not begun; how many records that were. */
  drop(assigned: AssignedPartition): number;
  /** Handlers that run for the partition. */
  runningOf(assigned: AssignedPartition): number;
  /** Tells running handlers (of the partition) that their result will not count. */
  abort(reason: Error, assigned?: AssignedPartition): void;
  close(): void;
}
