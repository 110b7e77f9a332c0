/**
 * The way from those who need share state (leaders of share partitions, the group coordinator) to the share coordinator that
 * keeps it. Creates `__share_group_state` when it is first needed, and asks again while the coordinator is moving.
 */

import { TimerQueue, type Clock } from "@ottla/base";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { ShareStateOutcome, ShareStateSummary, ReadShareState, SharePartitionKey, StateBatch } from "@ottla/share-coordinator";
import type { ShareCoordinatorService } from "../services/share-coordinator-service.ts";

export interface ShareStatePersisterOptions {
  readonly clock: Clock;
  readonly coordinator: () => Promise<ShareCoordinatorService>;
  /** Resolves when `__share_group_state` exists, or could not be created. */
  readonly ensureTopic: () => Promise<void>;
}

/** What is written of a share partition. */
export interface ShareStateWrite {
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
  readonly stateBatches: readonly StateBatch[];
}

/** The coordinator is elsewhere, or not ready: worth asking again. */
const RETRIED: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.NOT_COORDINATOR,
]);
const ATTEMPTS_MAX = 10;
const FIRST_BACKOFF_MS = 10;
const BACKOFF_MAX_MS = 1_000;

interface Results<P> {
  readonly results?: readonly { readonly partitions?: readonly P[] }[];
}

export class ShareStatePersister {
  readonly #options: ShareStatePersisterOptions;
  readonly #timers: TimerQueue;

  constructor(options: ShareStatePersisterOptions) {
    this.#options = options;
    this.#timers = new TimerQueue(options.clock);
  }

  initialize(key: SharePartitionKey, stateEpoch: number, startOffset: number): Promise<ShareStateOutcome> {
    const topics = [{ topicId: key.topicId, partitions: [{ partition: key.partition, stateEpoch, startOffset }] }];
    return this.#ask(async (coordinator) =>
      outcomeOf(await coordinator.initializeState({ groupId: key.groupId, topics })),
    );
  }

  read(key: SharePartitionKey, leaderEpoch: number): Promise<ReadShareState> {
    const topics = [{ topicId: key.topicId, partitions: [{ partition: key.partition, leaderEpoch }] }];
    return this.#ask(async (coordinator) => {
      const partition = onlyOf(await coordinator.readState({ groupId: key.groupId, topics }));
      const { stateEpoch = 0, startOffset = 0, stateBatches = [] } = partition;
      return { ...outcome(partition), stateEpoch, startOffset, stateBatches: stateBatches.map(stateBatchOf) };
    });
  }

  write(key: SharePartitionKey, write: ShareStateWrite): Promise<ShareStateOutcome> {
    const stateBatches = write.stateBatches.map((batch) => ({ ...batch }));
    const partitions = [{ ...write, partition: key.partition, stateBatches }];
    const request = { groupId: key.groupId, topics: [{ topicId: key.topicId, partitions }] };
    return this.#ask(async (coordinator) => outcomeOf(await coordinator.writeState(request)));
  }

  delete(key: SharePartitionKey): Promise<ShareStateOutcome> {
    const topics = [{ topicId: key.topicId, partitions: [{ partition: key.partition }] }];
    return this.#ask(async (coordinator) => outcomeOf(await coordinator.deleteState({ groupId: key.groupId, topics })));
  }

  readSummary(key: SharePartitionKey, leaderEpoch: number): Promise<ShareStateSummary> {
    const topics = [{ topicId: key.topicId, partitions: [{ partition: key.partition, leaderEpoch }] }];
    return this.#ask(async (coordinator) => {
      const partition = onlyOf(await coordinator.readStateSummary({ groupId: key.groupId, topics }));
      const { stateEpoch = 0, leaderEpoch: known = 0, startOffset = 0, deliveryCompleteCount = -1 } = partition;
      return { ...outcome(partition), stateEpoch, leaderEpoch: known, startOffset, deliveryCompleteCount };
    });
  }

  /** Whoever waits to ask again is never answered. */
  close(): void {
    this.#timers.close();
  }

  async #ask<O extends ShareStateOutcome>(request: (coordinator: ShareCoordinatorService) => Promise<O>): Promise<O> {
    const coordinator = await this.#options.coordinator();
    let backoffMs = FIRST_BACKOFF_MS;
    for (let attempt = 1; ; attempt++) {
      const answer = await request(coordinator);
      if (!RETRIED.has(answer.errorCode) || attempt === ATTEMPTS_MAX) return answer;
      await this.#options.ensureTopic();
      await this.#sleep(backoffMs);
      backoffMs = Math.min(backoffMs * 2, BACKOFF_MAX_MS);
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timers.schedule(ms, resolve);
    });
  }
}

interface PartitionOutcome {
  readonly errorCode?: number;
  readonly errorMessage?: string | null | undefined;
}

function outcome({ errorCode = ErrorCode.NONE, errorMessage = null }: PartitionOutcome): ShareStateOutcome {
  return { errorCode, errorMessage };
}

function outcomeOf(response: Results<PartitionOutcome>): ShareStateOutcome {
  return outcome(onlyOf(response));
}

/** The one share partition that was asked for. */
function onlyOf<P extends PartitionOutcome>({ results }: Results<P>): P | { readonly errorCode: number } & Partial<P> {
  return results?.[0]?.partitions?.[0] ?? ({ errorCode: ErrorCode.INVALID_REQUEST } as never);
}

function stateBatchOf({ firstOffset = 0, lastOffset = 0, deliveryState = 0, deliveryCount = 0 }: Input<StateBatch>): StateBatch {
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}
