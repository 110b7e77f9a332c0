// One log directory, two engines in turn: Apache Kafka writes it, our log manager opens it and appends, Apache opens it again
// and reads everything. After a clean stop and after kill -9, both ways; and neither starts while the other has the lock.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { systemClock, systemRandom } from "@ottla/base";
import { logConfigOf } from "@ottla/config";
import { BatchIterator, lastOffsetAt, RecordBatchBuilder, verifyCrc } from "@ottla/records";
import {
  type LogManager,
  NodeDisk,
  openLogManager,
  readMetaProperties,
  StorageError,
  type UnifiedLog,
} from "@ottla/storage";
import { type ApacheBroker, startApache } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { runTool, TOOLS } from "../apache/tool.ts";

const TOPIC = { topic: "shared", partition: 0 };
const home: string = mkdtempSync(join(tmpdir(), "ottla-shared-"));
after(() => rmSync(home, { recursive: true, force: true }));

async function openOurs(logDir: string): Promise<LogManager> {
  const disk = new NodeDisk();
  const meta = await readMetaProperties(disk, logDir);
  return await openLogManager({
    disk,
    clock: systemClock,
    random: systemRandom,
    logDirectories: [logDir],
    clusterId: meta?.clusterId ?? "",
    nodeId: meta?.nodeId ?? 1,
    configOf: () => logConfigOf({ "segment.bytes": "1048576" }),
  });
}

/** Reads every batch of the log, checks it, and counts the records. */
async function verifyAll(log: UnifiedLog): Promise<number> {
  let offset = log.logStartOffset;
  while (offset < log.logEndOffset) {
    const info = await log.read({ startOffset: offset, maxBytes: 1 << 20, isolation: "log-end", minOneMessage: true });
    assert.equal(info.errorCode, 0, info.errorMessage ?? "");
    const bytes = Buffer.concat(info.records);
    info.release();
    const iterator = new BatchIterator(bytes);
    while (iterator.next()) {
      assert.ok(verifyCrc(bytes, iterator.position));
      offset = lastOffsetAt(bytes, iterator.position) + 1;
    }
  }
  return offset;
}

async function appendOurs(log: UnifiedLog, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const builder = new RecordBatchBuilder({ compression: (i % 5) as 0 });
    builder.append(Date.now(), null, Buffer.from(`ours-${i}`.padEnd(200, ".")));
    const info = await log.appendAsLeader(builder.build(), { leaderEpoch: log.latestEpoch ?? 0 });
    assert.equal(info.errorCode, 0, info.errorMessage ?? "");
  }
}

async function endOffset(apache: ApacheBroker): Promise<number> {
  const args = ["--bootstrap-server", apache.bootstrap, "--topic", TOPIC.topic];
  const { stdout, stderr } = await runTool(TOOLS["kafka-get-offsets"], args);
  const match = /^shared:0:(\d+)$/m.exec(stdout);
  assert.ok(match, stderr);
  return Number(match[1]);
}

async function produceApache(apache: ApacheBroker, count: number): Promise<void> {
  const args = ["--topic", TOPIC.topic, "--num-records", String(count), "--record-size", "500", "--throughput", "-1"];
  const produced = await runTool(TOOLS["kafka-producer-perf-test"], [...args, "--bootstrap-server", apache.bootstrap]);
  assert.equal(produced.status, 0, produced.stderr);
}

async function consumeApache(apache: ApacheBroker): Promise<string[]> {
  const { stdout } = await runTool(TOOLS["kafka-console-consumer"], [
    "--bootstrap-server",
    apache.bootstrap,
    "--topic",
    TOPIC.topic,
    "--from-beginning",
    "--timeout-ms",
    "8000",
  ]);
  return stdout.split("\n").filter(Boolean);
}

void test("Apache and we go on with each other's logs", { skip: apacheSkip(), timeout: 300_000 }, async () => {
  const dataDir = join(home, "shared");
  let apache = await startApache({ dataDir });
  const logDir = apache.logDir;
  try {
    const create = ["--bootstrap-server", apache.bootstrap, "--create", "--topic", TOPIC.topic, "--partitions", "1"];
    const created = await runTool(TOOLS["kafka-topics"], [...create, "--config", "segment.bytes=1048576"]);
    assert.equal(created.status, 0, created.stderr);
    await assert.rejects(openOurs(logDir), (error) => error instanceof StorageError && error.code === "LOG_DIR_LOCKED");
    await produceApache(apache, 5000);
    await apache.stop();

    let ours = await openOurs(logDir);
    let log = ours.getLog(TOPIC)!;
    assert.ok(log.segmentCount > 1 && ours.previousBrokerEpoch >= 0);
    assert.equal(await verifyAll(log), 5000);
    await assert.rejects(startApache({ dataDir }), /ended while starting/);
    assert.match(readFileSync(join(dataDir, "server.log"), "utf8"), /Failed to acquire lock on file \.lock/);
    await appendOurs(log, 100);
    await ours.close({ brokerEpoch: ours.previousBrokerEpoch });

    apache = await startApache({ dataDir });
    assert.equal(await endOffset(apache), 5100);
    await produceApache(apache, 1000);
    await apache.kill();

    ours = await openOurs(logDir);
    log = ours.getLog(TOPIC)!;
    assert.equal(await verifyAll(log), 6100);
    await appendOurs(log, 50);
    // As after kill -9: files let go as they are, no clean-shutdown file.
    await log.flush();
    for (const each of ours.allLogs()) await each.closeHandlers();
    await ours.environment.files.closeAll();
    await ours.close();
    rmSync(join(logDir, ".kafka_cleanshutdown"), { force: true });

    apache = await startApache({ dataDir });
    const lines = await consumeApache(apache);
    assert.equal(lines.length, 6150);
    assert.equal(lines.filter((line) => line.startsWith("ours-")).length, 150);
    assert.doesNotMatch(readFileSync(apache.serverLog, "utf8"), /\b(ERROR|Corrupt)/);
  } finally {
    await apache.stop();
  }
});
