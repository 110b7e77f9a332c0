import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import type { ConsumerRecord } from "./consumer/consumer-record.ts";
import { KafkaError } from "./errors.ts";
import type { ProducerRecord, RecordMetadata } from "./producer/producer-record.ts";
import { topic } from "./typed-topic.ts";
import type { TopicSerde } from "./typed-topic.ts";

interface Order {
  readonly id: number;
}

function json<T>(): TopicSerde<T> {
  return {
    serializer: (data) => (data === null || data === undefined ? null : Buffer.from(JSON.stringify(data))),
    deserializer: (bytes) => (bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString()) as T)),
  };
}

const text: TopicSerde<string> = {
  serializer: (data) => (typeof data === "string" ? Buffer.from(data) : null),
  deserializer: (bytes) => (bytes === null ? null : Buffer.from(bytes).toString()),
};

function sink(): { sent: ProducerRecord[]; send: (record: ProducerRecord) => Promise<RecordMetadata> } & {
  sendBatch: (records: readonly ProducerRecord[]) => Promise<RecordMetadata[]>;
} {
  const sent: ProducerRecord[] = [];
  const send = (record: ProducerRecord): Promise<RecordMetadata> => {
    sent.push(record);
    const sizes = { serializedKeySize: 0, serializedValueSize: 0 };
    return Promise.resolve({ topic: record.topic, partition: 0, offset: sent.length - 1, timestamp: 0, ...sizes });
  };
  return { sent, send, sendBatch: (records) => Promise.all(records.map(send)) };
}

function consumed(topicName: string, key: string | null, value: string | null): ConsumerRecord {
  const [rawKey, rawValue] = [key, value].map((one) => (one === null ? null : Buffer.from(one))) as [Buffer, Buffer];
  return {
    ...{ topic: topicName, partition: 1, offset: 7, timestamp: 5, timestampType: "CreateTime", leaderEpoch: 0 },
    ...{ key: rawKey, value: rawValue, rawKey, rawValue, headers: [], serializedKeySize: 1, serializedValueSize: 1 },
  };
}

describe("a typed topic", () => {
  const orders = topic<Order, string>("orders", { value: json<Order>(), key: text });

  it("writes records as its serdes say", async () => {
    const producer = sink();
    await orders.send(producer, { key: "anna", value: { id: 1 }, partition: 2, headers: { h: "x" }, timestamp: 9 });
    await orders.sendBatch(producer, [{ value: null }, { key: null, value: { id: 2 } }]);
    assert.deepEqual(
      producer.sent.map(({ key, value, ...rest }) => ({
        ...rest,
        key: key && String(key),
        value: value && String(value),
      })),
      [
        { topic: "orders", partition: 2, headers: { h: "x" }, timestamp: 9, key: "anna", value: '{"id":1}' },
        { topic: "orders", key: null, value: null },
        { topic: "orders", key: null, value: '{"id":2}' },
      ],
    );
  });

  it("reads them with its types, whatever consumer they are from", () => {
    const order = orders.read(consumed("orders", "anna", '{"id":3}'));
    const id: number | undefined = order.value?.id;
    assert.deepEqual([order.key, id, order.offset, order.partition], ["anna", 3, 7, 1]);
    assert.equal(orders.read(consumed("orders", null, null)).value, null);
    assert.throws(() => orders.read(consumed("customers", "a", "{}")), { code: "INVALID_ARGUMENT" });
    assert.throws(() => orders.read(consumed("orders", "a", "{")).value, { code: "DESERIALIZATION" });
  });

  it("has keys of bytes without a serde for them", () => {
    const plain = topic("plain", { value: text });
    const bytes = Buffer.from([1]);
    assert.equal(plain.record({ key: bytes, value: "a" }).key, bytes);
    assert.deepEqual(Buffer.from(plain.read(consumed("plain", "k", "v")).key ?? []), Buffer.from("k"));
  });

  it("is not for data of other types", () => {
    // @ts-expect-error an order has a number for its id
    orders.record({ value: { id: "one" } });
    // @ts-expect-error and text for its key
    orders.record({ key: 1, value: null });
    const broken = topic<number, string>("broken", {
      value: {
        serializer: () => {
          throw new Error("no");
        },
        deserializer: () => null,
      },
    });
    assert.throws(() => broken.record({ value: 1 }), { code: "SERIALIZATION" });
    assert.throws(() => broken.record({ key: "text", value: 1 }), KafkaError);
  });

  it("waits for what its serdes have to load, once, and again when that failed", async () => {
    let [prepared, loaded] = [0, 0];
    const slow = topic<Order>("slow", {
      value: {
        ...json<Order>(),
        prepare: () => (++prepared === 1 ? Promise.reject(new Error("no registry")) : Promise.resolve()),
        load: (records) => {
          loaded += [...records].length;
          return Promise.resolve();
        },
      },
    });
    const producer = sink();
    await assert.rejects(slow.send(producer, { value: { id: 1 } }), /no registry/);
    await slow.send(producer, { value: { id: 1 } });
    await slow.send(producer, { value: { id: 2 } });
    assert.deepEqual([prepared, producer.sent.length], [2, 2]);
    const read = await slow.readAll([consumed("slow", null, '{"id":1}'), consumed("orders", null, "x")]);
    assert.deepEqual([loaded, read.map((one) => one.value)], [1, [{ id: 1 }]]);
    const [shown] = read;
    assert.match(JSON.stringify(shown), /^\{"topic":"slow","partition":.*"value":\{"id":1\}/);
    assert.match(inspect(shown), /topic: 'slow'[^]*value: \{ id: 1 \}/);
  });
});
