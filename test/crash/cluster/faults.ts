// A schedule of faults on the nodes of a cluster, one after the other: the same for the same seed, whoever's nodes they are.
import { Prng, randomBelow } from "@ottla/base";
import type { Random } from "@ottla/base";

/** Nodes as processes. */
export interface FaultyCluster {
  pid(id: number): number;
  start(...ids: readonly number[]): Promise<void>;
  kill(id: number): Promise<void>;
  stop(id: number): Promise<void>;
}

export const KINDS = ["kill", "pause", "restart"] as const;
export type FaultKind = (typeof KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly node: number;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** A node is away for a moment, or longer than its session. */
const AWAY_MS = { min: 500, max: 6000 } as const;
/** Between a node's return and the next fault. */
const QUIET_MS = { min: 1000, max: 3000 } as const;

function sleep(random: Random, { min, max }: { readonly min: number; readonly max: number }): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, min + randomBelow(random, max - min)));
}

async function cause(cluster: FaultyCluster, random: Random, kind: FaultKind, node: number): Promise<void> {
  switch (kind) {
    case "kill": {
      await cluster.kill(node);
      await sleep(random, AWAY_MS);
      return cluster.start(node);
    }
    case "pause": {
      const pid = cluster.pid(node);
      process.kill(pid, "SIGSTOP");
      await sleep(random, AWAY_MS);
      process.kill(pid, "SIGCONT");
      return;
    }
    case "restart": {
      await cluster.stop(node);
      return cluster.start(node);
    }
  }
}

export interface Schedule {
  /** Which faults, of which nodes. */
  readonly seed: number;
  /** No fault begins later. */
  readonly durationMs: number;
  /** Default: as many as there is time for. */
  readonly faultsMax?: number;
}

/** Faults for that long; resolves with those that there were when every node is there again. */
export async function causeFaults(
  cluster: FaultyCluster,
  nodes: readonly number[],
  { seed, durationMs, faultsMax = Infinity }: Schedule,
): Promise<readonly Fault[]> {
  const random = new Prng(seed);
  const faults: Fault[] = [];
  const endMs = performance.now() + durationMs;
  await sleep(random, QUIET_MS);
  const kinds: FaultKind[] = [];
  while (performance.now() < endMs && faults.length < faultsMax) {
    // Each kind once before one comes again, so that a short run has them all.
    if (kinds.length === 0) kinds.push(...KINDS);
    const [kind = "kill"] = kinds.splice(randomBelow(random, kinds.length), 1);
    const node = nodes[randomBelow(random, nodes.length)] ?? 1;
    faults.push({ kind, node, atMs: Date.now() });
    await cause(cluster, random, kind, node);
    await sleep(random, QUIET_MS);
  }
  return faults;
}
