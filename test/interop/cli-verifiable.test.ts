// The verifiable producer and consumer as ours and as Apache's, each as a process or a call of its own against our broker and against Apache's: the same events with the same
// members in the same order.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Admin } from "@ottla/client";
import { Broker } from "@ottla/testkit";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { TOOLS, runTool } from "../apache/tool.ts";

/** Times, rates and the side's word do not count; what Apache prints as the JVM ends may come before or behind what it prints by then. */
function events(out: string): string[] {
  const lines = out
    .trimEnd()
    .split("\n")
    .map((line) => line.replaceAll(/(?:jvm|mee)/g, "xxx").replace(/"timestamp":\d+/, '"timestamp":0'))
    .map((line) => line.replace(/"avg_throughput":[\d.]+(?:E\d+)?/, '"avg_throughput":0'));
  const isEnd = (line: string): boolean => /"name":"(?:shutdown_\w+|tool_data)"/.test(line);
  return [...lines.filter((line) => !isEnd(line)), ...lines.filter(isEnd).toSorted()];
}

describe("the verifiable tools", { skip: apacheSkip() }, () => {
  let broker: Broker;
  let apache: ApacheBroker;
  before(async () => {
    [broker, apache] = await Promise.all([Broker.start(), startApache()]);
    for (const bootstrapServers of [broker.bootstrapServers, apache.bootstrap]) {
      await using admin = new Admin({ bootstrapServers });
      const topics = ["jvm-v", "mee-v"].map((name) => ({ name, numPartitions: 1 }));
      (await admin.createTopics(topics)).throwIfAnyFailed();
    }
  });
  after(async () => {
    await broker.stop();
    await apache.stop();
  });

  const CALLS: readonly (readonly [keyof typeof TOOLS, string])[] = [
    ["kafka-verifiable-producer", "--topic {p}-v --max-messages 3"],
    ["kafka-verifiable-producer", "--topic {p}-v --max-messages 3 --value-prefix 7 --repeating-keys 2 --acks 1"],
    ["kafka-verifiable-consumer", "--topic {p}-v --group-id {p}-g --max-messages 4 --verbose"],
    ["kafka-verifiable-consumer", "--topic {p}-v --group-id {p}-g --max-messages 2"],
    [
      "kafka-verifiable-consumer",
      "--topic {p}-v --group-id {p}-r --max-messages 2 --assignment-strategy org.apache.kafka.clients.consumer.RoundRobinAssignor",
    ],
  ];
  const TARGETS = {
    "our broker": (): string => broker.bootstrapServers,
    "Apache Kafka": (): string => apache.bootstrap,
  };
  for (const [[target, bootstrap], [tool, call]] of Object.entries(TARGETS).flatMap((one) =>
    CALLS.map((other) => [one, other] as const),
  )) {
    it(`${tool} ${call}, of ${target}`, async () => {
      const words = (side: string): string[] => [
        "--bootstrap-server",
        bootstrap(),
        ...call.replaceAll("{p}", side).split(" "),
      ];
      const theirs = await runTool(TOOLS[tool], words("jvm"));
      const io = capturedIo();
      const status = await runCommand([tool.replace("kafka-", ""), ...words("mee")], io);
      assert.deepEqual(events(io.out()), events(theirs.stdout));
      assert.equal(status, theirs.status);
    });
  }
});
