// Three nodes whose processes are killed, stopped for a while and restarted every few seconds, by the same schedule on both sides: how long a fault keeps
// the stream that is worst off from going on, kinds of faults, clients and what is sent apart. OTTLA_BENCH_FAULTS says how many faults there are
// on each side (default 15, as many of each kind), CLUSTER_SEED which.
import { javaLoader } from "../test/crash/cluster/java-load.ts";
import { clusterOf } from "../test/crash/cluster/nodes.ts";
import { ourLoader } from "../test/crash/cluster/our-load.ts";
import { runUnderFaults } from "../test/crash/cluster/run.ts";
import { unavailabilities } from "../test/crash/cluster/unavailability.ts";
import type { Unavailability } from "../test/crash/cluster/unavailability.ts";
import { alternate } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { APACHE_JVM } from "./lib/server.ts";

const FAULTS = Number(process.env["OTTLA_BENCH_FAULTS"] ?? 15);
/** Where every fault takes this long, there are fewer. */
const FAULT_MS_MAX = 20_000;
const SEED = Number(process.env["CLUSTER_SEED"] ?? Date.now() % 1_000_000);

async function faultsOn(side: "ours" | "theirs", seed: number): Promise<readonly Unavailability[]> {
  const cluster = await clusterOf(side, { jvmArgs: APACHE_JVM });
  try {
    const schedule = { seed, durationMs: FAULTS * FAULT_MS_MAX, faultsMax: FAULTS };
    return unavailabilities(await runUnderFaults(cluster, [ourLoader, javaLoader], schedule));
  } finally {
    await cluster.close();
  }
}

/** Of all runs of a side, each fault's. */
function msOf(runs: readonly (readonly Unavailability[])[], name: string): number[] {
  return runs.flatMap((run) => run.filter((one) => one.name === name).flatMap(({ ms }) => ms));
}

export const bench: Bench = {
  name: "cluster-faults",
  about: `Three nodes on this machine, ${FAULTS} faults on each side, one after the other: ms without an acknowledgement (plain: of the partition that is worst off) or a commit (transactional) after a fault.`,
  async run(context) {
    const rounds = Math.max(1, Math.floor(context.rounds));
    const seeds = { ours: SEED, theirs: SEED };
    const { ottla, peer } = await alternate(
      rounds,
      () => faultsOn("ours", seeds.ours++),
      () => faultsOn("theirs", seeds.theirs++),
    );
    context.note(`CLUSTER_SEED=${SEED}; sessions of brokers of 4 s, heartbeats every 0.5 s on both sides`);
    context.note(`Apache Kafka with java ${APACHE_JVM.join(" ")}`);
    const names = (ottla[0] ?? []).map(({ name }) => name);
    const counts = (runs: typeof ottla): string =>
      ["kill", "pause", "restart"].map((kind) => `${msOf(runs, `${kind}, ours, plain`).length} × ${kind}`).join(", ");
    context.note(`Faults: ottla ${counts(ottla)}; peer ${counts(peer)}`);
    return names.map((name): Figure => ({
      name,
      unit: "ms",
      ottla: msOf(ottla, name),
      peer: msOf(peer, name),
      higherIsBetter: false,
    }));
  },
};
