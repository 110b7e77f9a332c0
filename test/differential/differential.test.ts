// The differential suite: every scenario runs against Apache Kafka and against our broker, and every value that they answer
// is compared; see README.md. With OTTLA_DIFFERENTIAL_SELF=1 a second Apache Kafka stands in for ours: then nothing may
// differ and nothing be explained, which shows that scenarios and masks are sound. With OTTLA_DIFFERENTIAL_ONCE=1, as in the
// campaign, no scenario is run a second time.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { javacSkip } from "../apache/compile-java.ts";
import { apacheSkip } from "../apache/jars.ts";
import { runBoth, runBothTwice } from "./both.ts";
import type { BothRuns, Repeated } from "./both.ts";
import { checkAlterations, newReport } from "./alterations.ts";
import { compareTranscripts, describeDifference, unexplained } from "./compare.ts";
import { EXPLAINED } from "./explained.ts";
import type { Explained } from "./explained.ts";
import { buildMatrix, coverageOf } from "./matrix.ts";
import { allScenarios } from "./scenario.ts";
import { loadScenarios } from "./scenarios.ts";
import type { Transcript } from "./transcript.ts";

const SCENARIOS_MIN = 200;
const DIFFERENCES_SHOWN = 20;
const isSelf = process.env["OTTLA_DIFFERENTIAL_SELF"] === "1";
const matrixFile = join(dirname(fileURLToPath(import.meta.url)), "MATRIX.md");

describe("differential", { skip: apacheSkip() || javacSkip() }, () => {
  const used = new Set<Explained>();
  let runs: BothRuns;
  let repeated: readonly Repeated[] = [];

  before(async () => {
    await loadScenarios();
    if (isSelf || process.env["OTTLA_DIFFERENTIAL_ONCE"] === "1") runs = await runBoth(allScenarios(), isSelf);
    else ({ repeated, ...runs } = await runBothTwice(allScenarios()));
  });

  const transcriptsOf = (name: string): [Transcript, Transcript] => {
    const [left, right] = [runs.ours.get(name), runs.apache.get(name)];
    assert(left !== undefined && right !== undefined, name);
    return [left, right];
  };

  it(`there are at least ${SCENARIOS_MIN} scenarios, and each runs to its end against Apache Kafka`, (t) => {
    const scenarios = allScenarios();
    assert(scenarios.length >= SCENARIOS_MIN);
    const cutShort = [...runs.apache.values()].filter(({ ended }) => ended !== undefined);
    assert.deepEqual(
      cutShort.map(({ scenario, ended }) => `${scenario}: ${ended}`),
      [],
    );
    t.diagnostic(`${scenarios.length} scenarios compared with ${runs.apacheVersion}`);
  });

  it("nothing differs that is not explained", (t) => {
    for (const { scenario, first } of repeated) {
      t.diagnostic(`${scenario} was run a second time; the first time: ${first.slice(0, 3).join("; ")}`);
    }
    const differences = allScenarios().flatMap(({ name }) => compareTranscripts(...transcriptsOf(name)));
    const found = isSelf ? differences : unexplained(differences, used);
    const shown = found.slice(0, DIFFERENCES_SHOWN).map(describeDifference).join("\n");
    assert.equal(found.length, 0, `${found.length} differences, the first of them:\n${shown}`);
  });

  it("every explained difference still occurs, and has a reason", { skip: isSelf }, () => {
    const stale = EXPLAINED.filter((entry) => !used.has(entry) || entry.reason.length < 10);
    assert.deepEqual(
      stale.map(({ scenario, path }) => `${String(scenario)} ${String(path)}`),
      [],
    );
  });

  it("every alteration of an answer is noticed", (t) => {
    const report = newReport();
    for (const { name } of allScenarios()) checkAlterations(...transcriptsOf(name), report);
    assert.deepEqual(report.missed, []);
    t.diagnostic(
      `${report.altered} alterations; ${report.masked} of them seen behind a mask only when gross, ` +
        `${report.explained} where a difference is explained`,
    );
  });

  it("the matrix of API, version and error code is up to date, and every gap has a reason", () => {
    const { markdown, faults } = buildMatrix(coverageOf(runs.apache.values()));
    if (process.env["OTTLA_UPDATE"] === "1") writeFileSync(matrixFile, markdown);
    assert.deepEqual(faults, []);
    assert.equal(
      readFileSync(matrixFile, "utf8"),
      markdown,
      "run with OTTLA_UPDATE=1 to rewrite test/differential/MATRIX.md",
    );
  });
});
