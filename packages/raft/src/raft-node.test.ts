import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { ElectionState } from "./election-state.ts";
import type { RaftAction, RaftEvent, StoredLog } from "./raft-event.ts";
import type { FetchRequest, FetchResponse, RaftRequest, VoteRequest } from "./raft-message.ts";
import { UNKNOWN_HIGH_WATERMARK } from "./leader-state.ts";
import { RaftNode } from "./raft-node.ts";

const EMPTY: StoredLog = { startOffset: 0, endOffset: 0, epochs: [] };

/** A log of 90 records, the last ten of epoch 7. */
const LOG: StoredLog = {
  startOffset: 0,
  endOffset: 90,
  epochs: [
    { epoch: 1, startOffset: 0 },
    { epoch: 7, startOffset: 80 },
  ],
};

class Node {
  readonly raft: RaftNode;
  nowMs = 1000;

  constructor(voterIds: readonly number[], options: { nodeId?: number; stored?: ElectionState; log?: StoredLog } = {}) {
    this.raft = new RaftNode({ nodeId: options.nodeId ?? 1, voterIds, random: new Prng(7) });
    this.started = this.step({ type: "start", stored: options.stored, log: options.log ?? EMPTY });
  }

  readonly started: readonly RaftAction[];

  step(event: RaftEvent): readonly RaftAction[] {
    return this.raft.step(event, this.nowMs);
  }

  /** Lets time pass until something is due. */
  wait(): readonly RaftAction[] {
    this.nowMs = Math.max(this.nowMs, this.raft.nextDeadlineMs);
    return this.step({ type: "tick" });
  }

  ask(request: RaftRequest): readonly RaftAction[] {
    return this.step({ type: "request", requestId: 5, request });
  }

  /** Answers everything that was sent by `answer`; undefined is no answer at all. */
  exchange(actions: readonly RaftAction[], answer: (request: RaftRequest, peerId: number) => unknown): RaftAction[] {
    const outcome: RaftAction[] = [];
    for (const action of actions) {
      if (action.type !== "send") continue;
      const { peerId, correlationId, request } = action;
      const response = answer(request, peerId);
      if (response === undefined) continue;
      const { api } = request;
      const head = { api, errorCode: ErrorCode.NONE, epoch: this.raft.epoch, leaderId: -1 };
      const event = { type: "response", peerId, correlationId, response: { ...head, ...(response as object) } };
      outcome.push(...this.step(event as RaftEvent));
    }
    return outcome;
  }

  /** Wins an election of three. */
  elect(): RaftAction[] {
    let actions: readonly RaftAction[] = [];
    for (let tries = 0; this.raft.roleName !== "prospective"; tries++) {
      assert.ok(tries < 20);
      actions = this.wait();
    }
    const standing = this.exchange(actions, () => ({ isVoteGranted: true }));
    return this.exchange(standing, () => ({ isVoteGranted: true }));
  }
}

const kinds = (actions: readonly RaftAction[]): string[] => actions.map(({ type }) => type);
const answerOf = (actions: readonly RaftAction[]): Record<string, unknown> => {
  const action = actions.find(({ type }) => type.startsWith("respond"));
  assert.ok(action !== undefined && "response" in action, "the request is answered");
  return { ...action.response };
};

const vote = (request: Partial<VoteRequest> = {}): VoteRequest => ({
  api: "vote",
  epoch: 8,
  candidateId: 2,
  voterId: 1,
  lastEpoch: 7,
  lastOffset: 90,
  isPreVote: false,
  ...request,
});
const fetch = (request: Partial<FetchRequest> = {}): FetchRequest => ({
  api: "fetch",
  epoch: 1,
  replicaId: 2,
  fetchOffset: 0,
  lastFetchedEpoch: 0,
  maxWaitMs: 500,
  highWatermark: -1,
  ...request,
});

test("a quorum of one elects itself at its start, durable before its leader change is appended", () => {
  const { raft, started } = new Node([1]);
  assert.deepEqual(started, [
    { type: "persist", state: { epoch: 1, leaderId: 1, votedId: -1 }, voterIds: [1] },
    {
      type: "append-leader-change",
      epoch: 1,
      baseOffset: 0,
      leaderId: 1,
      voterIds: [1],
      grantingVoterIds: [1],
      generation: 0,
    },
    { type: "become-leader", epoch: 1, epochStartOffset: 0 },
  ]);
  assert.equal(raft.isLeader, true);
  assert.equal(raft.nextDeadlineMs, Infinity, "alone there is nothing to wait for");
});

test("each start opens a higher epoch than the stored one and than that of the log", () => {
  assert.equal(new Node([1], { stored: { epoch: 9, leaderId: 1, votedId: -1 }, log: LOG }).raft.epoch, 10);
  assert.equal(new Node([1], { log: LOG }).raft.epoch, 8, "a lost quorum-state does not bring back an epoch");
});

test("the high watermark is unknown until a record of the own epoch is durable; batches commit in order and once", () => {
  const node = new Node([1], { log: LOG });
  assert.equal(node.raft.highWatermark, UNKNOWN_HIGH_WATERMARK);
  assert.deepEqual(node.step({ type: "flushed", endOffset: 90, generation: 0 }), []);
  assert.deepEqual(kinds(node.step({ type: "propose", recordCount: 3 })), ["append"]);
  assert.deepEqual(node.step({ type: "flushed", endOffset: 91, generation: 0 }), [
    { type: "commit", highWatermark: 91 },
  ]);
  assert.deepEqual(node.step({ type: "flushed", endOffset: 94, generation: 0 }), [
    { type: "commit", highWatermark: 94 },
  ]);
  assert.deepEqual(node.step({ type: "flushed", endOffset: 94, generation: 0 }), []);
  assert.throws(() => node.step({ type: "flushed", endOffset: 99, generation: 0 }), /what is durable was appended/);
});

test("a node that resigned commits nothing more and takes no proposal", () => {
  const node = new Node([1]);
  assert.deepEqual(node.step({ type: "resign" }), [{ type: "resigned", epoch: 1 }]);
  assert.deepEqual(node.step({ type: "flushed", endOffset: 1, generation: 0 }), []);
  assert.throws(() => node.step({ type: "propose", recordCount: 1 }), /only a leader appends/);
});

test("a voter of three asks for pre-votes without a new epoch, then stands, then leads", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  let asked: readonly RaftAction[] = [];
  while (node.raft.roleName !== "prospective") asked = node.wait();
  assert.equal(node.raft.epoch, 7);
  const preVotes = asked.flatMap((action) => (action.type === "send" ? [action.request] : []));
  assert.ok(preVotes.some((request) => request.api === "vote" && request.isPreVote && request.lastOffset === 90));
  const standing = node.exchange(asked, () => ({ isVoteGranted: true }));
  assert.deepEqual(
    standing.find(({ type }) => type === "persist"),
    { type: "persist", state: { epoch: 8, leaderId: -1, votedId: 1 }, voterIds: [1, 2, 3] },
  );
  const leading = node.exchange(standing, () => ({ isVoteGranted: true }));
  assert.ok(kinds(leading).indexOf("persist") < kinds(leading).indexOf("append-leader-change"));
  assert.equal(node.raft.isLeader, true);
  assert.equal(node.raft.epoch, 8);
});

test("a vote is durable before it is answered, and given once an epoch", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  const actions = node.ask(vote());
  assert.deepEqual(kinds(actions).slice(0, 1), ["persist"]);
  assert.ok(kinds(actions).indexOf("persist") < kinds(actions).indexOf("respond"));
  assert.equal(answerOf(actions)["isVoteGranted"], true);
  assert.equal(answerOf(node.ask(vote({ candidateId: 3 })))["isVoteGranted"], false);
  assert.equal(answerOf(node.ask(vote()))["isVoteGranted"], true, "the same again is the same answer");
});

test("a vote goes to a log that has everything this one has", () => {
  const granted = (request: Partial<VoteRequest>): unknown =>
    answerOf(new Node([1, 2, 3], { log: LOG }).ask(vote({ epoch: 9, ...request })))["isVoteGranted"];
  assert.equal(granted({ lastOffset: 89 }), false);
  assert.equal(granted({ lastEpoch: 6, lastOffset: 500 }), false);
  assert.equal(granted({ lastEpoch: 8, lastOffset: 10 }), true);
});

test("requests for votes are checked: epochs, impossible logs, the wrong receiver", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  assert.equal(answerOf(node.ask(vote({ epoch: 6, lastEpoch: 5 })))["errorCode"], ErrorCode.FENCED_LEADER_EPOCH);
  assert.equal(answerOf(node.ask(vote({ lastEpoch: 8 })))["errorCode"], ErrorCode.INVALID_REQUEST);
  assert.equal(answerOf(node.ask(vote({ lastOffset: -1 })))["errorCode"], ErrorCode.INVALID_REQUEST);
  assert.equal(answerOf(node.ask(vote({ voterId: 3 })))["errorCode"], ErrorCode.INVALID_VOTER_KEY);
  assert.equal(node.raft.epoch, 8, "its epoch is adopted all the same");
});

test("no pre-vote against a leader that answers; one where it does not", () => {
  const node = new Node([1, 2, 3], { stored: { epoch: 7, leaderId: 3, votedId: -1 }, log: LOG });
  const preVote = vote({ epoch: 7, isPreVote: true });
  assert.equal(answerOf(node.ask(preVote))["isVoteGranted"], true);
  const fetched = { leaderId: 3, highWatermark: 90, batches: [], records: [] };
  const again = node.exchange(node.started, () => fetched);
  assert.deepEqual(kinds(again), ["commit", "send"]);
  assert.equal(answerOf(node.ask(preVote))["isVoteGranted"], false);
});

test("a record is committed when a majority has it, and the own epoch has one", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  node.elect();
  node.step({ type: "flushed", endOffset: 91, generation: 0 });
  assert.equal(node.raft.highWatermark, UNKNOWN_HIGH_WATERMARK);
  const asked = fetch({ epoch: 8, fetchOffset: 90, lastFetchedEpoch: 7 });
  assert.equal(answerOf(node.ask(asked))["highWatermark"], -1, "90 records of other epochs are on a majority");
  const parked = node.ask({ ...asked, fetchOffset: 91, lastFetchedEpoch: 8 });
  assert.deepEqual(parked.at(0), { type: "commit", highWatermark: 91 });
  assert.equal(answerOf(parked)["highWatermark"], 91, "a follower that is behind with it is told at once");
});

test("only what is durable at the leader is handed out", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  node.elect();
  const asked = fetch({ epoch: 8, fetchOffset: 90, lastFetchedEpoch: 7 });
  assert.ok(!kinds(node.ask(asked)).some((type) => type.startsWith("respond")), "it waits");
  const flushed = node.step({ type: "flushed", endOffset: 91, generation: 0 });
  const answer = flushed.find(({ type }) => type === "respond-with-records");
  assert.ok(answer?.type === "respond-with-records" && answer.fromOffset === 90 && answer.toOffset === 91);
});

test("a fetch that parts from the leader's log is told where", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  node.elect();
  const at = (fetchOffset: number, lastFetchedEpoch: number): unknown =>
    answerOf(node.ask(fetch({ epoch: 8, fetchOffset, lastFetchedEpoch })))["divergingEpoch"];
  assert.deepEqual(at(95, 7), { epoch: 7, offset: 90 });
  assert.deepEqual(at(85, 1), { epoch: 1, offset: 80 });
  assert.deepEqual(at(85, 5), { epoch: 1, offset: 80 });
});

test("a fetch is checked: epoch, leadership, impossible offsets, the leader's own id", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  const errorOf = (request: Partial<FetchRequest>): unknown => answerOf(node.ask(fetch(request)))["errorCode"];
  assert.equal(errorOf({ epoch: 7 }), ErrorCode.NOT_LEADER_OR_FOLLOWER);
  node.elect();
  assert.equal(errorOf({ epoch: 7 }), ErrorCode.FENCED_LEADER_EPOCH);
  assert.equal(errorOf({ epoch: 9 }), ErrorCode.UNKNOWN_LEADER_EPOCH);
  assert.equal(errorOf({ epoch: 8, fetchOffset: -1 }), ErrorCode.INVALID_REQUEST);
  assert.equal(errorOf({ epoch: 8, lastFetchedEpoch: 9 }), ErrorCode.INVALID_REQUEST);
  assert.equal(errorOf({ epoch: 8, replicaId: 1 }), ErrorCode.INVALID_REQUEST);
});

test("a leader that no majority asks any more resigns, tells the others, and waits in a new epoch", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  node.elect();
  let actions: readonly RaftAction[] = [];
  while (node.raft.isLeader) actions = node.wait();
  assert.ok(kinds(actions).includes("resigned"));
  while (node.raft.roleName === "resigned") node.wait();
  assert.equal(node.raft.roleName, "unattached");
  assert.equal(node.raft.epoch, 9);
});

test("a leader that restarts has resigned: it does not lead its epoch again", () => {
  const node = new Node([1, 2, 3], { stored: { epoch: 7, leaderId: 1, votedId: -1 }, log: LOG });
  assert.equal(node.raft.roleName, "resigned");
  assert.equal(answerOf(node.ask(vote({ epoch: 7, isPreVote: true })))["isVoteGranted"], true);
  assert.equal(answerOf(node.ask(vote({ epoch: 8 })))["isVoteGranted"], true);
});

test("whoever is first in the list of successors stands at once, the others later", () => {
  const end = { api: "end-quorum-epoch", epoch: 7, leaderId: 3 } as const;
  const follower = (): Node => new Node([1, 2, 3], { stored: { epoch: 7, leaderId: 3, votedId: -1 }, log: LOG });
  const first = follower();
  first.ask({ ...end, preferredSuccessors: [1, 2] });
  assert.equal(first.raft.roleName, "prospective");
  const second = follower();
  second.ask({ ...end, preferredSuccessors: [2, 1] });
  assert.equal(second.raft.roleName, "follower");
  second.nowMs += 500;
  second.step({ type: "tick" });
  assert.equal(second.raft.roleName, "prospective");
});

test("a follower asks again when what it got is durable, and cuts off what its leader does not have", () => {
  const node = new Node([1, 2, 3], { stored: { epoch: 7, leaderId: 3, votedId: -1 }, log: LOG });
  const batches = [{ baseOffset: 90, lastOffset: 91, epoch: 7 }];
  const records = [new Uint8Array(1)];
  const appended = node.exchange(node.started, () => ({ leaderId: 3, highWatermark: 92, batches, records }));
  assert.deepEqual(kinds(appended), ["append-fetched", "commit"]);
  assert.deepEqual(appended.at(1), { type: "commit", highWatermark: 90 });
  const flushed = node.step({ type: "flushed", endOffset: 92, generation: 0 });
  assert.deepEqual(kinds(flushed), ["commit", "send"]);

  const other = new Node([1, 2, 3], { stored: { epoch: 8, leaderId: 3, votedId: -1 }, log: LOG });
  const cut = other.exchange(other.started, () => ({ leaderId: 3, divergingEpoch: { epoch: 7, offset: 85 } }));
  assert.deepEqual(cut, [{ type: "truncate", offset: 85, generation: 1 }]);
  assert.deepEqual(other.step({ type: "flushed", endOffset: 90, generation: 0 }), [], "an older generation's news");
  const next = other.step({ type: "flushed", endOffset: 85, generation: 1 });
  assert.ok(next.some((action) => action.type === "send" && action.request.api === "fetch"));
});

test("a leader that wants a follower to give up what is committed ends it", () => {
  const node = new Node([1, 2, 3], { stored: { epoch: 7, leaderId: 3, votedId: -1 }, log: LOG });
  const empty: Partial<FetchResponse> = { leaderId: 3, highWatermark: 90, batches: [], records: [] };
  const again = node.exchange(node.started, () => empty);
  const fatal = node.exchange(again, () => ({ leaderId: 3, divergingEpoch: { epoch: 7, offset: 85 } }));
  assert.deepEqual(kinds(fatal).slice(0, 1), ["fatal"]);
});

test("a log that begins later is begun with a snapshot, piece by piece", () => {
  const node = new Node([1, 2, 3], { stored: { epoch: 7, leaderId: 3, votedId: -1 } });
  const snapshotId = { offset: 500, epoch: 6 };
  const asked = node.exchange(node.started, () => ({ leaderId: 3, snapshotId }));
  const pieces = [new Uint8Array(3), new Uint8Array(2)];
  let actions: readonly RaftAction[] = asked;
  const stored: RaftAction[] = [];
  for (const [index, bytes] of pieces.entries()) {
    actions = node.exchange(actions, () => ({ leaderId: 3, snapshotId, size: 5, position: index * 3, bytes }));
    stored.push(...actions.filter(({ type }) => type === "store-snapshot-piece"));
  }
  assert.deepEqual(
    stored.map((action) => action.type === "store-snapshot-piece" && [action.position, action.isLast]),
    [
      [0, false],
      [3, true],
    ],
  );
  const done = node.step({ type: "flushed", endOffset: 500, generation: 1 });
  assert.deepEqual(kinds(done), ["commit", "send"]);
  assert.equal(node.raft.highWatermark, 500);
});

test("an observer follows and never stands", () => {
  const node = new Node([1, 2, 3], { nodeId: 9, stored: { epoch: 7, leaderId: 3, votedId: -1 } });
  for (let i = 0; i < 30; i++) node.wait();
  assert.equal(node.raft.epoch, 7);
  assert.ok(["unattached", "follower"].includes(node.raft.roleName));
});

test("an observer that restarts goes on following the leader it knew", () => {
  const node = new Node([1, 2, 3], { nodeId: 9, stored: { epoch: 7, leaderId: 3, votedId: -1 }, log: LOG });
  const records = [new Uint8Array(1)];
  const batches = [{ baseOffset: 90, lastOffset: 90, epoch: 7 }];
  const answered = node.exchange(node.started, (_, peerId) =>
    peerId === 3
      ? { leaderId: 3, highWatermark: 91, batches, records }
      : { leaderId: 3, errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER },
  );
  const next = node.raft.roleName === "follower" ? answered : [];
  assert.ok(
    kinds(next).some((type) => type === "append-fetched" || type === "send"),
    "it follows",
  );
});

test("DescribeQuorum tells how far everybody is", () => {
  const node = new Node([1, 2, 3], { log: LOG });
  node.elect();
  node.step({ type: "flushed", endOffset: 91, generation: 0 });
  node.ask(fetch({ epoch: 8, fetchOffset: 90, lastFetchedEpoch: 7 }));
  node.ask(fetch({ epoch: 8, fetchOffset: 80, lastFetchedEpoch: 1, replicaId: 9 }));
  const { voters, observers, leaderId, leaderEpoch } = node.raft.describe(node.nowMs);
  assert.deepEqual([leaderId, leaderEpoch], [1, 8]);
  assert.deepEqual(
    voters.map(({ replicaId, logEndOffset }) => [replicaId, logEndOffset]),
    [
      [1, 91],
      [2, 90],
      [3, -1],
    ],
  );
  assert.deepEqual(
    observers.map(({ replicaId, logEndOffset }) => [replicaId, logEndOffset]),
    [[9, 80]],
  );
});
