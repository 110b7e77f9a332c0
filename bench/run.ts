// npm run bench -- [names…] [--rounds 3] [--only REGEX] [--json FILE] [--markdown FILE]: runs the benchmarks beside their peers and prints
// medians and ratios; `--only` picks the cases of a benchmark by their names; `--markdown` writes the table with what it was measured on.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { median, printFigures, ratio } from "./lib/bench.ts";
import type { Bench } from "./lib/bench.ts";
import { markdown } from "./lib/report.ts";
import type { BenchReport } from "./lib/report.ts";

const BENCHES: ReadonlyMap<string, () => Promise<Bench>> = new Map<string, () => Promise<Bench>>([
  ["start-up", async () => (await import("./start-up.ts")).bench],
  ["cli-start", async () => (await import("./cli-start.ts")).bench],
  ["idle-memory", async () => (await import("./idle-memory.ts")).bench],
  ["java-produce", async () => (await import("./java-produce.ts")).bench],
  ["java-consume", async () => (await import("./java-consume.ts")).bench],
  ["librdkafka", async () => (await import("./librdkafka.ts")).bench],
  ["client-peers", async () => (await import("./client-peers.ts")).bench],
  ["client-footprint", async () => (await import("./client-footprint.ts")).bench],
  ["listener", async () => (await import("./listener.ts")).bench],
  ["latency", async () => (await import("./latency.ts")).bench],
  ["transactions", async () => (await import("./transactions.ts")).bench],
  ["group-rebalance", async () => (await import("./group-rebalance.ts")).bench],
  ["compaction", async () => (await import("./compaction.ts")).bench],
  ["ten-gigabytes", async () => (await import("./ten-gigabytes.ts")).bench],
  ["ten-thousand-partitions", async () => (await import("./ten-thousand-partitions.ts")).bench],
  ["recovery", async () => (await import("./recovery.ts")).bench],
  ["cluster", async () => (await import("./cluster.ts")).bench],
  ["cluster-faults", async () => (await import("./cluster-faults.ts")).bench],
  ["event-loop-delay", async () => (await import("./event-loop-delay.ts")).bench],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
    json: { type: "string" },
    markdown: { type: "string" },
  },
});
const only = values.only === undefined ? undefined : new RegExp(values.only);
const names = positionals.length > 0 ? positionals : [...BENCHES.keys()];
const rounds = Number(values.rounds);
const reports: BenchReport[] = [];
for (const name of names) {
  const load = BENCHES.get(name);
  if (load === undefined) {
    process.stderr.write(`no benchmark is called ${name}: ${[...BENCHES.keys()].join(", ")}\n`);
    process.exit(1);
  }
  const bench = await load();
  process.stdout.write(`\n## ${bench.name}\n${bench.about}\n\n`);
  const notes = new Set<string>();
  const figures = await bench.run({
    rounds,
    say: (text) => process.stderr.write(`  ${text}\n`),
    note: (text) => notes.add(text),
    wants: (caseName) => only === undefined || only.test(caseName),
  });
  process.stdout.write(`${[...notes].map((note) => `${note}\n`).join("")}\n${printFigures(figures)}\n`);
  reports.push({ name: bench.name, about: bench.about, notes: [...notes], figures });
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(reports.map(forMachines), null, 2)}\n`);
  // After each, so that a benchmark that fails leaves what came before.
  if (values.markdown !== undefined) writeFileSync(values.markdown, markdown(reports, command(), rounds));
}

function forMachines({ name, notes, figures }: BenchReport): object {
  return {
    bench: name,
    notes,
    figures: figures.map((figure) => ({
      ...figure,
      medians: { ottla: median(figure.ottla), peer: median(figure.peer) },
      ratio: ratio(figure),
    })),
  };
}

function command(): string {
  return [
    "npm run bench --",
    ...process.argv.slice(2).map((word) => (/[^\w./-]/.test(word) ? `'${word}'` : word)),
  ].join(" ");
}
