/** Makes faults happen, and takes them back after a while. */
import { randomBelow } from "@ottla/base";
import type { Prng } from "@ottla/base";
import type { ClusterWorld } from "./cluster-world.ts";
import { CHANCE_KINDS, type ChanceKind, FAULT_KINDS, type FaultKind, RACE_KINDS, type RaceKind } from "./faults.ts";
import { Races } from "./races.ts";
import { randomRate, type SimulatedNode } from "./simulated-node.ts";

const SHORT_MS = 1500;
const LONG_MS = 12_000;
const SLOW_NETWORK_MS = 800;
const SLOW_DISK_MS = 150;
const WALL_JUMP_MS = 240_000;
const NEEDS_PROCESS: readonly ChanceKind[] = ["crash", "power failure", "orderly stop", "pause"];

export class FaultInjector {
  readonly races: Races;
  readonly #world: ClusterWorld;
  readonly #random: Prng;
  /** Nodes that stay away for now. */
  readonly #away = new Set<SimulatedNode>();
  readonly #paused = new Set<SimulatedNode>();
  #isHealed = false;

  constructor(world: ClusterWorld, random: Prng) {
    this.#world = world;
    this.#random = random;
    this.races = new Races(world, random.fork(), {
      crash: (node) => this.#crash(node, "process"),
      restart: (node) => this.#restart(node),
      later: (ms, happen) => {
        world.clock.setTimer(ms, () => {
          if (!this.#isHealed) happen();
        });
      },
    });
  }

  inject(): void {
    const kind = this.#possible(FAULT_KINDS[randomBelow(this.#random, FAULT_KINDS.length)]!);
    const node = this.#anyNode();
    // It counts when it comes up.
    if (isRace(kind)) this.races.arm(kind);
    else this.#begin(kind, node);
  }

  /** One that comes at once, in place of one that has waited for its moment in vain. */
  injectAtOnce(): void {
    const kind = this.#possible(CHANCE_KINDS[randomBelow(this.#random, CHANCE_KINDS.length)]!);
    if (!isRace(kind)) this.#begin(kind, this.#anyNode());
  }

  /** Nothing comes of what needs a process where the node has none. */
  #begin(kind: ChanceKind, node: SimulatedNode): void {
    if (NEEDS_PROCESS.includes(kind) && !(kind === "orderly stop" ? node.isServing : node.isUp)) return;
    if (kind === "crash in a write") {
      node.onNextWrite = () => {
        this.#world.countFault(kind);
        this.#crash(node, this.#world.losesUnflushed ? "power" : "process");
      };
      return;
    }
    this.#world.countFault(kind);
    this.#world.trace(() => `  ${kind} of ${node.name}`);
    switch (kind) {
      case "crash":
        this.#crash(node, "process");
        return;
      case "power failure":
        this.#crash(node, "power");
        return;
      case "everybody crashes":
        for (const each of this.#world.nodes) this.#crash(each, this.#world.losesUnflushed ? "power" : "process");
        return;
      case "orderly stop":
        this.#stop(node);
        return;
      case "pause":
        this.#pause(node);
        return;
      case "slow disk":
        node.slowDiskMs = 1 + randomBelow(this.#random, SLOW_DISK_MS);
        this.#later(() => {
          node.slowDiskMs = 0;
        });
        return;
      case "wall clock jump":
        node.clock.jumpWall(randomBelow(this.#random, 2 * WALL_JUMP_MS) - WALL_JUMP_MS);
        return;
      case "clock drift":
        node.clock.drift(randomRate(this.#random));
        return;
      default:
        this.#disturbNetwork(kind, node);
    }
  }

  /** Everything works again, and goes on working. */
  heal(): void {
    this.#isHealed = true;
    this.#world.network.heal();
    this.races.disarm();
    for (const node of this.#paused) node.process?.goOn();
    this.#away.clear();
    for (const node of this.#world.nodes) {
      node.slowDiskMs = 0;
      if (!node.isUp) this.#restart(node);
    }
  }

  mayStart(node: SimulatedNode): boolean {
    return !this.#away.has(node);
  }

  /** What it becomes where it cannot be, or is not to be that often. */
  #possible(kind: FaultKind): FaultKind {
    if (kind === "power failure" && !this.#world.losesUnflushed) return "crash";
    return kind === "everybody crashes" && randomBelow(this.#random, 4) > 0 ? "crash" : kind;
  }

  #anyNode(): SimulatedNode {
    const { nodes } = this.#world;
    return nodes[randomBelow(this.#random, nodes.length)]!;
  }

  #later(happen: () => void): void {
    const longestMs = randomBelow(this.#random, 2) === 0 ? SHORT_MS : LONG_MS;
    this.#world.clock.setTimer(1 + randomBelow(this.#random, longestMs), () => {
      if (!this.#isHealed) happen();
    });
  }

  #crash(node: SimulatedNode, kind: "process" | "power"): void {
    if (!node.isUp) return;
    node.kill(kind);
    this.#comeBack(node);
  }

  #stop(node: SimulatedNode): void {
    if (!node.isServing) return;
    node.shutDown().then(
      () => {
        if (!node.isUp) this.#comeBack(node);
      },
      (error: unknown) => this.#world.onFailure(error),
    );
  }

  #comeBack(node: SimulatedNode): void {
    if (this.#isHealed) {
      this.#restart(node);
      return;
    }
    this.#away.add(node);
    this.#later(() => {
      this.#away.delete(node);
      if (!node.isUp) this.#restart(node);
    });
  }

  #restart(node: SimulatedNode): void {
    if (node.isUp || node.isLosingLogs) return;
    this.#world.count("restart");
    this.#world.trace(() => `  restart of ${node.name}`);
    node.start();
  }

  #pause(node: SimulatedNode): void {
    const { process } = node;
    if (process === undefined) return;
    process.stop();
    this.#paused.add(node);
    this.#later(() => process.goOn());
  }

  #disturbNetwork(kind: ChanceKind, node: SimulatedNode): void {
    const { network, nodes } = this.#world;
    const others = nodes.filter((other) => other !== node);
    if (kind === "isolation") {
      for (const host of network.hosts.keys()) {
        if (host !== node.name) cutBoth(network, node.name, host);
      }
    } else if (kind === "split") {
      const side = nodes.filter(() => randomBelow(this.#random, 2) === 0);
      for (const one of side) {
        for (const other of nodes) if (!side.includes(other)) cutBoth(network, one.name, other.name);
      }
    } else if (kind === "one-way cut") {
      for (const other of others) {
        if (randomBelow(this.#random, 2) === 0) network.cut(node.name, other.name);
      }
    } else {
      for (const host of network.hosts.keys()) {
        network.slow(node.name, host, 1 + randomBelow(this.#random, SLOW_NETWORK_MS));
        network.slow(host, node.name, 1 + randomBelow(this.#random, SLOW_NETWORK_MS));
      }
    }
    this.#later(() => network.heal());
  }
}

function isRace(kind: FaultKind): kind is RaceKind {
  return RACE_KINDS.some((race) => race === kind);
}

function cutBoth(network: ClusterWorld["network"], one: string, other: string): void {
  network.cut(one, other);
  network.cut(other, one);
}
