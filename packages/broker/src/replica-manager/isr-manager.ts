/**
 * Keeps the in-sync sets of the partitions led here: a follower that has caught up is asked in, one that has not for
 * `replica.lag.time.max.ms` is asked out. The controller decides; one request is under way at a time, with whatever has come up meanwhile in the
 * next.
 */

import type { Clock, Timer } from "@ottla/base";
import type { MetadataImage } from "@ottla/metadata";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import type { AlterPartitionRequest, AlterPartitionResponse } from "@ottla/protocol/messages/alter-partition";
import type { Logger } from "../logging/logger.ts";
import type { IsrKeeper, Replica } from "./replica.ts";

export interface IsrManagerOptions {
  readonly nodeId: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly image: () => MetadataImage;
  readonly brokerEpoch: () => number;
  /** `replica.lag.time.max.ms`. */
  readonly lagMs: () => number;
  readonly alterPartition: (request: Input<AlterPartitionRequest>) => Promise<AlterPartitionResponse>;
}

/** Changes of in-sync sets since the start (`ReplicaManager` `IsrShrinksPerSec`, `IsrExpandsPerSec`, `FailedIsrUpdatesPerSec`). */
export interface IsrChanges {
  shrinks: number;
  expands: number;
  /** Partitions that the controller has refused to change. */
  failedUpdates: number;
}

export const NO_ISR_CHANGES: Readonly<IsrChanges> = { shrinks: 0, expands: 0, failedUpdates: 0 };

interface Wanted {
  readonly replica: Replica;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  /** By how many members it grows; negative where it shrinks. */
  readonly growth: number;
  /** With the epochs that each member fetched with when it was found to be in sync: one that has begun anew since may have less. */
  readonly isr: readonly { readonly brokerId: number; readonly brokerEpoch: number }[];
}

type PartitionAnswer = AlterPartitionResponse["topics"][0]["partitions"][0];

const RETRY_MS = 200;
const RECOVERED = 0;
/** The controller knows something that is not here yet: the metadata brings it. */
const WAITS_FOR_METADATA: ReadonlySet<number> = new Set<number>([
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.UNKNOWN_TOPIC_ID,
  ErrorCode.FENCED_LEADER_EPOCH,
  ErrorCode.INVALID_UPDATE_VERSION,
  ErrorCode.INVALID_REQUEST,
  ErrorCode.NEW_LEADER_ELECTED,
]);

/** See the file's head. */
export class IsrManager implements IsrKeeper {
  readonly #options: IsrManagerOptions;
  readonly #changes: IsrChanges = { ...NO_ISR_CHANGES };
  #waiting: Wanted[] = [];
  #isSending = false;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: IsrManagerOptions) {
    this.#options = options;
  }

  get changes(): Readonly<IsrChanges> {
    return this.#changes;
  }

  /** Looks after laggards from now on. */
  start(replicas: () => Iterable<Replica>): void {
    if (this.#isClosed) return;
    this.#timer = this.#options.clock.setTimer(this.#options.lagMs() / 2, () => {
      for (const replica of replicas()) this.#maybeShrink(replica);
      this.start(replicas);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#waiting = [];
  }

  maybeExpand(replica: Replica, followerId: number): void {
    const { state } = replica;
    if (!state.mayJoinIsr(followerId, replica.highWatermark) || !this.#isEligible(replica, followerId)) return;
    this.#want(replica, [...state.isr, followerId]);
  }

  /** A leader that was elected uncleanly has begun its epoch: it tells that it is done with that. */
  onRegistration(replica: Replica): void {
    const { state } = replica;
    const isRecovering = state.isLeader && state.leaderRecoveryState !== RECOVERED;
    if (isRecovering && state.pendingIsr === undefined) this.#want(replica, state.isr);
  }

  #maybeShrink(replica: Replica): void {
    const { clock, lagMs, logger } = this.#options;
    const { state, logEndOffset } = replica;
    if (!state.isLeader || state.isr.length < 2) return;
    const laggards = state.laggards({ logEndOffset, nowMs: clock.monotonicMs(), lagMs: lagMs() });
    if (laggards.length === 0) return;
    logger.info({ topic: replica.topic, partition: replica.partition, laggards }, "Replicas are no longer in sync");
    const isr = state.isr.filter((id) => !laggards.includes(id));
    this.#want(replica, isr);
  }

  #isEligible(replica: Replica, followerId: number): boolean {
    const broker = this.#options.image().cluster.brokers.get(followerId);
    if (broker === undefined || broker.fenced || broker.inControlledShutdown) return false;
    const epoch = replica.state.follower(followerId)?.brokerEpoch ?? -1;
    return epoch === -1 || epoch === broker.epoch;
  }

  #want(replica: Replica, isr: readonly number[]): void {
    const { leaderEpoch, partitionEpoch } = replica.state;
    const { nodeId, brokerEpoch } = this.#options;
    const members = isr.map((id) => ({
      brokerId: id,
      brokerEpoch: id === nodeId ? brokerEpoch() : (replica.state.follower(id)?.brokerEpoch ?? -1),
    }));
    const growth = isr.length - replica.state.isr.length;
    replica.state.onIsrRequested(isr);
    this.#waiting.push({ replica, leaderEpoch, partitionEpoch, growth, isr: members });
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#isSending || this.#isClosed) return;
    this.#isSending = true;
    // One turn later, so that whatever comes up in this turn is asked together.
    await Promise.resolve();
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const wanted = this.#waiting.filter((one) => isCurrent(one));
      this.#waiting = [];
      if (wanted.length === 0) break;
      const again = await this.#ask(wanted);
      this.#waiting.push(...again);
      if (again.length > 0) await this.#pause(RETRY_MS);
    }
    this.#isSending = false;
  }

  /** Asks for changes; resolves with those that are to be asked for again. */
  async #ask(wanted: readonly Wanted[]): Promise<readonly Wanted[]> {
    const { alterPartition, logger } = this.#options;
    let response: AlterPartitionResponse;
    try {
      response = await alterPartition(this.#requestOf(wanted));
    } catch (error) {
      if (!this.#isClosed) logger.warn({ error }, "The controller could not be asked for a change of in-sync replicas");
      return wanted;
    }
    if (response.errorCode !== ErrorCode.NONE) {
      logger.warn({ error: errorMessage(response.errorCode) }, "The controller refuses changes of in-sync replicas");
      return wanted;
    }
    const again: Wanted[] = [];
    for (const one of wanted) {
      const topic = response.topics.find(({ topicId }) => topicId === one.replica.topicId);
      const answer = topic?.partitions.find(({ partitionIndex }) => partitionIndex === one.replica.partition);
      if (answer !== undefined) this.#count(one, answer);
      if (answer === undefined || !this.#take(one, answer)) again.push(one);
    }
    return again;
  }

  #requestOf(wanted: readonly Wanted[]): Input<AlterPartitionRequest> {
    const { nodeId, brokerEpoch } = this.#options;
    const byTopic = Map.groupBy(wanted, ({ replica }) => replica.topicId);
    const topics = [...byTopic].map(([topicId, ones]) => ({
      topicId,
      partitions: ones.map(({ replica, leaderEpoch, partitionEpoch, isr }) => ({
        partitionIndex: replica.partition,
        leaderEpoch,
        partitionEpoch,
        newIsrWithEpochs: [...isr],
        leaderRecoveryState: RECOVERED,
      })),
    }));
    return { brokerId: nodeId, brokerEpoch: brokerEpoch(), topics };
  }

  /** The metadata may have brought a change before the answer: it counts all the same. */
  #count({ growth }: Wanted, { errorCode }: PartitionAnswer): void {
    if (errorCode !== ErrorCode.NONE) this.#changes.failedUpdates += 1;
    else if (growth > 0) this.#changes.expands += 1;
    else if (growth < 0) this.#changes.shrinks += 1;
  }

  /** Takes the controller's answer; returns false if it says nothing that counts. */
  #take(wanted: Wanted, answer: PartitionAnswer): boolean {
    const { replica } = wanted;
    const { state, registration } = replica;
    const { errorCode, partitionEpoch, leaderEpoch, isr, leaderRecoveryState } = answer;
    if (!isCurrent(wanted)) return true;
    if (errorCode === ErrorCode.NONE && registration !== undefined && leaderEpoch === state.leaderEpoch) {
      if (partitionEpoch > state.partitionEpoch) {
        replica.updateRegistration({ ...registration, isr, partitionEpoch, leaderRecoveryState });
      } else {
        state.onIsrRefused();
      }
      return true;
    }
    // A reassignment was completed with it and began a new epoch: the metadata brings that.
    if (errorCode === ErrorCode.NONE && leaderEpoch > state.leaderEpoch) return true;
    if (errorCode === ErrorCode.INELIGIBLE_REPLICA || errorCode === ErrorCode.OPERATION_NOT_ATTEMPTED) {
      state.onIsrRefused();
      replica.onIsrChanged();
      return true;
    }
    return WAITS_FOR_METADATA.has(errorCode);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimer(ms, resolve);
    });
  }
}

/** Whether what is wanted is still what the partition waits for. */
function isCurrent({ replica, leaderEpoch, partitionEpoch }: Wanted): boolean {
  const { state } = replica;
  return state.isLeader && state.leaderEpoch === leaderEpoch && state.pendingIsr?.partitionEpoch === partitionEpoch;
}
