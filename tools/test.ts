// `npm test`: every suite, one after the other, each within its budget, with one table and one closing line.
// `npm test -- unit tidy` runs the named suites; `npm test -- path/to/x.test.ts` runs files.
// A suite whose outside needs are missing (Java, kcat, Chromium) says so in its own skips; with OTTLA_REQUIRE_INTEROP=1,
// which `.ci/run` sets, a skip for that reason is a failure.
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

interface Suite {
  readonly name: string;
  readonly files: readonly string[];
  readonly budgetMinutes: number;
  /** Test files run side by side; suites that start brokers of their own run one file at a time. */
  readonly concurrency: number;
  /** Files of minutes each, which run where OTTLA_THOROUGH=1 says so, and when they are named. */
  readonly thorough?: readonly string[];
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cores = availableParallelism();

const SUITES: readonly Suite[] = [
  { name: "tidy", files: ["test/tidy/*.test.ts"], budgetMinutes: 2, concurrency: cores },
  { name: "unit", files: ["packages/*/src/**/*.test.ts"], budgetMinutes: 8, concurrency: cores },
  { name: "vectors", files: ["test/vectors/*.test.ts"], budgetMinutes: 1, concurrency: cores },
  { name: "simulation", files: ["test/simulation/**/*.test.ts"], budgetMinutes: 25, concurrency: cores },
  { name: "integration", files: ["test/integration/**/*.test.ts"], budgetMinutes: 12, concurrency: cores },
  { name: "crash", files: ["test/crash/*.test.ts"], budgetMinutes: 8, concurrency: 1 },
  { name: "exactly-once", files: ["test/exactly-once/*.test.ts"], budgetMinutes: 20, concurrency: cores },
  { name: "hostile", files: ["test/hostile/*.test.ts"], budgetMinutes: 4, concurrency: 1 },
  { name: "differential", files: ["test/differential/*.test.ts"], budgetMinutes: 15, concurrency: 1 },
  {
    name: "interop",
    files: ["test/interop/*.test.ts"],
    budgetMinutes: 45,
    concurrency: 1,
    thorough: [
      "test/interop/{cluster,mixed}-*.test.ts",
      "test/interop/cli-{options,parity,verifiable}.test.ts",
      "test/interop/client-{memory,package,security,suite}.test.ts",
      "test/interop/{consumer-groups,share-groups,spring-listener,testkit-runners}.test.ts",
    ],
  },
];

interface Outcome {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** What the reporter says of each failed test, at most {@link DETAIL_LINES} lines. */
  readonly details: readonly string[];
}

/** Of one suite's failures, so that the end of a long log still names them all. */
const DETAIL_LINES = 80;

function run(suite: Suite, files: readonly string[]): Promise<Outcome> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        "--conditions=@ottla/source",
        "--test",
        `--test-concurrency=${suite.concurrency}`,
        "--test-reporter=spec",
        "--test-reporter-destination=stdout",
        ...files,
      ],
      // A process group of its own: with it end the test files' processes and the brokers that they started.
      { cwd: root, stdio: ["ignore", "pipe", "inherit"], detached: true },
    );
    const kill = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    };
    process.once("exit", kill);
    const budget = setTimeout(() => {
      process.stderr.write(`suite ${suite.name} is over its budget of ${suite.budgetMinutes} minutes: stopped\n`);
      kill();
    }, suite.budgetMinutes * 60_000);
    // The counts stand in front of the failures' details, which may be long.
    let rest = "";
    const counts = new Map<string, number>();
    const details: string[] = [];
    let isInDetails = false;
    child.stdout.on("data", (chunk: Buffer) => {
      process.stdout.write(chunk);
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [, label, value] = /^ℹ (pass|fail|cancelled|skipped|todo) (\d+)$/.exec(line) ?? [];
        if (label !== undefined) counts.set(label, Number(value));
        if (line.startsWith("✖ failing tests:")) isInDetails = true;
        else if (isInDetails && details.length < DETAIL_LINES) details.push(line);
      }
    });
    child.on("close", (code) => {
      clearTimeout(budget);
      process.off("exit", kill);
      const count = (label: string): number => counts.get(label) ?? 0;
      const failed = count("fail") + count("cancelled");
      resolve({
        suite: suite.name,
        passed: count("pass"),
        failed: code === 0 ? failed : Math.max(failed, 1),
        skipped: count("skipped") + count("todo"),
        seconds: seconds(),
        details: code === 0 ? [] : [...details, ...(code === 1 ? [] : [`the suite ended with ${code ?? "a signal"}`])],
      });
    });
  });
}

function select(words: readonly string[]): { suite: Suite; files: string[] }[] {
  const paths = words.filter((word) => word.includes("/") || word.endsWith(".ts"));
  if (paths.length > 0) {
    return [{ suite: { name: "files", files: paths, budgetMinutes: 15, concurrency: 1 }, files: paths }];
  }
  const unknown = words.filter((word) => !SUITES.some((suite) => suite.name === word));
  if (unknown.length > 0) {
    process.stderr.write(`no suite is called ${unknown.join(", ")}: ${SUITES.map((suite) => suite.name).join(", ")}\n`);
    process.exit(1);
  }
  return SUITES.filter((suite) => words.length === 0 || words.includes(suite.name))
    .map((suite) => ({ suite, files: found(suite.files).filter((file) => !leftOut(suite).includes(file)) }))
    .filter(({ files }) => files.length > 0);
}

function found(patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
}

function leftOut({ thorough = [] }: Suite): string[] {
  return process.env["OTTLA_THOROUGH"] === "1" ? [] : found(thorough);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

const outcomes: Outcome[] = [];
for (const { suite, files } of select(process.argv.slice(2))) {
  process.stdout.write(`\n# ${suite.name}: ${files.length} files from ${join(".", suite.files[0] ?? "")}\n`);
  const absent = leftOut(suite);
  if (absent.length > 0)
    process.stdout.write(`# ${absent.length} files more with OTTLA_THOROUGH=1: ${absent.join(" ")}\n`);
  outcomes.push(await run(suite, files));
}

for (const { suite, details } of outcomes) {
  if (details.length > 0) process.stdout.write(`\n✖ failed in ${suite}\n${details.join("\n")}\n`);
}

const total = (pick: (outcome: Outcome) => number): number => outcomes.reduce((sum, outcome) => sum + pick(outcome), 0);
process.stdout.write("\nsuite          passed  failed  skipped  seconds\n");
for (const { suite, passed, failed, skipped, seconds } of outcomes) {
  const cells = [passed, failed, skipped].map((n, i) => String(n).padStart(i === 2 ? 9 : 8)).join("");
  process.stdout.write(`${suite.padEnd(13)}${cells}${seconds.toFixed(1).padStart(9)}\n`);
}
const failed = total((outcome) => outcome.failed);
const passed = total((outcome) => outcome.passed);
const skipped = total((outcome) => outcome.skipped);
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
if (failed > 0 || passed === 0) process.exit(1);
