// Dead letters sent back to where they came from: all of it, some of it, at a rate, and not for ever.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { Producer } from "@ottla/client";
import { DLT_REPLAYS_HEADER, replayDeadLetters } from "@ottla/listener";
import { Broker, consumeAll } from "@ottla/testkit";

const broker = await Broker.start();
const { bootstrapServers } = broker;
after(() => broker.stop());

async function letters(
  name: string,
  values: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  await broker.createTopics({ [name]: 2, [`${name}-dlt`]: 2 });
  await using producer = new Producer({ bootstrapServers });
  const headers = { own: "1", "kafka_dlt-original-topic": name, "kafka_dlt-exception-message": "no", ...more };
  await producer.sendBatch(values.map((value) => ({ topic: `${name}-dlt`, key: value, value, headers })));
  return `${name}-dlt`;
}

async function valuesOf(topic: string): Promise<(string | null)[]> {
  return (await consumeAll(broker, topic)).map((record) => record.value).sort();
}

describe("replay of dead letters", () => {
  it("sends them back without what made them dead letters, and begins behind them the next time", async () => {
    const topic = await letters("orders", ["a", "b", "c"]);
    const { replayed } = await replayDeadLetters({ bootstrapServers, topic });
    assert.deepEqual([...replayed], [["orders", 3]]);
    assert.deepEqual(await valuesOf("orders"), ["a", "b", "c"]);
    const [record] = await consumeAll(broker, "orders");
    assert.deepEqual(
      record?.headers.map(({ key, value }) => `${key}=${Buffer.from(value ?? []).toString("hex")}`),
      ["own=31", `${DLT_REPLAYS_HEADER}=00000001`],
    );
    assert.equal((await replayDeadLetters({ bootstrapServers, topic })).replayed.size, 0);
  });

  it("looks first, takes some, and leaves what came back too often or came from nowhere", async () => {
    const topic = await letters("mails", ["a", "b", "c", "d"]);
    const dry = await replayDeadLetters({ bootstrapServers, topic, dryRun: true });
    assert.equal(dry.replayed.get("mails"), 4);
    assert.deepEqual(await valuesOf("mails"), []);
    const some = await replayDeadLetters({ bootstrapServers, topic, limit: 2, rate: 200 });
    assert.equal(some.replayed.get("mails"), 2);
    await using producer = new Producer({ bootstrapServers });
    await producer.send({ topic, value: "from nowhere" });
    const worn = { "kafka_dlt-original-topic": "mails", [DLT_REPLAYS_HEADER]: "\0\0\0\u0001" };
    await producer.send({ topic, value: "worn", headers: worn });
    const rest = await replayDeadLetters({
      bootstrapServers,
      topic,
      filter: ({ rawValue }) => Buffer.from(rawValue ?? []).toString() !== "d",
    });
    assert.deepEqual([rest.exhausted, rest.homeless], [1, 1]);
    assert.equal((rest.replayed.get("mails") ?? 0) + rest.filtered, 2);
    assert.equal((await valuesOf("mails")).length, 4 - rest.filtered);
    await assert.rejects(replayDeadLetters({ bootstrapServers, topic, rate: 0 }), /rate must be/);
  });
});
