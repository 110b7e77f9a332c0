/**
 * Drives this node's raft machine: its timers, its log, its `quorum-state` and its talk with the other nodes. Actions are begun in
 * their order; one that persists is awaited before the next.
 *
 * States: running → failed (the log cannot be written: nothing is done until `restart`) or stopped.
 */

import { assert, type Clock, type Random, type Timer } from "@ottla/base";
import { buildLeaderChangeBatch } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";
import { type OffsetAndEpoch, type QuorumDescription, RaftNode, type RaftTimeouts } from "@ottla/raft";
import type { RaftAction, RaftEvent, RaftRequest, RaftResponse } from "@ottla/raft";
import type { MetadataLog } from "../controller/metadata-log.ts";
import type { QuorumStateStore } from "../controller/quorum-state-store.ts";
import type { SnapshotStore } from "../controller/snapshot-store.ts";
import type { Logger } from "../logging/logger.ts";
import { LogLane, type LogMark } from "./log-lane.ts";

/** How requests reach other nodes of the quorum. */
export interface RaftTransport {
  /** Resolves with the answer, undefined if the node does not know the request; rejects if there is no answer. */
  send(nodeId: number, request: RaftRequest): Promise<RaftResponse | undefined>;
  close(): void;
}

/**
 * What the quorum tells. All of it is called in the order in which it happens, and must not throw. It comes after what the disk has to know first:
 * by then this node may lead no more, see `MetadataQuorum.leads`.
 */
export interface QuorumListener {
  /** This node leads; its first own record is at `epochStartOffset`, written at `timestampMs`. May come before the start has resolved. */
  onLeader(quorum: MetadataQuorum, leadership: Leadership): void;
  /** This node leads no more. */
  onResigned(): void;
  /** Everything below is committed. */
  onCommitted(highWatermark: number): void;
  /** The log cannot be written. */
  onFailure(error: Error): void;
}

export interface Leadership {
  readonly epoch: number;
  readonly epochStartOffset: number;
  readonly timestampMs: number;
}

export interface MetadataQuorumOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly log: MetadataLog;
  readonly quorumState: QuorumStateStore;
  readonly snapshots: SnapshotStore;
  readonly nodeId: number;
  readonly voterIds: readonly number[];
  readonly timeouts: RaftTimeouts;
  readonly fetchBytesMax: number;
  readonly snapshotBytesMax: number;
  /** Undefined for a quorum of one. */
  readonly transport: RaftTransport | undefined;
  readonly listener: QuorumListener;
}

/** Where a batch goes. */
export interface BatchPlace {
  readonly baseOffset: number;
  readonly epoch: number;
  readonly generation: number;
}

/** How long a node waits before it begins again after its log has failed. */
const RESTART_DELAY_MS = 1000;
/** How long a stop waits until the others have been told. */
const HAND_OVER_MS = 1000;
const HAND_OVER_ATTEMPTS = 2;

/** See the file's head. */
export class MetadataQuorum {
  readonly #options: MetadataQuorumOptions;
  #raft: RaftNode;
  #lane: LogLane;
  #actions: RaftAction[] = [];
  #draining: Promise<void> | undefined;
  readonly #answers = new Map<number, PromiseWithResolvers<RaftResponse>>();
  #nextRequestId = 1;
  #timer: Timer | undefined;
  #timerDueMs = Infinity;
  /** Grows with each start: what comes late from before is dropped. */
  #life = 0;
  #state: "running" | "failed" | "stopped" = "running";

  private constructor(options: MetadataQuorumOptions) {
    this.#options = options;
    this.#raft = this.#newNode();
    this.#lane = this.#newLane();
  }

  /** Starts; resolves when what the start brings about at once has been begun. A quorum of one leads then. */
  static async start(options: MetadataQuorumOptions): Promise<MetadataQuorum> {
    const quorum = new MetadataQuorum(options);
    await quorum.#begin();
    return quorum;
  }

  get isLeader(): boolean {
    return this.#state === "running" && this.#raft.isLeader;
  }

  /**
   * Whether this node leads that epoch now. The listener's news may be behind: what comes after a change of the election state waits
   * until that is on disk.
   */
  leads(epoch: number): boolean {
    return this.isLeader && this.epoch === epoch;
  }

  get epoch(): number {
    return this.#raft.epoch;
  }

  /** The leader of the quorum as far as this node knows, −1 if it knows none. */
  get leaderId(): number {
    return this.#state === "running" ? this.#raft.leaderId : -1;
  }

  get highWatermark(): number {
    return this.#raft.highWatermark;
  }

  /** Where the next record will be. */
  get nextOffset(): number {
    return this.#raft.logEndOffset;
  }

  /** What DescribeQuorum says, on the wall clock. Only for the leader. */
  describe(): QuorumDescription {
    const { clock } = this.#options;
    const skewMs = clock.nowMs() - clock.monotonicMs();
    const toWall = (ms: number): number => (ms < 0 ? ms : Math.round(ms + skewMs));
    const { voters, observers, ...rest } = this.#raft.describe(clock.monotonicMs());
    const stamp = (states: QuorumDescription["voters"]): QuorumDescription["voters"] =>
      states.map((state) => ({
        ...state,
        lastFetchTimestampMs: toWall(state.lastFetchTimestampMs),
        lastCaughtUpTimestampMs: toWall(state.lastCaughtUpTimestampMs),
      }));
    return { ...rest, voters: stamp(voters), observers: stamp(observers) };
  }

  /** Takes a place for a batch of so many records. Only for the leader; `write` follows in the same turn. */
  propose(recordCount: number): BatchPlace {
    const { clock } = this.#options;
    const actions = this.#raft.step({ type: "propose", recordCount }, clock.monotonicMs());
    const place = actions.find((action) => action.type === "append");
    assert(place?.type === "append", "a proposal is appended");
    this.#perform(actions.filter((action) => action !== place));
    return place;
  }

  write(bytes: Uint8Array, recordCount: number, { baseOffset, epoch, generation }: BatchPlace): void {
    const mark = { endOffset: baseOffset + recordCount, generation };
    this.#lane.add({ type: "append", bytes, epoch, mark });
  }

  /** Answers a request of another node. Rejects when this node stops. */
  handle(request: RaftRequest): Promise<RaftResponse> {
    if (this.#state !== "running") return Promise.reject(new Error("This node takes no part in the quorum"));
    const requestId = this.#nextRequestId++;
    const answer = Promise.withResolvers<RaftResponse>();
    this.#answers.set(requestId, answer);
    this.#step({ type: "request", requestId, request });
    return answer.promise;
  }

  /** Snapshots were written or deleted. */
  onSnapshotsChanged(startOffset: number, snapshots: readonly OffsetAndEpoch[]): void {
    if (this.#state === "running") this.#step({ type: "snapshots-changed", startOffset, snapshots });
  }

  /** Leads no more. */
  resign(): void {
    if (this.#state === "running") this.#step({ type: "resign" });
  }

  /** Begins again from what is on disk, after a failure. */
  async restart(): Promise<void> {
    if (this.#state !== "failed") return;
    // What was under way when it failed would change the log and the election state after they are read.
    await this.#draining;
    await this.#lane.close();
    if (this.#state !== "failed") return;
    this.#state = "running";
    this.#raft = this.#newNode();
    this.#lane = this.#newLane();
    await this.#begin();
  }

  /** Hands over and stops. The log is the caller's to close. */
  async stop(): Promise<void> {
    if (this.isLeader && this.#options.voterIds.length > 1) await this.#handOver();
    this.#state = "stopped";
    this.#life++;
    this.#rejectAnswers();
    this.#timer?.cancel();
    this.#options.transport?.close();
    await this.#draining;
    await this.#lane.close();
  }

  /**
   * The others elect a new leader at once when they are told, instead of after a timeout, and may need this node's vote for it: it waits until one of them
   * stands. Not for those that cannot be told twice in a row: the first time may have been a connection of their last life.
   */
  async #handOver(): Promise<void> {
    const { clock, nodeId, voterIds } = this.#options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const attempts = new Map(voterIds.filter((id) => id !== nodeId).map((id) => [id, HAND_OVER_ATTEMPTS]));
    this.#handingOver = { attempts, resolve };
    const timer = clock.setTimer(HAND_OVER_MS, resolve);
    this.resign();
    await promise;
    timer.cancel();
    this.#handingOver = undefined;
    // A vote counts when it is written down and answered.
    await this.#draining;
  }

  #handingOver: { readonly attempts: Map<number, number>; readonly resolve: () => void } | undefined;

  #onNotTold(peerId: number): void {
    if (this.#handingOver === undefined) return;
    const { attempts, resolve } = this.#handingOver;
    const left = (attempts.get(peerId) ?? 0) - 1;
    if (left > 0) attempts.set(peerId, left);
    else attempts.delete(peerId);
    if (attempts.size === 0) resolve();
  }

  #newNode(): RaftNode {
    const { nodeId, voterIds, random, timeouts, snapshotBytesMax } = this.#options;
    return new RaftNode({ nodeId, voterIds, random, timeouts, snapshotBytesMax });
  }

  #newLane(): LogLane {
    const { log, snapshots } = this.#options;
    const life = this.#life + 1;
    return new LogLane({
      log,
      snapshots,
      onFlushed: ({ endOffset, generation }: LogMark) => {
        if (this.#life === life) this.#step({ type: "flushed", endOffset, generation });
      },
      onFailure: (error) => {
        if (this.#life === life) this.#fail(error);
      },
    });
  }

  async #begin(): Promise<void> {
    const { log, quorumState, snapshots } = this.#options;
    this.#life++;
    this.#actions = [];
    const stored = await quorumState.read();
    const found = (await snapshots.list()).map(({ endOffset: offset, epoch }) => ({ offset, epoch }));
    const { startOffset, endOffset, epochs } = log;
    const positions = { startOffset, endOffset, epochs, snapshots: found };
    this.#step({ type: "start", stored, log: positions });
    await this.#draining;
  }

  #step(event: RaftEvent): void {
    this.#perform(this.#raft.step(event, this.#options.clock.monotonicMs()));
    this.#arm();
    if (this.#raft.roleName !== "resigned") this.#handingOver?.resolve();
  }

  #perform(actions: readonly RaftAction[]): void {
    if (actions.length === 0) return;
    for (const action of actions) this.#actions.push(action);
    if (this.#draining === undefined) void this.#drain();
  }

  /** Synchronous as far as nothing has to be persisted first; then a promise for the rest. */
  #drain(): Promise<void> | undefined {
    const life = this.#life;
    let isPersisting = false;
    // What an action brings about in turn waits behind it.
    this.#draining = Promise.resolve();
    while (this.#actions.length > 0 && this.#life === life) {
      const action = this.#actions.shift()!;
      if (action.type !== "persist") {
        this.#do(action);
        continue;
      }
      isPersisting = true;
      this.#draining = this.#persist(action, life);
      break;
    }
    if (!isPersisting) this.#draining = undefined;
    return this.#draining;
  }

  async #persist(action: Extract<RaftAction, { type: "persist" }>, life: number): Promise<void> {
    try {
      await this.#options.quorumState.write(action.state, action.voterIds);
    } catch (error) {
      this.#draining = undefined;
      if (this.#life !== life) return;
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.#draining = undefined;
    if (this.#life !== life) return;
    await this.#drain();
  }

  #do(action: RaftAction): void {
    const { listener, clock, logger } = this.#options;
    switch (action.type) {
      case "send":
        void this.#send(action);
        return;
      case "respond":
        this.#respond(action.requestId, action.response);
        return;
      case "respond-with-records":
        void this.#respondWithRecords(action);
        return;
      case "respond-with-snapshot":
        void this.#respondWithSnapshot(action);
        return;
      case "append-leader-change":
        this.#appendLeaderChange(action);
        return;
      case "append-fetched": {
        const { records, endOffset, generation } = action;
        this.#lane.add({ type: "append-fetched", records, epoch: this.epoch, mark: { endOffset, generation } });
        return;
      }
      case "truncate": {
        const { offset, generation } = action;
        logger.info({ offset }, "Cutting the metadata log where the leader's parts from it");
        this.#lane.add({ type: "truncate", mark: { endOffset: offset, generation } });
        return;
      }
      case "store-snapshot-piece":
        this.#storeSnapshotPiece(action);
        return;
      case "become-leader":
        logger.info({ epoch: action.epoch }, "This node leads the metadata quorum");
        listener.onLeader(this, { ...action, timestampMs: this.#leaderChangeMs });
        return;
      case "leader-changed":
        logger.info({ epoch: action.epoch, leader: action.leaderId }, "The metadata quorum has another leader");
        return;
      case "commit":
        this.#options.log.onCommitted(action.highWatermark);
        listener.onCommitted(action.highWatermark);
        return;
      case "resigned":
        logger.info({ epoch: action.epoch }, "This node leads the metadata quorum no more");
        listener.onResigned();
        return;
      case "fatal":
        this.#fail(new Error(`The metadata quorum is broken: ${action.reason}`));
        return;
      case "append":
      case "persist":
        assert(false, `${action.type} is done elsewhere (${clock.nowMs()})`);
    }
  }

  #leaderChangeMs = 0;

  #appendLeaderChange(action: Extract<RaftAction, { type: "append-leader-change" }>): void {
    const { baseOffset, epoch, generation } = action;
    this.#leaderChangeMs = this.#options.clock.nowMs();
    const bytes = buildLeaderChangeBatch(action, { baseOffset, epoch, timestampMs: this.#leaderChangeMs });
    this.write(bytes, 1, { baseOffset, epoch, generation });
  }

  #storeSnapshotPiece(action: Extract<RaftAction, { type: "store-snapshot-piece" }>): void {
    const { snapshotId: id, position, bytes, isLast, generation } = action;
    const mark = isLast ? { endOffset: id.offset, generation } : undefined;
    this.#lane.add({ type: "snapshot-piece", id, position, bytes, mark });
  }

  async #send({ peerId, correlationId, request }: Extract<RaftAction, { type: "send" }>): Promise<void> {
    const { transport } = this.#options;
    assert(transport !== undefined, "a quorum of one asks nobody");
    const life = this.#life;
    let response: RaftResponse | undefined;
    let isAnswered = true;
    try {
      response = await transport.send(peerId, request);
    } catch {
      isAnswered = false;
    }
    if (this.#life !== life) return;
    if (response !== undefined) this.#step({ type: "response", peerId, correlationId, response });
    else this.#step({ type: "request-failed", peerId, correlationId, isUnsupported: isAnswered });
    if (request.api === "end-quorum-epoch" && response === undefined) this.#onNotTold(peerId);
  }

  #respond(requestId: number, response: RaftResponse): void {
    const answer = this.#answers.get(requestId);
    this.#answers.delete(requestId);
    answer?.resolve(response);
  }

  async #respondWithRecords(action: Extract<RaftAction, { type: "respond-with-records" }>): Promise<void> {
    const { requestId, response, fromOffset, toOffset } = action;
    try {
      const records = await this.#options.log.readPiece(fromOffset, toOffset, this.#options.fetchBytesMax);
      this.#respond(requestId, { ...response, records: [records] });
    } catch (error) {
      this.#options.logger.warn({ error, fromOffset }, "A fetch of the metadata log could not be answered");
      this.#respond(requestId, { ...response, errorCode: ErrorCode.UNKNOWN_SERVER_ERROR });
    }
  }

  async #respondWithSnapshot(action: Extract<RaftAction, { type: "respond-with-snapshot" }>): Promise<void> {
    const { requestId, response, maxBytes } = action;
    const { snapshotId, position } = response;
    const id = { endOffset: snapshotId?.offset ?? -1, epoch: snapshotId?.epoch ?? -1 };
    try {
      const piece = await this.#options.snapshots.readPiece(id, position, maxBytes);
      if (piece === undefined) {
        this.#respond(requestId, { ...response, errorCode: ErrorCode.SNAPSHOT_NOT_FOUND });
      } else if (position < 0 || position >= piece.size) {
        this.#respond(requestId, { ...response, errorCode: ErrorCode.POSITION_OUT_OF_RANGE });
      } else {
        this.#respond(requestId, { ...response, ...piece });
      }
    } catch (error) {
      this.#options.logger.warn({ error, ...id }, "A snapshot could not be read");
      this.#respond(requestId, { ...response, errorCode: ErrorCode.SNAPSHOT_NOT_FOUND });
    }
  }

  #rejectAnswers(): void {
    for (const { reject } of this.#answers.values()) reject(new Error("This node takes no part in the quorum"));
    this.#answers.clear();
  }

  #fail(error: Error): void {
    if (this.#state !== "running") return;
    this.#state = "failed";
    this.#life++;
    this.#timer?.cancel();
    this.#timerDueMs = Infinity;
    this.#actions = [];
    this.#rejectAnswers();
    this.#options.listener.onResigned();
    this.#options.listener.onFailure(error);
    if (this.#options.voterIds.length === 1) return;
    this.#options.clock.setTimer(RESTART_DELAY_MS, () => {
      this.restart().catch((cause: unknown) => {
        this.#options.logger.error({ error: cause }, "This node cannot take part in the metadata quorum");
      });
    });
  }

  #arm(): void {
    const dueMs = this.#state === "running" ? this.#raft.nextDeadlineMs : Infinity;
    if (dueMs === this.#timerDueMs) return;
    this.#timer?.cancel();
    this.#timerDueMs = dueMs;
    if (dueMs === Infinity) return;
    const { clock } = this.#options;
    this.#timer = clock.setTimer(Math.max(0, dueMs - clock.monotonicMs()), () => {
      this.#timerDueMs = Infinity;
      if (this.#state === "running") this.#step({ type: "tick" });
    });
  }
}
