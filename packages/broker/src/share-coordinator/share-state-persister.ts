/**
 * The way from those who need share state (leaders of share partitions, the group coordinator) to the share coordinator that
 * keeps it. Creates `__share_group_state` when it is first needed, and asks again while the coordinator is moving.
 */

import { TimerQueue, type Clock } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type {
  ShareStateOutcome,
  ShareStateSummary,
  ReadShareState,
  SharePartitionKey,
  StateBatch,
} from "@ottla/share-coordinator";
import type {
  ShareCoordinatorService,
  ShareStateResult,
  ShareStateResults,
} from "../services/share-coordinator-service.ts";

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

export class ShareStatePersister {
  readonly #options: ShareStatePersisterOptions;
  readonly #timers: TimerQueue;

  constructor(options: ShareStatePersisterOptions) {
    this.#options = options;
    this.#timers = new TimerQueue(options.clock);
  }

  initialize(key: SharePartitionKey, stateEpoch: number, startOffset: number): Promise<ShareStateOutcome> {
    const topics = [{ topicId: key.topicId, partitions: [{ partition: key.partition, stateEpoch, startOffset }] }];
    return this.#ask(
      async (coordinator) => onlyOf(await coordinator.initializeState({ groupId: key.groupId, topics })) ?? UNANSWERED,
    );
  }

  read(key: SharePartitionKey, leaderEpoch: number): Promise<ReadShareState> {
    const topics = [{ topicId: key.topicId, partitions: [{ partition: key.partition, leaderEpoch }] }];
    return this.#ask(async (coordinator) => {
      const answer = await coordinator.readState({ groupId: key.groupId, topics });
      const partition: ShareStateResult<ReadShareState> = onlyOf(answer) ?? UNANSWERED;
      const { stateEpoch = 0, startOffset = 0, stateBatches = [] } = partition;
      return { ...partition, stateEpoch, startOffset, stateBatches };
    });
  }

  write(key: SharePartitionKey, write: ShareStateWrite): Promise<ShareStateOutcome> {
    const stateBatches = write.stateBatches.map((batch) => ({ ...batch }));
    const partitions = [{ ...write, partition: key.partition, stateBatches }];
    const request = { groupId: key.groupId, topics: [{ topicId: key.topicId, partitions }] };
    return this.#ask(async (coordinator) => onlyOf(await coordinator.writeState(request)) ?? UNANSWERED);
  }

  delete(key: SharePartitionKey): Promise<ShareStateOutcome> {
    const topics = [{ topicId: key.topicId, partitions: [{ partition: key.partition }] }];
    return this.#ask(
      async (coordinator) => onlyOf(await coordinator.deleteState({ groupId: key.groupId, topics })) ?? UNANSWERED,
    );
  }

  readSummary(key: SharePartitionKey, leaderEpoch: number): Promise<ShareStateSummary> {
    const topics = [{ topicId: key.topicId, partitions: [{ partition: key.partition, leaderEpoch }] }];
    return this.#ask(async (coordinator) => {
      const answer = await coordinator.readStateSummary({ groupId: key.groupId, topics });
      const partition: ShareStateResult<ShareStateSummary> = onlyOf(answer) ?? UNANSWERED;
      const { stateEpoch = 0, leaderEpoch: known = 0, startOffset = 0, deliveryCompleteCount = -1 } = partition;
      return { ...partition, stateEpoch, leaderEpoch: known, startOffset, deliveryCompleteCount };
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

/** What a coordinator that answers nothing is taken for: so it is with a group without a name. */
const UNANSWERED = { partition: -1, errorCode: ErrorCode.UNKNOWN_SERVER_ERROR, errorMessage: null } as const;

/** The one share partition that was asked for. */
function onlyOf<O>({ results }: ShareStateResults<O>): ShareStateResult<O> | undefined {
  return results?.[0]?.partitions[0];
}
