// npm run bench -- [names…] [--rounds 3] [--only REGEX] [--json FILE]: runs the benchmarks beside their peers and prints medians and
// ratios; `--only` picks the cases of a benchmark by their names.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { median, printFigures, ratio } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";

const BENCHES: ReadonlyMap<string, () => Promise<Bench>> = new Map<string, () => Promise<Bench>>([
  ["start-up", async () => (await import("./start-up.ts")).bench],
  ["idle-memory", async () => (await import("./idle-memory.ts")).bench],
  ["java-produce", async () => (await import("./java-produce.ts")).bench],
  ["java-consume", async () => (await import("./java-consume.ts")).bench],
  ["librdkafka", async () => (await import("./librdkafka.ts")).bench],
  ["ten-gigabytes", async () => (await import("./ten-gigabytes.ts")).bench],
  ["event-loop-delay", async () => (await import("./event-loop-delay.ts")).bench],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "3" }, only: { type: "string" }, json: { type: "string" } },
});
const only = values.only === undefined ? undefined : new RegExp(values.only);
const names = positionals.length > 0 ? positionals : [...BENCHES.keys()];
const report: { bench: string; figures: (Figure & { medians: { ottla: number; peer: number }; ratio: number })[] }[] =
  [];
for (const name of names) {
  const load = BENCHES.get(name);
  if (load === undefined) {
    process.stderr.write(`no benchmark is called ${name}: ${[...BENCHES.keys()].join(", ")}\n`);
    process.exit(1);
  }
  const bench = await load();
  process.stdout.write(`\n## ${bench.name}\n${bench.about}\n\n`);
  const figures = await bench.run({
    rounds: Number(values.rounds),
    say: (text) => process.stderr.write(`  ${text}\n`),
    wants: (caseName) => only === undefined || only.test(caseName),
  });
  process.stdout.write(`${printFigures(figures)}\n`);
  report.push({
    bench: bench.name,
    figures: figures.map((figure) => ({
      ...figure,
      medians: { ottla: median(figure.ottla), peer: median(figure.peer) },
      ratio: ratio(figure),
    })),
  });
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
