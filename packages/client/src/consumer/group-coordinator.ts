/**
 * What a consumer asks of its membership, whichever protocol the group speaks.
 */
import type { Deadline } from "../deadline.ts";
import { KafkaError } from "../errors.ts";

/** How a consumer with a group ends its membership when it is closed. Default: a dynamic member leaves, a static one stays. */
export type GroupMembershipOperation = "DEFAULT" | "LEAVE_GROUP" | "REMAIN_IN_GROUP";

/** The membership of one consumer in its group. */
export interface GroupCoordinator {
  readonly memberId: string;
  /** The generation, or the member epoch; -1 without one. */
  readonly generationId: number;
  /** Whether an offset commit can name this member. */
  readonly canCommit: boolean;
  readonly isRebalancing: boolean;
  /** Topics that metadata must cover beside those that are subscribed or assigned. */
  readonly watchedTopics: ReadonlySet<string>;
  /** Moves the membership on, and runs the application's part of a rebalance if it is due. */
  poll(): Promise<void>;
  /** Makes the next poll join again. */
  rejoin(reason: string): void;
  /** The subscription was changed. */
  onSubscribed(): void;
  /** The group refused a commit because of who we are. */
  onCommitRefused(errorCode: number, generationId: number): void;
  /** Gives all partitions up and ends the membership. */
  leave(
    reason: string,
    options: { readonly operation: GroupMembershipOperation; readonly deadline: Deadline },
  ): Promise<void>;
  close(): void;
}

/** What the application's listener threw, for the poll to throw. */
export function callbackError(cause: unknown): KafkaError {
  if (cause instanceof KafkaError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KafkaError("ABORTED", `User rebalance callback throws an error: ${reason}`, { cause });
}
