// Runs chosen scenarios by hand and shows every difference: `node --conditions=@ottla/source test/differential/run.ts
// [--self] [--dump] [name…]`. With --self Apache Kafka is compared with a second Apache Kafka.
import { spawnSync } from "node:child_process";
import { checkAlterations, newReport } from "./alterations.ts";
import type { Difference } from "./compare.ts";
import { compareTranscripts, describeDifference, unexplained } from "./compare.ts";
import { buildMatrix, coverageOf } from "./matrix.ts";
import { normalise } from "./normalise.ts";
import { allScenarios, runScenarios } from "./scenario.ts";
import { loadScenarios } from "./scenarios.ts";
import { scenarioId } from "./session.ts";
import { apacheTarget, ottlaTarget } from "./targets.ts";

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const flag = (name: string): boolean => process.argv.includes(`--${name}`);

/** Errors in a server's log with what follows them: why it answered UNKNOWN_SERVER_ERROR. */
function errorsIn(log: string): string {
  const lines = log.split("\n");
  return lines.flatMap((line, i) => (/ ERROR /.test(line) ? [...lines.slice(i, i + 12), ""] : [])).join("\n");
}

const LINES_PER_SCENARIO = 8;

/** The same difference in several versions and exchanges as one line. */
function summary(differences: readonly Difference[]): string {
  const groups = new Map<string, Set<string>>();
  for (const { scenario, path, ours, apache } of differences) {
    const [name, version = ""] = scenario.split(/ (v\d+)$/);
    const place = path.replace(/ v\d+:/, ":").replaceAll(scenarioId(scenario), "…");
    const key = `${name}\n    ${place}: ${ours.slice(0, 150)} | apache ${apache.slice(0, 150)}`;
    groups.set(key, (groups.get(key) ?? new Set()).add(version));
  }
  const shown = new Map<string, number>();
  const lines = [...groups].map(([key, versions]) => {
    const name = key.split("\n")[0] ?? "";
    const count = (shown.get(name) ?? 0) + 1;
    shown.set(name, count);
    return count > LINES_PER_SCENARIO ? "" : `${key}  [${[...versions].join(" ")}]\n`;
  });
  return lines.join("");
}

if (!flag("self")) spawnSync(process.execPath, ["tools/bundle.ts"], { stdio: "inherit" });
await loadScenarios();
const chosen = allScenarios().filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const [ours, apache] = await Promise.all([flag("self") ? apacheTarget("second") : ottlaTarget(), apacheTarget()]);
try {
  const started = performance.now();
  const [left, right] = await Promise.all([ours, apache].map((target) => runScenarios(target, chosen, 4)));
  const used = new Set<never>();
  const report = newReport();
  const all: Difference[] = [];
  let count = 0;
  for (const { name } of chosen) {
    const [a, b] = [left?.get(name), right?.get(name)];
    if (a === undefined || b === undefined) throw new Error(name);
    if (flag("dump")) for (const [path, value] of normalise(b)) process.stdout.write(`${name} ${path} = ${value}\n`);
    const found = unexplained(compareTranscripts(a, b), used);
    if (b.ended !== undefined) process.stdout.write(`${name} ended: ${b.ended}\n`);
    if (flag("summary")) all.push(...found);
    else for (const difference of found) process.stdout.write(`${describeDifference(difference)}\n`);
    count += found.length;
    if (flag("alter")) checkAlterations(a, b, report);
  }
  if (flag("summary")) process.stdout.write(summary(all));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${chosen.length} scenarios, ${count} differences, ${seconds} s\n`);
  if (flag("alter")) process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  if (flag("matrix"))
    process.stdout.write(`${buildMatrix(coverageOf([...(right?.values() ?? [])])).faults.join("\n")}\n`);
  if (flag("errors")) process.stdout.write(errorsIn(apache.log()) + errorsIn(ours.log()));
} finally {
  await Promise.all([ours.stop(), apache.stop()]);
}
