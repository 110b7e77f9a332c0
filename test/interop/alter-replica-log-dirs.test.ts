// AlterReplicaLogDirs where a broker has one directory: ours answers as Apache's, and a plan of kafka-reassign-partitions that names directories, such as the
// one that the tool prints to go back to, is carried out.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin } from "@ottla/client";
import {
  AlterReplicaLogDirsRequest,
  AlterReplicaLogDirsResponse,
} from "@ottla/protocol/messages/alter-replica-log-dirs";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { decodeResponse, defineApi, encodeRequest, versionsOf } from "../differential/api.ts";
import { RawConnection } from "../differential/raw-connection.ts";
import { runCli } from "../support/cli-process.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";

const ANSWER_MS = 15_000;
const API = defineApi(AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse);
const TOPIC = "t";
/** So long that the directory of a log that is being moved has no name. */
const LONG = "l".repeat(220);

describe("AlterReplicaLogDirs", { timeout: 120_000, skip: apacheSkip() }, () => {
  let apache: ApacheBroker;
  let ours: OttlaProcess;
  before(async () => {
    [apache, ours] = await Promise.all([startApache(), startOttla()]);
    for (const bootstrapServers of [apache.bootstrap, ours.bootstrap]) {
      await using admin = new Admin({ bootstrapServers });
      const [created] = await admin.createTopics([{ name: TOPIC, numPartitions: 2, replicationFactor: 1 }]);
      assert.ok(created?.[1].ok);
    }
  });
  after(async () => {
    await Promise.all([apache.stop(), ours.stop()]);
    ours.remove();
  });

  async function answerOf(port: number, path: string, version: number): Promise<unknown> {
    const connection = await RawConnection.open("127.0.0.1", port);
    const dirs = [
      {
        path,
        topics: [
          { name: TOPIC, partitions: [0, 1, 7] },
          { name: "nowhere", partitions: [0] },
          { name: LONG, partitions: [0] },
        ],
      },
      { path: "/not/of/this/broker", topics: [{ name: TOPIC, partitions: [1] }] },
    ];
    connection.write(encodeRequest(API, version, { dirs }, { correlationId: 7, clientId: "test" }));
    const outcome = await connection.next(ANSWER_MS);
    connection.close();
    assert.equal(outcome.kind, "frame");
    const { results } = decodeResponse(API, version, outcome.bytes).body;
    const rows = results.flatMap(({ topicName, partitions }) =>
      partitions.map(({ partitionIndex, errorCode }) => `${topicName}-${partitionIndex}: ${errorCode}`),
    );
    return rows.toSorted();
  }

  for (const version of versionsOf(API)) {
    it(`version ${version} is answered as by Apache's`, async () => {
      const mine = await answerOf(ours.port, ours.dataDir, version);
      assert.deepEqual(mine, await answerOf(apache.port, apache.logDir, version));
    });
  }

  it("a plan that names where replicas lie is carried out", async () => {
    const home = mkdtempSync(join(tmpdir(), "ottla-log-dirs-"));
    try {
      const file = join(home, "plan.json");
      const partition = { topic: TOPIC, partition: 0, replicas: [1], log_dirs: [ours.dataDir] };
      writeFileSync(file, JSON.stringify({ version: 1, partitions: [partition] }));
      const args = ["reassign-partitions", "--bootstrap-server", ours.bootstrap, "--reassignment-json-file", file];
      const executed = await runCli([...args, "--execute"], { cwd: home });
      assert.equal(executed.status, 0, executed.stdout + executed.stderr);
      const verified = await runCli([...args, "--verify"], { cwd: home });
      assert.match(verified.stdout, /Reassignment of replica t-0-1 completed successfully\./);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
