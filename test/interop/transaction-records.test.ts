// The same history of transactions on Apache Kafka and on our broker leaves the same records on __transaction_state, as Apache's own
// log dump reads them; and each of the two goes on with what the other has left open.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { apacheSkip } from "../apache/jars.ts";
import { startApache } from "../apache/broker.ts";
import { runTool, TOOLS } from "../apache/tool.ts";
import { ApiVersions, DescribeTransactions, UpdateFeatures } from "../differential/apis.ts";
import { prepared } from "../differential/targets.ts";
import { Session, type Target } from "../differential/session.ts";
import type { TestTopic } from "../differential/topics.ts";
import { Txn, txnTopic } from "../differential/transactions.ts";
import { fetchFrom } from "../differential/produce.ts";
import { startOttla } from "../support/ottla-process.ts";

const CONFIG = {
  "offsets.topic.num.partitions": "1",
  "offsets.topic.replication.factor": "1",
  "transaction.state.log.num.partitions": "1",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
};

function ready(target: Target): Promise<Target> {
  return prepared({ ...target, version: "", log: () => "", stop: () => Promise.resolve() });
}

/** Takes `transaction.version` down to that level. */
async function finalize(session: Session, level: number): Promise<void> {
  if (level === 2) return;
  const featureUpdates = [{ feature: "transaction.version", maxVersionLevel: level, upgradeType: 2 }];
  const { errorCode, errorMessage } = await session.quiet(UpdateFeatures, 2, { timeoutMs: 5_000, featureUpdates });
  assert.equal(errorCode, 0, errorMessage ?? "");
  await session.until(`transaction.version ${level}`, async () => {
    const { finalizedFeatures } = await session.quiet(ApiVersions, 4, {
      clientSoftwareName: "history",
      clientSoftwareVersion: "1",
    });
    return (finalizedFeatures.find(({ name }) => name === "transaction.version")?.maxVersionLevel ?? 0) === level;
  });
}

/** Runs the history; leaves `open` with an open transaction in partition 0 of the topic and `<id>-decided` committed. */
async function history(target: Target, level: number): Promise<void> {
  const session = new Session(await ready(target), "history");
  await finalize(session, level);
  const topic = await txnTopic(session, { partitions: 2 });
  const both = [{ name: topic.name, partitions: [0, 1] }];
  const one = [{ name: topic.name, partitions: [0] }];
  // Transactions of version 1: a commit with offsets, an abort, an abort by the next producer.
  const old = await Txn.start(session, "old");
  await old.add(3, both);
  await old.addOffsets(3, "group");
  await old.produce(11, topic);
  await old.commitOffsets(3, topic, 5, { groupId: "group" });
  await old.finish(3, true);
  await old.add(3, one);
  await old.finish(3, false);
  await old.add(3, one);
  await old.init();
  // At level 0 Apache fails on requests of version 2, and no client sends them.
  if (level > 0) await historyOfVersion2(session, topic);
  await session.finish(undefined);
}

async function historyOfVersion2(session: Session, topic: TestTopic): Promise<void> {
  // A commit, an abort, an abort of nothing, a repeated end.
  const fresh = await Txn.start(session, "fresh");
  await fresh.produce(12, topic);
  const before = fresh.identity();
  await fresh.finish(5, true);
  await fresh.end(5, true, before);
  await fresh.produce(12, topic);
  await fresh.finish(5, false);
  await fresh.finish(5, false);
  const open = await Txn.start(session, "open");
  await open.produce(12, topic, { count: 2 });
}

/** Each record of __transaction_state on one line, with what is the server's own replaced by its place in the log. */
async function stateRecords(directory: string): Promise<string[]> {
  const file = join(directory, "__transaction_state-0", "00000000000000000000.log");
  const { stdout, stderr, status } = await runTool(TOOLS["kafka-dump-log"], [
    "--transaction-log-decoder",
    "--files",
    file,
  ]);
  assert.equal(status, 0, stderr);
  const names = new Map<string, string>();
  const named = (kind: string, value: string): string => {
    if (value === "-1") return value;
    if (!names.has(value)) names.set(value, `${kind}${names.size}`);
    return names.get(value)!;
  };
  return stdout
    .split("\n")
    .flatMap((line) => / key: (\{.*\} payload: .*)$/.exec(line)?.[1] ?? [])
    .map((line) =>
      line
        .replaceAll(/("\w*[pP]roducerId":)(-?\d+)/g, (_, field: string, id: string) => field + named("producer", id))
        .replaceAll(/("transaction\w+TimestampMs":)(\d+)/g, "$1time")
        .replaceAll(
          /"partitionIds":\[([\d,]*)\]/g,
          (_, ids: string) => `"partitionIds":[${ids.split(",").sort().join()}]`,
        )
        .replace(
          /"transactionPartitions":(\[.*?\}\])/,
          (_, topics: string) => `"transactionPartitions":${sortedTopics(topics)}`,
        ),
    );
}

function sortedTopics(json: string): string {
  const topics = JSON.parse(json) as { readonly topic: string }[];
  return JSON.stringify(topics.sort((a, b) => (a.topic < b.topic ? -1 : 1)));
}

/** The open transaction is found, committed, and read. */
async function goOn(target: Target): Promise<void> {
  const session = new Session(await ready(target), "history");
  const described = await session.quiet(DescribeTransactions, 0, { transactionalIds: ["open"] });
  const [state] = described.transactionStates;
  assert.equal(state?.transactionState, "Ongoing");
  const open = new Txn(session, "open");
  Object.assign(open, { producerId: state.producerId, producerEpoch: state.producerEpoch });
  const topic = { name: "history", id: "" };
  const readEnd = async (): Promise<unknown> => {
    const { responses } = await fetchFrom(session, topic, 0, { isolationLevel: 1 });
    const [data] = responses[0]!.partitions;
    return [data!.errorCode, data!.highWatermark - data!.lastStableOffset];
  };
  assert.deepEqual(await readEnd(), [0, 2]);
  await open.finish(5, true);
  assert.equal(open.producerEpoch, state.producerEpoch + 1);
  assert.deepEqual(await readEnd(), [0, 0]);
  await session.finish(undefined);
}

function targetOf(port: number): Target {
  return { name: "server", host: "127.0.0.1", port, literals: new Map() };
}

describe("transactions on disk", { skip: apacheSkip(), timeout: 240_000 }, () => {
  for (const level of [0, 1]) {
    it(`are the same records as Apache's at transaction.version ${level}`, async () => {
      const home = mkdtempSync(join(tmpdir(), "ottla-transactions-"));
      try {
        const apache = await startApache({ dataDir: join(home, "apache"), overrides: CONFIG });
        await history(targetOf(apache.port), level);
        await apache.stop();
        const ottla = await startOttla({ dataDir: join(home, "ottla"), overrides: CONFIG });
        await history(targetOf(ottla.port), level);
        assert.equal(await ottla.stop(), 0);
        const theirs = await stateRecords(apache.logDir);
        assert.match(theirs.at(-1) ?? "", new RegExp(`"version":"${level}"`));
        assert.deepEqual(await stateRecords(join(home, "ottla")), theirs);
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });
  }

  it("are the same records as Apache's, and each goes on with the other's", async () => {
    const home = mkdtempSync(join(tmpdir(), "ottla-transactions-"));
    try {
      const [theirHome, ourHome] = [join(home, "apache"), join(home, "ottla")];
      let apache = await startApache({ dataDir: theirHome, overrides: CONFIG });
      await history(targetOf(apache.port), 2);
      await apache.stop();
      let ottla = await startOttla({ dataDir: join(ourHome, "data"), overrides: CONFIG });
      await history(targetOf(ottla.port), 2);
      assert.equal(await ottla.stop(), 0);
      const [theirs, ours] = [await stateRecords(apache.logDir), await stateRecords(join(ourHome, "data"))];
      assert.ok(theirs.length > 20, `${theirs.length} records`);
      assert.deepEqual(ours, theirs);

      ottla = await startOttla({ dataDir: apache.logDir, overrides: CONFIG });
      await goOn(targetOf(ottla.port));
      assert.equal(await ottla.stop(), 0);
      apache = await startApache({ dataDir: ourHome, overrides: CONFIG });
      await goOn(targetOf(apache.port));
      await apache.stop();
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
