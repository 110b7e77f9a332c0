/**
 * One node of a simulated quorum: the raft machine, its shell and its disk. The disk keeps the log, the election state and
 * snapshots; a crash takes what was not synced, or a part of it.
 */
import assert from "node:assert/strict";
import type { Prng, Timer } from "@ottla/base";
import { randomBelow } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { RaftNode } from "@ottla/raft";
import type {
  BatchBounds,
  ElectionState,
  EpochEntry,
  OffsetAndEpoch,
  RaftAction,
  RaftEvent,
  RaftRequest,
  RaftResponse,
} from "@ottla/raft";
import type { SimulatedRecord } from "./history.ts";
import type { RaftWorld } from "./raft-world.ts";

const RESTART_AFTER_FAILURE_MS = 50;
const FETCH_RECORDS_MAX = 100;

export class SimulatedNode {
  readonly id: number;
  incarnation = 0;
  isUp = false;
  readonly #world: RaftWorld;
  readonly #random: Prng;
  #raft: RaftNode | undefined;
  /** On disk. `#log[offset]`; what lies below `#logStart` is in the snapshot only. */
  #log: SimulatedRecord[] = [];
  #logStart = 0;
  #syncedEnd = 0;
  #snapshot: OffsetAndEpoch | undefined;
  #election: ElectionState | undefined;
  /** Actions that wait for a `persist`, and log operations that wait for the one before. */
  #actions: RaftAction[] = [];
  #isPersisting = false;
  #logWork: ((done: () => void) => void)[] = [];
  #isLogBusy = false;
  readonly #answers = new Map<number, (response: RaftResponse) => void>();
  #nextRequestId = 1;
  #timer: Timer | undefined;
  #highWatermark = -1;
  #reported = -1;

  constructor(world: RaftWorld, id: number, random: Prng) {
    this.#world = world;
    this.id = id;
    this.#random = random;
  }

  get isLeader(): boolean {
    return this.#raft?.isLeader === true;
  }

  get highWatermark(): number {
    return this.#highWatermark;
  }

  start(): void {
    this.incarnation++;
    this.isUp = true;
    this.#actions = [];
    this.#isPersisting = false;
    this.#logWork = [];
    this.#isLogBusy = false;
    this.#answers.clear();
    this.#highWatermark = -1;
    this.#reported = -1;
    this.#raft = new RaftNode({ nodeId: this.id, voterIds: this.#world.voterIds, random: this.#random });
    const log = {
      startOffset: this.#logStart,
      endOffset: this.#log.length,
      epochs: this.#epochs(),
      snapshots: this.#snapshot === undefined ? [] : [this.#snapshot],
    };
    this.step({ type: "start", stored: this.#election, log });
  }

  crash(): void {
    this.#world.countFault("crash");
    this.#stop();
    let kept = this.#syncedEnd + randomBelow(this.#random, this.#log.length - this.#syncedEnd + 1);
    // A batch that is torn is cut off when the log is opened.
    while (kept > this.#syncedEnd && kept < this.#log.length && this.#log[kept]!.batchSize === 0) kept--;
    if (kept < this.#log.length) this.#world.countFault("lost tail");
    this.#log.length = kept;
    this.#syncedEnd = kept;
  }

  restart(): void {
    this.#world.countFault("restart");
    this.start();
  }

  resign(): void {
    this.#world.countFault("resignation");
    this.step({ type: "resign" });
  }

  /** Writes a snapshot of what is committed and lets the log begin there. */
  snapshot(): void {
    const offset = Math.min(this.#highWatermark, this.#syncedEnd);
    if (offset <= (this.#snapshot?.offset ?? 0) || this.#isLogBusy || this.#logWork.length > 0) return;
    this.#world.countFault("snapshot");
    // A snapshot ends where a batch does.
    if (offset < this.#log.length && this.#log[offset]!.batchSize === 0) return;
    this.#snapshot = { offset, epoch: this.#log[offset - 1]!.epoch };
    this.#logStart = offset;
    this.step({ type: "snapshots-changed", startOffset: offset, snapshots: [this.#snapshot] });
  }

  propose(recordCount: number): void {
    this.step({ type: "propose", recordCount });
  }

  /** The process ends and begins anew at once, with what is on disk. */
  #bounce(): void {
    this.#later(0, () => {
      this.crash();
      this.start();
    });
  }

  /** Who asks for votes has given its own to itself; it may end right after it has asked. */
  #onCandidacy(epoch: number): void {
    this.#world.history.onVote(this.id, epoch, this.id);
    if (this.#world.isVoterUnlucky()) this.#bounce();
  }

  /** A request of another node. */
  receive(request: RaftRequest, answer: (response: RaftResponse) => void): void {
    const requestId = this.#nextRequestId++;
    this.#answers.set(requestId, (response) => {
      const isVote = request.api === "vote" && response.api === "vote" && !request.isPreVote && response.isVoteGranted;
      if (isVote) this.#world.history.onVote(this.id, request.epoch, request.candidateId);
      answer(response);
      if (isVote && this.#world.isVoterUnlucky()) this.#bounce();
    });
    this.step({ type: "request", requestId, request });
  }

  step(event: RaftEvent): void {
    const raft = this.#raft;
    assert.ok(raft !== undefined && this.isUp);
    for (const action of raft.step(event, this.#world.clock.monotonicMs())) this.#actions.push(action);
    this.#drain();
    this.#arm();
  }

  /** Everything on disk is what was committed. */
  checkLog(): void {
    this.#world.history.checkPrefix(this.id, this.#log, this.#logStart, this.#highWatermark, "in the end");
  }

  #stop(): void {
    this.isUp = false;
    this.incarnation++;
    this.#raft = undefined;
    // Also when it ends in the middle of them, as the shell that ships does: nothing is begun any more.
    this.#actions = [];
    this.#timer?.cancel();
  }

  /** As a shell does whose disk has refused a write: everything from the beginning, with what is on disk. */
  #fail(): void {
    this.#stop();
    const { incarnation } = this;
    this.#world.clock.setTimer(RESTART_AFTER_FAILURE_MS, () => {
      if (!this.isUp && this.incarnation === incarnation) this.start();
    });
  }

  #arm(): void {
    this.#timer?.cancel();
    const deadlineMs = this.#raft?.nextDeadlineMs ?? Infinity;
    if (deadlineMs === Infinity) return;
    const delayMs = deadlineMs - this.#world.clock.monotonicMs();
    this.#timer = this.#world.clock.setTimer(Math.max(0, delayMs), () => this.step({ type: "tick" }));
  }

  #drain(): void {
    while (this.#actions.length > 0 && !this.#isPersisting) this.#begin(this.#actions.shift()!);
  }

  #later(delayMs: number, then: () => void): void {
    const { incarnation } = this;
    this.#world.clock.setTimer(delayMs, () => {
      if (this.incarnation === incarnation) then();
    });
  }

  #begin(action: RaftAction): void {
    switch (action.type) {
      case "persist":
        this.#isPersisting = true;
        this.#later(this.#world.diskMs(), () => {
          this.#election = action.state;
          this.#isPersisting = false;
          this.#drain();
        });
        return;
      case "send":
        this.#world.count(action.request.api);
        this.#world.exchange(this, action.peerId, action.correlationId, action.request);
        if (action.request.api === "vote" && !action.request.isPreVote) this.#onCandidacy(action.request.epoch);
        return;
      case "respond":
        this.#respond(action.requestId, action.response);
        return;
      case "respond-with-records":
        this.#respondWithRecords(action);
        return;
      case "respond-with-snapshot":
        this.#respondWithSnapshot(action);
        return;
      case "append-leader-change":
        this.#appendOwn(action.epoch, 1, action.generation);
        return;
      case "append":
        this.#appendOwn(action.epoch, action.recordCount, action.generation);
        return;
      case "append-fetched":
        this.#appendFetched(action);
        return;
      case "truncate":
        this.#onLog((done) => {
          this.#world.count("truncation");
          assert.ok(action.offset >= this.#highWatermark, "what is committed is never cut off");
          this.#log.length = Math.min(this.#log.length, action.offset);
          this.#syncedEnd = Math.min(this.#syncedEnd, action.offset);
          this.#sync(action.generation, done);
        });
        return;
      case "store-snapshot-piece":
        if (action.isLast) this.#loadSnapshot(action.snapshotId, action.generation);
        return;
      case "become-leader":
        this.#world.count("election");
        this.#world.history.onLeader(this.id, action.epoch);
        this.#checkLeader(action.epoch);
        return;
      case "commit":
        this.#onCommit(action.highWatermark);
        return;
      case "fatal":
        throw new Error(`node ${this.id}: ${action.reason}`);
      case "leader-changed":
      case "resigned":
    }
  }

  /** Once everything it has been given before its election is there, a leader has all that was committed in epochs before. */
  #checkLeader(epoch: number): void {
    this.#onLog((done) => {
      this.#world.history.checkLeader(this.id, epoch, this.#log, this.#logStart);
      done();
    });
  }

  /** The log's own work, one thing after the other. */
  #onLog(work: (done: () => void) => void): void {
    this.#logWork.push(work);
    if (!this.#isLogBusy) this.#nextLogWork();
  }

  #nextLogWork(): void {
    const work = this.#logWork.shift();
    this.#isLogBusy = work !== undefined;
    work?.(() => this.#nextLogWork());
  }

  #appendOwn(epoch: number, count: number, generation: number): void {
    const records = Array.from({ length: count }, (_, i) => ({
      id: this.#world.history.newId(),
      epoch,
      batchSize: i === 0 ? count : 0,
    }));
    this.#onLog((done) => {
      this.#write(records, generation, done);
    });
  }

  #appendFetched(action: Extract<RaftAction, { type: "append-fetched" }>): void {
    const records = action.records.flatMap((bytes) => parse(bytes));
    this.#onLog((done) => {
      assert.equal(this.#log.length + records.length, action.endOffset, "what was fetched follows what is here");
      this.#write(records, action.generation, done);
    });
  }

  #write(records: readonly SimulatedRecord[], generation: number, done: () => void): void {
    if (this.#world.isWriteBroken()) {
      this.#fail();
      return;
    }
    this.#log.push(...records);
    this.#sync(generation, done);
  }

  #sync(generation: number, done: () => void): void {
    const endOffset = this.#log.length;
    this.#later(this.#world.diskMs(), () => {
      this.#syncedEnd = endOffset;
      done();
      if (this.isUp) this.step({ type: "flushed", endOffset, generation });
    });
  }

  #loadSnapshot(id: OffsetAndEpoch, generation: number): void {
    this.#onLog((done) => {
      this.#world.count("snapshot loaded");
      this.#log = this.#world.history.committedBelow(id.offset);
      this.#logStart = id.offset;
      this.#snapshot = id;
      this.#sync(generation, done);
    });
  }

  #onCommit(highWatermark: number): void {
    assert.ok(highWatermark > this.#reported, "the high watermark only grows");
    this.#reported = highWatermark;
    this.#highWatermark = highWatermark;
    const epoch = this.#raft!.epoch;
    this.#world.history.onCommit({ id: this.id, epoch }, highWatermark, this.#log, this.#logStart);
  }

  #respond(requestId: number, response: RaftResponse): void {
    const answer = this.#answers.get(requestId);
    assert.ok(answer !== undefined, "a request is answered once");
    this.#answers.delete(requestId);
    answer(response);
  }

  #respondWithRecords(action: Extract<RaftAction, { type: "respond-with-records" }>): void {
    const { fromOffset, toOffset, response, requestId } = action;
    // It may have been cut off by now.
    if (toOffset > this.#log.length || fromOffset < this.#logStart || response.epoch !== this.#raft?.epoch) {
      this.#respond(requestId, { ...response, errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER });
      return;
    }
    const records: SimulatedRecord[] = [];
    const batches: BatchBounds[] = [];
    for (let offset = fromOffset; offset < toOffset && records.length < FETCH_RECORDS_MAX;) {
      const { batchSize, epoch } = this.#log[offset]!;
      assert.ok(batchSize > 0, "a fetch begins at a batch");
      batches.push({ baseOffset: offset, lastOffset: offset + batchSize - 1, epoch });
      records.push(...this.#log.slice(offset, offset + batchSize));
      offset += batchSize;
    }
    this.#respond(requestId, { ...response, batches, records: [Buffer.from(JSON.stringify(records))] });
  }

  #respondWithSnapshot(action: Extract<RaftAction, { type: "respond-with-snapshot" }>): void {
    const { response, requestId } = action;
    const id = response.snapshotId;
    if (id?.offset !== this.#snapshot?.offset || id?.epoch !== this.#snapshot?.epoch) {
      this.#respond(requestId, { ...response, errorCode: ErrorCode.SNAPSHOT_NOT_FOUND });
      return;
    }
    const size = 3;
    this.#respond(requestId, { ...response, size, bytes: new Uint8Array(1) });
  }

  #epochs(): EpochEntry[] {
    const epochs: EpochEntry[] = [];
    for (let offset = this.#logStart; offset < this.#log.length; offset++) {
      const { epoch } = this.#log[offset]!;
      if (epochs.at(-1)?.epoch !== epoch) epochs.push({ epoch, startOffset: offset });
    }
    return epochs;
  }
}

function parse(bytes: Uint8Array): SimulatedRecord[] {
  return JSON.parse(Buffer.from(bytes).toString()) as SimulatedRecord[];
}
