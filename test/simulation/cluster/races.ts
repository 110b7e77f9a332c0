/**
 * Faults that wait for their moment: a voter that ends when it has just voted, a leader that ends as soon as it is one, or while it changes the
 * in-sync set (with nothing more for a replica that it asks in), a replica that comes back without its log while it is being asked in. Armed by
 * the injector, they come up when the request for it is sent.
 */
import { randomBelow } from "@ottla/base";
import type { Prng } from "@ottla/base";
import { ApiKey } from "@ottla/protocol";
import type { ClusterWorld } from "./cluster-world.ts";
import type { RaceKind } from "./faults.ts";
import { isVoter, TOPIC } from "./layout.ts";
import type { SimulatedNode } from "./simulated-node.ts";

/** What a race may do to nodes; the injector's. */
export interface RaceActions {
  crash(node: SimulatedNode): void;
  restart(node: SimulatedNode): void;
  later(ms: number, happen: () => void): void;
}

interface Election {
  readonly voterName: string;
  /** Candidate → when it asked last. */
  readonly asked: Map<string, number>;
  first: { readonly candidateName: string; readonly arrivesMs: number } | undefined;
}

const VOTE_MS = 6;
/** The first request for a vote waits so long for a second one. */
const HELD_MS = 400;
/** The second arrives so long after the first: the voter is there again. */
const RESTART_MS = 150;
/** A candidate that was told it would be elected asks in earnest within this. */
const VOTE_AGAIN_MS = 100;
/** Others stand for election within this. */
const ELECTION_MS = 5000;
const ANSWER_MS = 3;
const NEW_MS = 100;
const CRASH_MS = 2500;
/** Less than a request may take, so that it is not sent again. */
const WITHHELD_MS = 1800;

export class Races {
  readonly #world: ClusterWorld;
  readonly #random: Prng;
  readonly #actions: RaceActions;
  readonly #armed = new Set<RaceKind>();
  readonly #newLeaders = new Set<SimulatedNode>();
  #election: Election | undefined;

  constructor(world: ClusterWorld, random: Prng, actions: RaceActions) {
    this.#world = world;
    this.#random = random;
    this.#actions = actions;
  }

  arm(kind: RaceKind): void {
    this.#armed.add(kind);
    if (kind === "crash of a voter") this.#beginElection();
  }

  disarm(): void {
    this.#election = undefined;
    this.#armed.clear();
  }

  /** A request is sent; returns how much longer it is to take. */
  onRequest(apiKey: number, from: string, to: string): number {
    if (apiKey === ApiKey.Vote) return this.#onVote(from, to);
    if (this.#armed.size === 0) return 0;
    if (apiKey === ApiKey.Fetch && this.#armed.has("crash of a new leader")) this.#onFetch(to);
    if (apiKey !== ApiKey.AlterPartition) return 0;
    const leader = this.#nodeOf(from);
    const controller = this.#nodeOf(to);
    if (leader === undefined || controller === undefined) return 0;
    return this.#onAlterPartition(leader, controller);
  }

  /**
   * The leader of the quorum ends and is there again as a voter that both others ask in the same epoch, since they do not hear of each other. It
   * ends again between the two: whatever it has promised to the first it must still know when the second asks.
   */
  #beginElection(): void {
    const { network, nodes, voterIds } = this.#world;
    const voter = nodes.find(({ parts }) => parts?.controller.isActive === true);
    const others = nodes.filter((node) => node !== voter && isVoter(node.roles));
    if (voter === undefined || voterIds.length !== 3) return;
    this.#begin("crash of a voter");
    this.#election = { voterName: voter.name, asked: new Map(), first: undefined };
    voter.kill("process");
    this.#actions.restart(voter);
    for (const one of others) for (const other of others) if (one !== other) network.cut(one.name, other.name);
    this.#actions.later(ELECTION_MS, () => {
      this.#election = undefined;
      network.heal();
    });
  }

  /** Returns how much longer the request takes. A candidate asks twice, first without meaning it. */
  #onVote(candidateName: string, voterName: string): number {
    const election = this.#election;
    if (election?.voterName !== voterName) return 0;
    const nowMs = this.#world.clock.monotonicMs();
    const askedMs = election.asked.get(candidateName) ?? -Infinity;
    election.asked.set(candidateName, nowMs);
    if (nowMs - askedMs > VOTE_AGAIN_MS) return 0;
    if (election.first === undefined) {
      election.first = { candidateName, arrivesMs: nowMs + HELD_MS };
      // Nor does the voter hear of what becomes of its vote.
      this.#actions.later(HELD_MS + ANSWER_MS, () => this.#world.network.cut(candidateName, voterName));
      this.#actions.later(HELD_MS + VOTE_MS + randomBelow(this.#random, VOTE_MS), () => {
        const voter = this.#nodeOf(voterName);
        if (voter?.isUp !== true) return;
        voter.kill("process");
        this.#actions.restart(voter);
      });
      return HELD_MS;
    }
    const isSecond = election.first.candidateName !== candidateName;
    return isSecond ? Math.max(0, election.first.arrivesMs + RESTART_MS - nowMs) : 0;
  }

  /** A follower asks a new leader for the first time: it gets one answer, perhaps, and then its leader ends. */
  #onFetch(leaderName: string): void {
    const leader = this.#nodeOf(leaderName);
    if (leader === undefined || !this.#newLeaders.has(leader)) return;
    this.#begin("crash of a new leader");
    const { network, nodes } = this.#world;
    this.#actions.later(ANSWER_MS + randomBelow(this.#random, ANSWER_MS), () => {
      for (const { name } of nodes) if (name !== leaderName) network.cut(leaderName, name);
    });
    this.#actions.later(VOTE_MS + randomBelow(this.#random, CRASH_MS), () => {
      this.#actions.crash(leader);
      network.heal();
    });
  }

  /** A node leads a partition in an epoch in which nobody led it before. */
  onNewLeader(node: SimulatedNode): void {
    if (!this.#armed.has("crash of a new leader")) return;
    this.#newLeaders.add(node);
    this.#actions.later(NEW_MS, () => this.#newLeaders.delete(node));
  }

  #onAlterPartition(leader: SimulatedNode, controller: SimulatedNode): number {
    const joiner = this.#joinerOf(leader);
    if (joiner !== undefined && leader !== controller && this.#armed.has("lost log of a replica that joins")) {
      this.#begin("lost log of a replica that joins");
      void this.#loseLog(joiner, leader);
      return WITHHELD_MS;
    }
    if (!this.#armed.has("crash of a leader that changes the in-sync set")) return 0;
    this.#begin("crash of a leader that changes the in-sync set");
    const { network, nodes } = this.#world;
    if (joiner !== undefined) {
      this.#endLeaderOf(joiner.node, leader);
      return 0;
    }
    // The controller takes the change, and the leader does not hear of it.
    if (leader !== controller) network.cut(controller.name, leader.name);
    for (const follower of nodes) {
      if (follower !== leader && randomBelow(this.#random, 2) === 0) network.cut(leader.name, follower.name);
    }
    this.#actions.later(1 + randomBelow(this.#random, CRASH_MS), () => {
      this.#actions.crash(leader);
      network.heal();
    });
    return 0;
  }

  /** Whoever is asked in gets nothing more of its leader, and may have to lead with what it has. */
  #endLeaderOf(joiner: SimulatedNode, leader: SimulatedNode): void {
    const { network } = this.#world;
    network.cut(leader.name, joiner.name);
    this.#actions.later(1 + randomBelow(this.#random, CRASH_MS), () => this.#actions.crash(leader));
    // Before that it would be given what was under way, and have everything.
    this.#actions.later(CRASH_MS + ELECTION_MS, () => network.heal());
  }

  /** The replica is there again as another, and has nothing; it gets nothing either before its leader is gone. */
  async #loseLog(
    joiner: { readonly node: SimulatedNode; readonly partitions: readonly number[] },
    leader: SimulatedNode,
  ): Promise<void> {
    const { network } = this.#world;
    const { node, partitions } = joiner;
    network.cut(leader.name, node.name);
    this.#actions.later(WITHHELD_MS + randomBelow(this.#random, VOTE_MS), () => {
      this.#actions.crash(leader);
      network.heal();
    });
    const { incarnation } = node;
    await node.shutDown().catch(() => {});
    if (node.isUp || node.incarnation > incarnation + 1) return;
    node.isLosingLogs = true;
    for (const partition of partitions) {
      if (!this.#isInSync(node.id, partition)) await node.loseLog(`${TOPIC}-${partition}`);
    }
    node.isLosingLogs = false;
    this.#actions.restart(node);
  }

  /** Whoever a leader asks into an in-sync set, and for which partitions. */
  #joinerOf(
    leader: SimulatedNode,
  ): { readonly node: SimulatedNode; readonly partitions: readonly number[] } | undefined {
    let node: SimulatedNode | undefined;
    const partitions: number[] = [];
    for (const replica of leader.parts?.replicaManager?.replicas() ?? []) {
      const { pendingIsr, isr } = replica.state;
      const id = pendingIsr?.isr.find((member) => !isr.includes(member));
      if (replica.topic !== TOPIC || id === undefined) continue;
      node ??= this.#nodeOf(`n${id}`);
      if (node?.id === id) partitions.push(replica.partition);
    }
    return node?.isServing === true ? { node, partitions } : undefined;
  }

  /** As whoever leads the quorum has it, what is not committed yet included. */
  #isInSync(id: number, partition: number): boolean {
    const controllers = this.#world.nodes.filter(({ parts }) => parts?.controller.isActive === true);
    if (controllers.length !== 1) return true;
    const image = controllers[0]?.parts?.controller.image;
    return image?.topics.getPartition(TOPIC, partition)?.isr.includes(id) !== false;
  }

  #begin(kind: RaceKind): void {
    this.#armed.delete(kind);
    this.#world.countFault(kind);
  }

  #nodeOf(name: string): SimulatedNode | undefined {
    return this.#world.nodes.find((node) => node.name === name);
  }
}
