// @platformatic/kafka against our broker: every codec, a group that rebalances, topics administered.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  Admin,
  Consumer,
  MessagesStreamModes,
  Producer,
  stringDeserializers,
  stringSerializers,
} from "@platformatic/kafka";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

const COUNT = 200;

interface Member {
  readonly received: string[];
  close(): Promise<void>;
}

describe("@platformatic/kafka", { timeout: 120_000 }, () => {
  let server: OttlaProcess;
  let admin: Admin;
  const base = (): { clientId: string; bootstrapBrokers: string[] } => ({
    clientId: "interop",
    bootstrapBrokers: [server.bootstrap],
  });

  async function member(groupId: string, topic: string): Promise<Member> {
    const consumer = new Consumer({
      ...base(),
      groupId,
      deserializers: stringDeserializers,
      heartbeatInterval: 100,
      sessionTimeout: 6000,
      rebalanceTimeout: 6000,
    });
    const stream = await consumer.consume({
      topics: [topic],
      mode: MessagesStreamModes.EARLIEST,
      autocommit: true,
      maxWaitTime: 100,
    });
    const received: string[] = [];
    stream.on("data", (message) => received.push(`${message.key}=${message.value}`));
    return {
      received,
      close: async () => {
        await new Promise<void>((resolve) => stream.close(() => resolve()));
        await new Promise<void>((resolve) => consumer.close(true, () => resolve()));
      },
    };
  }

  before(async () => {
    server = await startOttla();
    admin = new Admin(base());
  });
  after(async () => {
    await admin.close();
    assert.equal(await server.stop(), 0);
    server.remove();
  });

  for (const compression of ["none", "gzip", "snappy", "lz4", "zstd"] as const) {
    it(`produces and consumes with ${compression}`, async () => {
      const topic = `codec-${compression}`;
      await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 });
      const producer = new Producer({ ...base(), serializers: stringSerializers });
      const messages = Array.from({ length: COUNT }, (_, i) => ({ topic, key: `k${i}`, value: `v${i}`.repeat(20) }));
      await producer.send({ messages, compression, acks: -1 });
      await producer.close();
      const one = await member(`group-${topic}`, topic);
      await until("every record is consumed", () => one.received.length >= COUNT);
      await one.close();
      assert.deepEqual(
        one.received,
        messages.map(({ key, value }) => `${key}=${value}`),
      );
    });
  }

  it("moves the partitions of a member that leaves to the one that stays", async () => {
    const topic = "rebalance";
    await admin.createTopics({ topics: [topic], partitions: 4, replicas: 1 });
    const first = await member("rebalancing", topic);
    const second = await member("rebalancing", topic);
    await until("both are members", async () => {
      const groups = await admin.describeGroups({ groups: ["rebalancing"] });
      const group = groups.get("rebalancing");
      return group?.state === "Stable" && group.members.size === 2;
    });
    const producer = new Producer({ ...base(), serializers: stringSerializers });
    const send = async (from: number): Promise<void> => {
      const messages = Array.from({ length: 40 }, (_, i) => ({
        topic,
        key: `k${from + i}`,
        value: `${from + i}`,
        partition: i % 4,
      }));
      await producer.send({ messages });
    };
    await send(0);
    await until("both have read", () => first.received.length >= 20 && second.received.length >= 20);
    await second.close();
    await send(40);
    await until("one reads all", () => new Set([...first.received, ...second.received]).size >= 80);
    await producer.close();
    await first.close();
  });

  it("administers topics", async () => {
    await admin.createTopics({ topics: ["admin"], partitions: 2, replicas: 1 });
    assert((await admin.listTopics()).includes("admin"));
    await admin.deleteTopics({ topics: ["admin"] });
    assert(!(await admin.listTopics()).includes("admin"));
  });
});
