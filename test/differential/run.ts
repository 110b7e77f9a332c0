// Runs chosen scenarios by hand and shows every difference: `node --conditions=@ottla/source test/differential/run.ts
// [--self] [--dump] [--concurrency=N] [--add-to-matrix] [name…]`. With --self Apache Kafka is compared with a second Apache Kafka; with
// --add-to-matrix what these scenarios see is added to MATRIX.md (what none sees any more only the whole suite finds).
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runBoth } from "./both.ts";
import { checkAlterations, newReport } from "./alterations.ts";
import type { Difference } from "./compare.ts";
import { compareTranscripts, describeDifference, unexplained } from "./compare.ts";
import { buildMatrix, coverageIn, coverageOf, joinCoverage } from "./matrix.ts";
import { normalise } from "./normalise.ts";
import { allScenarios } from "./scenario.ts";
import { loadScenarios } from "./scenarios.ts";
import { scenarioId } from "./session.ts";

const MATRIX_FILE = join(import.meta.dirname, "MATRIX.md");
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const flag = (name: string): boolean => process.argv.includes(`--${name}`);
const concurrency = process.argv.find((word) => word.startsWith("--concurrency="))?.split("=")[1];

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
const started = performance.now();
const { ours, apache, logs } = await runBoth(
  chosen,
  flag("self"),
  concurrency === undefined ? undefined : Number(concurrency),
);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const report = newReport();
const all: Difference[] = [];
for (const { name } of chosen) {
  const [left, right] = [ours.get(name), apache.get(name)];
  if (left === undefined || right === undefined) throw new Error(name);
  if (flag("dump")) for (const [path, value] of normalise(right)) print(`${name} ${path} = ${value}`);
  if (right.ended !== undefined) print(`${name} ended: ${right.ended}`);
  all.push(...unexplained(compareTranscripts(left, right), new Set()));
  if (flag("alter")) checkAlterations(left, right, report);
}
if (flag("summary")) print(summary(all));
else for (const difference of all) print(describeDifference(difference));
print(`${chosen.length} scenarios, ${all.length} differences, ${seconds} s`);
if (flag("alter")) print(JSON.stringify(report, null, 1));
if (flag("add-to-matrix")) {
  const { markdown, faults } = buildMatrix(
    joinCoverage(coverageIn(readFileSync(MATRIX_FILE, "utf8")), coverageOf(apache.values())),
  );
  writeFileSync(MATRIX_FILE, markdown);
  print(faults.join("\n"));
}
if (flag("matrix")) print(buildMatrix(coverageOf(apache.values())).faults.join("\n"));
if (flag("errors")) print(errorsIn(logs));
