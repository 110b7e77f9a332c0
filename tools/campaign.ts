// `npm run campaign`: what takes too long for every change. Thousands of crashes and simulated runs; one line for each part, and an exit
// code of 1 when one of them failed. `npm run campaign -- --hours 2` goes on with fresh seeds until the time is over; `--only clusters` takes the parts
// whose names have that text.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const HOUR_MS = 3_600_000;
/** A part that takes longer hangs, which is a failure as any other. */
const PART_LIMIT_MS = 3 * HOUR_MS;

interface Part {
  readonly name: string;
  readonly file: string;
  readonly environment: (round: number) => Readonly<Record<string, string>>;
}

const PARTS: readonly Part[] = [
  {
    name: "1,000 kill -9 under load",
    file: "test/crash/kill-nine.test.ts",
    environment: () => ({ CRASH_ROUNDS: "1000" }),
  },
  {
    name: "three nodes killed, stopped and restarted for ten minutes, and Apache Kafka's under the same schedule",
    file: "test/crash/cluster.test.ts",
    environment: (round) => ({
      CLUSTER_SECONDS: "600",
      CLUSTER_PEER: "1",
      CLUSTER_SEED: String((Date.now() + round) % 1_000_000_000),
    }),
  },
  {
    name: "coordinators of ours and Apache's in turn, each killed twenty times under transactional copiers",
    file: "test/interop/mixed-coordinators.test.ts",
    environment: () => ({ MIXED_TURNS: "40" }),
  },
  {
    name: "1,000 kill -9 of an application of listeners, in every ack mode and ordering",
    file: "test/crash/listener-kill.test.ts",
    environment: () => ({ LISTENER_KILL_ROUNDS: "1000" }),
  },
  {
    name: "50,000 simulated logs with faults and crashes, from a fresh seed",
    file: "test/simulation/log/log.test.ts",
    environment: (round) => ({
      OTTLA_LOG_RUNS: "50000",
      OTTLA_LOG_SEED: String((Date.now() + round) % 1_000_000_000),
    }),
  },
  {
    name: "50,000 simulated clusters under failure, from a fresh seed",
    file: "test/simulation/cluster/cluster.test.ts",
    environment: (round) => ({
      OTTLA_CLUSTER_RUNS: "50000",
      OTTLA_CLUSTER_SEED: String((Date.now() + round) % 1_000_000_000),
    }),
  },
  {
    name: "20,000 simulated containers of listeners, from a fresh seed",
    file: "packages/listener/src/container/simulation.test.ts",
    environment: (round) => ({
      OTTLA_LISTENER_RUNS: "20000",
      OTTLA_LISTENER_SEED: String((Date.now() + round) % 1_000_000_000),
    }),
  },
  {
    name: "exactly once, 1,000 kill -9",
    file: "test/exactly-once/processes.test.ts",
    environment: () => ({ EXACTLY_ONCE_PROCESS_KILLS: "1000", EXACTLY_ONCE_APACHE_KILLS: "10" }),
  },
  {
    name: "the defect of Apache Kafka that decisions/016 goes round is still there",
    file: "test/exactly-once/apache/skipped-markers.test.ts",
    environment: () => ({}),
  },
  ...["classic", "consumer"].map((protocol) => ({
    name: `exactly once on the virtual clock, ${protocol} groups, 10,000 kills`,
    file: `test/exactly-once/virtual-${protocol}.test.ts`,
    environment: (round: number) => ({
      EXACTLY_ONCE_KILLS: "10000",
      EXACTLY_ONCE_SEED: String((Date.now() + round) % 1_000_000_000),
    }),
  })),
  {
    name: "10 GB drained through a slow handler of the client, and an hour of a steady load",
    file: "test/interop/client-memory.test.ts",
    environment: () => ({
      OTTLA_DRAIN_MEGABYTES: "10000",
      OTTLA_DRAIN_FLAGS: "--max-semi-space-size=16",
      OTTLA_STEADY_SECONDS: "3600",
    }),
  },
  {
    name: "a million records compacted beside Apache Kafka",
    file: "test/interop/log-compaction.test.ts",
    environment: () => ({ OTTLA_COMPACTION_RECORDS: "1000000" }),
  },
  {
    name: "cleanings of 30 logs, each cut off at every step",
    file: "packages/storage/src/log-cleaner/crash.test.ts",
    environment: () => ({ OTTLA_SIMULATION_RUNS: "30" }),
  },
  {
    name: "the same requests to us and to Apache Kafka, no scenario a second time",
    file: "test/differential/differential.test.ts",
    environment: () => ({ OTTLA_DIFFERENTIAL_ONCE: "1" }),
  },
  {
    name: "hostile frames with a fresh seed",
    file: "test/hostile/frames.test.ts",
    environment: (round) => ({ HOSTILE_SEED: String(Date.now() + round) }),
  },
  {
    name: "groups under failure with a fresh seed",
    file: "test/simulation/groups/groups.test.ts",
    environment: (round) => ({ SEED: String((Date.now() + round) % 1_000_000_000) }),
  },
];

const { values } = parseArgs({
  options: { hours: { type: "string", default: "0" }, only: { type: "string", default: "" } },
});
const chosen = PARTS.filter(({ name }) => name.includes(values.only));
if (chosen.length === 0) {
  process.stderr.write(`no part has ${JSON.stringify(values.only)} in its name:\n`);
  for (const { name } of PARTS) process.stderr.write(`  ${name}\n`);
  process.exit(1);
}
const endMs = Date.now() + Number(values.hours) * HOUR_MS;
let failures = 0;
let round = 0;
do {
  for (const part of chosen) {
    const startedMs = Date.now();
    const result = spawnSync(process.execPath, ["--conditions=@ottla/source", "--test", join(root, part.file)], {
      cwd: root,
      encoding: "utf8",
      timeout: PART_LIMIT_MS,
      killSignal: "SIGKILL",
      env: { ...process.env, ...part.environment(round) },
    });
    const minutes = ((Date.now() - startedMs) / 60_000).toFixed(1);
    process.stdout.write(`${result.status === 0 ? "held" : "FAILED"}  ${part.name}  (${minutes} min)\n`);
    for (const line of result.stdout.split("\n"))
      if (/^\s*ℹ .*(acknowledged|committed|unavailable|drained|in use)/.test(line)) process.stdout.write(`${line}\n`);
    if (result.status !== 0) {
      failures += 1;
      process.stdout.write(result.stdout.slice(-8000));
    }
  }
  round += 1;
} while (Date.now() < endMs);
process.exit(failures > 0 ? 1 : 0);
