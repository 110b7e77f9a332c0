// Three processes, broker and controller each, of which any is killed with SIGKILL, stopped and continued, or restarted every few seconds, under idempotent
// and transactional load of our client and of Apache's Java client: nothing acknowledged is lost, there twice or in another order, and a transaction is
// there whole or not at all. CLUSTER_SECONDS and CLUSTER_SEED say how long and which faults; with CLUSTER_PEER=1 Apache Kafka's three nodes go through
// the same schedule, and what is unavailable is told as a ratio.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { TestContext } from "node:test";
import { apacheSkip, hasProgram, skipFor } from "../apache/jars.ts";
import type { MixedCluster } from "../apache/mixed-cluster.ts";
import { javaLoader } from "./cluster/java-load.ts";
import { ourLoader } from "./cluster/our-load.ts";
import { clusterOf } from "./cluster/nodes.ts";
import { runUnderFaults, violationsOf } from "./cluster/run.ts";
import type { Outcome } from "./cluster/run.ts";
import { unavailabilities } from "./cluster/unavailability.ts";
import type { Unavailability } from "./cluster/unavailability.ts";

const SEED = Number(process.env["CLUSTER_SEED"] ?? Date.now() % 1_000_000);
const SECONDS = Number(process.env["CLUSTER_SECONDS"] ?? 90);
const SCHEDULE = { seed: SEED, durationMs: SECONDS * 1000 };
/** What comes before and behind the faults, on a machine that does other things too. */
const LIMIT_MS = SCHEDULE.durationMs + 420_000;

const skipJava = apacheSkip() || (hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH"));
const skipPeer = skipJava || (process.env["CLUSTER_PEER"] === "1" ? false : "CLUSTER_PEER is not 1");
const LOADERS = skipJava === false ? [ourLoader, javaLoader] : [ourLoader];

function tell(test: TestContext, { faults, histories }: Outcome): void {
  test.diagnostic(`faults: ${faults.map(({ kind, node }) => `${kind} ${node}`).join(", ")}`);
  for (const [{ name }, { acknowledged, transactions, errors }] of histories) {
    const counts = Map.groupBy(transactions, ({ outcome }) => outcome);
    const outcomes = [...counts].map(([outcome, all]) => `${all.length} ${outcome}`);
    test.diagnostic(`${name}: ${acknowledged.length} acknowledged; transactions: ${outcomes.join(", ")}`);
    if (errors.size > 0) test.diagnostic(`${name}: ${JSON.stringify([...errors])}`);
  }
}

const median = ({ ms }: Unavailability): number => ms[Math.floor(ms.length / 2)] ?? 0;
const worst = ({ ms }: Unavailability): number => ms.at(-1) ?? 0;

describe("three nodes that are killed, stopped and restarted", () => {
  let cluster: MixedCluster | undefined;
  let ours: readonly Unavailability[] = [];
  after(() => cluster?.close());

  it(`${SECONDS} s: what was acknowledged is there, once and in order`, { timeout: LIMIT_MS }, async (test) => {
    if (skipJava !== false) test.diagnostic(`without the Java client: ${skipJava}`);
    test.diagnostic(`CLUSTER_SEED=${SEED}`);
    cluster = await clusterOf("ours");
    const outcome = await runUnderFaults(cluster, LOADERS, SCHEDULE);
    tell(test, outcome);
    ours = unavailabilities(outcome);
    for (const one of ours)
      test.diagnostic(`unavailable after ${one.name}: median ${median(one)} ms, at most ${worst(one)} ms`);
    assert.deepEqual((await violationsOf(cluster.bootstrap(), outcome)).slice(0, 20), []);
    assert.deepEqual(new Set(outcome.faults.map(({ kind }) => kind)).size, 3, "there were faults of every kind");
    for (const [{ name }, { acknowledged, transactions }] of outcome.histories) {
      assert.ok(acknowledged.length > SECONDS * 10, `${name} had records acknowledged: ${acknowledged.length}`);
      const committed = transactions.filter((one) => one.outcome === "committed").length;
      assert.ok(committed > SECONDS / 5, `${name} had transactions committed: ${committed}`);
    }
    await cluster.close();
  });

  it("Apache Kafka's nodes under the same schedule", { timeout: LIMIT_MS, skip: skipPeer }, async (test) => {
    cluster = await clusterOf("theirs");
    const outcome = await runUnderFaults(cluster, LOADERS, SCHEDULE);
    tell(test, outcome);
    for (const [index, one] of unavailabilities(outcome).entries()) {
      const own = ours[index];
      const ratio = own === undefined ? Number.NaN : median(one) / median(own);
      const text = `median ${median(one)} ms, at most ${worst(one)} ms: ${ratio.toFixed(2)} times ours`;
      test.diagnostic(`Apache's unavailable after ${one.name}: ${text}`);
    }
  });
});
