/**
 * The commit before partitions may go. Those that go are read no more from its beginning on, so that nothing of them is read that it does not hold;
 * those that stay are read on meanwhile: polls do not wait for it.
 */
import type { Clock } from "@ottla/base";
import { Deadline } from "../deadline.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { SubscriptionState } from "./subscription-state.ts";

export interface RevocationCommitOptions {
  readonly subscriptions: SubscriptionState;
  readonly clock: Clock;
  /** `max.poll.interval.ms`, in milliseconds: no rebalance waits for longer. */
  readonly timeoutMs: number;
  /** Commits the positions; undefined if the consumer does not do so by itself. Resolves in any case. */
  readonly commit: (deadline: Deadline) => Promise<void> | undefined;
  /** Called when a poll can go on with the rebalance. */
  readonly onNews: () => void;
}

/** See the file's head. */
export class RevocationCommit {
  readonly #options: RevocationCommitOptions;
  #isCommitting = false;
  /** What the last commit was for, until that is asked about. */
  #doneFor: object | undefined;

  constructor(options: RevocationCommitOptions) {
    this.#options = options;
  }

  /**
   * Whether the positions have been committed since these partitions were set aside. If not, that is begun, and a poll that asks again, for the same, when
   * there is news hears that it is done: once.
   * @param purpose what the partitions go for: one step of a rebalance, compared by identity
   */
  isDone(purpose: object, going: readonly TopicPartition[]): boolean {
    const { subscriptions, clock, timeoutMs, commit, onNews } = this.#options;
    const isDone = this.#doneFor === purpose;
    if (isDone) this.#doneFor = undefined;
    if (isDone || subscriptions.size === 0) return true;
    this.#setAside(going);
    if (this.#isCommitting) return false;
    const committing = commit(new Deadline(clock, timeoutMs));
    if (committing === undefined) return true;
    this.#isCommitting = true;
    void committing.then(() => {
      this.#isCommitting = false;
      this.#doneFor = purpose;
      onNews();
    });
    return false;
  }

  #setAside(going: readonly TopicPartition[]): void {
    const { subscriptions } = this.#options;
    const names = new Set(going.map(topicPartitionName));
    for (const partition of subscriptions.assigned()) {
      subscriptions.get(partition).isPendingRevocation = names.has(topicPartitionName(partition));
    }
  }
}
