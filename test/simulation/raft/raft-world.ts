/**
 * A quorum on a virtual clock, network and disk: three or five voters and two observers, a client that proposes, and whatever can
 * happen to them. The machines are those that ship; the shell around them (`simulated-node.ts`) begins actions in the order
 * that `RaftEvent`'s head promises.
 */
import assert from "node:assert/strict";
import { Prng, randomBelow, VirtualClock } from "@ottla/base";
import type { RaftRequest, RaftResponse } from "@ottla/raft";
import { History } from "./history.ts";
import { SimulatedNode } from "./simulated-node.ts";

export type FaultKind =
  | "crash"
  | "restart"
  | "lost tail"
  | "partition"
  | "heal"
  | "lost message"
  | "late message"
  | "slow disk"
  | "snapshot"
  | "resignation"
  | "failed write"
  | "power failure";

export const FAULT_KINDS: readonly FaultKind[] = [
  "crash",
  "restart",
  "lost tail",
  "partition",
  "heal",
  "lost message",
  "late message",
  "slow disk",
  "snapshot",
  "resignation",
  "failed write",
  "power failure",
];

/** Sums over runs. */
export interface Counts {
  readonly faults: Map<FaultKind, number>;
  readonly events: Map<string, number>;
}

const RUN_MS = 30_000;
/** Within this the quorum works again once nothing goes wrong any more. */
const CALM_MS = 15_000;
/** A follower that was away for so long stands for election, if it may. */
const FOLLOWER_AWAY_MS = 5000;
/** A leader that nobody can reach leads no longer: 1.5 × `controller.quorum.fetch.timeout.ms`, and what was under way. */
const LEADER_AWAY_MS = 3000 + 10;
const REQUEST_TIMEOUT_MS = 2000;
const CLIENT_EVERY_MS = 30;
const FAULT_EVERY_MS = 1000;
const LEADER_RETURNS_AFTER_MS = 8000;

export class RaftWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly random: Prng;
  readonly history: History;
  readonly nodes: SimulatedNode[];
  readonly voterIds: readonly number[];
  readonly #counts: Counts;
  /** Nodes that cannot reach each other are in different groups. */
  #groups = new Map<number, number>();
  #lossPerMille = 0;
  #delayMaxMs = 5;
  #isCalm = false;
  #isProposing = true;

  constructor(seed: number, counts: Counts) {
    this.random = new Prng(seed);
    this.#counts = counts;
    const voterCount = randomBelow(this.random, 3) === 0 ? 5 : 3;
    this.voterIds = Array.from({ length: voterCount }, (_, i) => i + 1);
    this.history = new History(this.voterIds);
    this.nodes = [...this.voterIds, 101, 102].map((id) => new SimulatedNode(this, id, this.random.fork()));
  }

  /** Plays the whole run. Throws what a check or an invariant finds. */
  play(): void {
    for (const node of this.nodes) node.start();
    this.#repeat(CLIENT_EVERY_MS, () => this.#propose());
    this.#repeat(FAULT_EVERY_MS, () => this.#fault());
    this.clock.advance(RUN_MS);
    this.#calm();
    const before = this.history.committedEnd;
    this.clock.advance(CALM_MS);
    assert.ok(this.history.committedEnd > before, "a whole quorum commits");
    for (const node of this.nodes) {
      assert.ok(
        node.highWatermark > before,
        `node ${node.id} has what was committed: ${node.highWatermark} > ${before}`,
      );
      node.checkLog();
    }
    this.#checkFollowerAway();
    this.#checkLeaderAway();
    this.count("commits", this.history.committedEnd);
    this.count("epochs", this.history.epochs);
  }

  /**
   * A follower that was cut off and comes back deposes nobody (KIP-996), also where nothing was appended meanwhile, so that
   * its log is as long as all others.
   */
  #checkFollowerAway(): void {
    this.#isProposing = false;
    this.clock.advance(CALM_MS);
    const { leader, epochs } = this.#leadership();
    const follower = this.nodes.find(({ id, isLeader }) => this.voterIds.includes(id) && !isLeader)!;
    this.#groups = new Map([[follower.id, 1]]);
    this.clock.advance(FOLLOWER_AWAY_MS + randomBelow(this.random, FOLLOWER_AWAY_MS));
    this.#groups = new Map();
    this.clock.advance(CALM_MS);
    assert.ok(leader.isLeader && this.history.epochs === epochs, "a follower that comes back deposes nobody");
    this.#isProposing = true;
  }

  /** A leader that was cut off knows in time that another may lead. */
  #checkLeaderAway(): void {
    const { leader } = this.#leadership();
    this.#groups = new Map([[leader.id, 1]]);
    this.clock.advance(LEADER_AWAY_MS);
    assert.ok(!leader.isLeader, "a leader that nobody reaches gives up");
  }

  #leadership(): { readonly leader: SimulatedNode; readonly epochs: number } {
    const leaders = this.nodes.filter(({ isLeader }) => isLeader);
    assert.equal(leaders.length, 1, "a whole quorum has one leader");
    return { leader: leaders[0]!, epochs: this.history.epochs };
  }

  count(event: string, by = 1): void {
    this.#counts.events.set(event, (this.#counts.events.get(event) ?? 0) + by);
  }

  countFault(kind: FaultKind): void {
    this.#counts.faults.set(kind, (this.#counts.faults.get(kind) ?? 0) + 1);
  }

  /** How long the next disk operation takes. */
  diskMs(): number {
    if (!this.#isCalm && randomBelow(this.random, 150) === 0) {
      this.countFault("slow disk");
      return 100 + randomBelow(this.random, 3000);
    }
    return 1 + randomBelow(this.random, 6);
  }

  /** Whether a voter ends right after it has voted. */
  isVoterUnlucky(): boolean {
    return !this.#isCalm && randomBelow(this.random, 3) === 0;
  }

  /** Whether the next write of records fails. */
  isWriteBroken(): boolean {
    const isBroken = !this.#isCalm && randomBelow(this.random, 3000) === 0;
    if (isBroken) this.countFault("failed write");
    return isBroken;
  }

  /** Carries a request and its answer, each of which may be late or lost. */
  exchange(from: SimulatedNode, peerId: number, correlationId: number, request: RaftRequest): void {
    const { incarnation } = from;
    const isSame = (): boolean => from.isUp && from.incarnation === incarnation;
    let isDone = false;
    const finish = (response: RaftResponse | undefined): void => {
      if (isDone || !isSame()) return;
      isDone = true;
      if (response === undefined) from.step({ type: "request-failed", peerId, correlationId });
      else from.step({ type: "response", peerId, correlationId, response });
    };
    this.clock.setTimer(REQUEST_TIMEOUT_MS, () => finish(undefined));
    this.#carry(from.id, peerId, () => {
      const peer = this.nodes.find(({ id }) => id === peerId);
      if (peer?.isUp !== true) {
        this.#carry(peerId, from.id, () => finish(undefined));
        return;
      }
      peer.receive(request, (response) => this.#carry(peerId, from.id, () => finish(response)));
    });
  }

  #carry(from: number, to: number, deliver: () => void): void {
    if (this.#groups.get(from) !== this.#groups.get(to)) return;
    if (randomBelow(this.random, 1000) < this.#lossPerMille) {
      this.countFault("lost message");
      return;
    }
    let delayMs = 1 + randomBelow(this.random, this.#delayMaxMs);
    if (!this.#isCalm && randomBelow(this.random, 300) === 0) {
      this.countFault("late message");
      delayMs += randomBelow(this.random, 4000);
    }
    this.clock.setTimer(delayMs, deliver);
  }

  #propose(): void {
    if (!this.#isProposing) return;
    for (const node of this.nodes) {
      if (node.isUp && node.isLeader) node.propose(1 + randomBelow(this.random, 3));
    }
  }

  #fault(): void {
    if (this.#isCalm) return;
    const node = this.nodes[randomBelow(this.random, this.nodes.length)]!;
    switch (randomBelow(this.random, 11)) {
      case 0:
      case 1:
        if (node.isUp) node.crash();
        return;
      case 2:
      case 3:
        if (!node.isUp) node.restart();
        return;
      case 4:
        this.countFault("partition");
        for (const { id } of this.nodes) this.#groups.set(id, randomBelow(this.random, 2));
        return;
      case 5:
        this.countFault("heal");
        this.#groups = new Map();
        this.#lossPerMille = 0;
        this.#delayMaxMs = 5;
        return;
      case 6:
        this.#lossPerMille = randomBelow(this.random, 250);
        this.#delayMaxMs = 1 + randomBelow(this.random, 300);
        return;
      case 7:
        for (const each of this.nodes) if (each.isUp) each.snapshot();
        return;
      case 8:
        for (const each of this.nodes) if (each.isUp && each.isLeader) each.resign();
        return;
      case 9:
      case 10:
        this.#failPower();
    }
  }

  /** Everybody ends at once; whoever led comes back last, so that the others have to know what it knew. */
  #failPower(): void {
    this.countFault("power failure");
    const running = this.nodes.filter(({ isUp }) => isUp);
    const leaders = running.filter(({ isLeader }) => isLeader);
    for (const node of running) node.crash();
    for (const node of running) {
      this.clock.setTimer(leaders.includes(node) ? LEADER_RETURNS_AFTER_MS : 1, () => {
        if (!node.isUp) node.restart();
      });
    }
  }

  #calm(): void {
    this.#isCalm = true;
    this.#groups = new Map();
    this.#lossPerMille = 0;
    this.#delayMaxMs = 5;
    for (const node of this.nodes) if (!node.isUp) node.restart();
  }

  #repeat(everyMs: number, act: () => void): void {
    this.clock.setTimer(everyMs, () => {
      act();
      this.#repeat(everyMs, act);
    });
  }
}
