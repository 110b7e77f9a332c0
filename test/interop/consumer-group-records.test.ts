// The same history of a consumer group against Apache Kafka and against us leaves the same records in __consumer_offsets: Apache's
// DumpLogSegments reads both. Only topic ids and times are named alike.
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { startApache } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { freePorts } from "../apache/ports.ts";
import { TOOLS, runTool } from "../apache/tool.ts";
import { ConsumerMember } from "../differential/consumer-groups.ts";
import { COMMON_CONFIG, prepared } from "../differential/targets.ts";
import { Session } from "../differential/session.ts";
import { createTopic } from "../differential/topics.ts";
import { startOttla } from "../support/ottla-process.ts";

/** Members that come and go, static ones too, and change what they subscribe to. */
async function history(port: number): Promise<void> {
  const target = { name: "server", host: "127.0.0.1", port, literals: new Map<string, string>() };
  const running = { ...target, version: "", log: () => "", stop: () => Promise.resolve() };
  await prepared(running);
  const s = new Session(target, "history");
  await createTopic(s, { partitions: 7 });
  const first = new ConsumerMember(s, { memberId: "member-a" });
  const second = new ConsumerMember(s, { memberId: "member-b", instanceId: "static" });
  const third = new ConsumerMember(s, { memberId: "member-c", assignor: "range" });
  const rounds = async (...members: ConsumerMember[]): Promise<void> => {
    for (let i = 0; i < 3; i++) for (const member of members) await member.heartbeat();
  };
  await first.join();
  await second.join();
  await rounds(first, second);
  await third.join();
  await rounds(first, second, third);
  await second.leave(-2);
  const again = new ConsumerMember(s, { memberId: "member-d", instanceId: "static" });
  await again.join();
  await rounds(first, again, third);
  await first.heartbeat({ subscribedTopicNames: [] });
  await rounds(first, again, third);
  await third.leave();
  await rounds(first, again);
  await again.leave();
  await first.leave();
  await s.finish(undefined);
}

async function recordsIn(directory: string): Promise<unknown[]> {
  const files = globSync("__consumer_offsets-*/*.log", { cwd: directory }).sort();
  const dumped = await runTool(TOOLS["kafka-dump-log"], [
    "--offsets-decoder",
    "--files",
    files.map((file) => join(directory, file)).join(","),
  ]);
  assert.equal(dumped.status, 0, dumped.stderr);
  const ids = new Map<string, string>();
  return dumped.stdout.split("\n").flatMap((line) => {
    const match = / key: (\{.*\}) payload: (.*)$/.exec(line);
    if (match === null) return [];
    const named = `${match[1]} ${match[2]}`
      .replaceAll(/"topicId":"([^"]+)"/g, (_, id: string) => {
        if (!ids.has(id)) ids.set(id, `topic ${ids.size}`);
        return `"topicId":"${ids.get(id)}"`;
      })
      .replaceAll(/"(assignmentTimestamp|metadataHash)":-?\d+/g, (_, name: string) => `"${name}":0`);
    return [named];
  });
}

describe("records of a consumer group", { timeout: 120_000 }, () => {
  it("are those that Apache Kafka writes for the same history", { skip: apacheSkip() }, async () => {
    const [port] = await freePorts(1);
    const apache = await startApache({ overrides: COMMON_CONFIG });
    const ottla = await startOttla({ port: port ?? 0, overrides: COMMON_CONFIG });
    try {
      await history(apache.port);
      await history(ottla.port);
      const expected = await recordsIn(apache.logDir);
      const written = await recordsIn(ottla.dataDir);
      assert.ok(expected.length > 60, `${expected.length} records`);
      assert.deepEqual(written, expected);
    } finally {
      await apache.stop();
      await ottla.stop();
      ottla.remove();
    }
  });
});
