import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConsumerRecord } from "@ottla/client";
import { messageFormatter } from "./message-formatter.ts";

function record(key: Buffer | null, value: Buffer | null): ConsumerRecord {
  return {
    topic: "t",
    partition: 2,
    offset: 5,
    timestamp: 7,
    timestampType: "LogAppendTime",
    leaderEpoch: 0,
    key,
    value,
    rawKey: key,
    rawValue: value,
    headers: [{ key: "h", value: null }],
    serializedKeySize: key?.length ?? -1,
    serializedValueSize: value?.length ?? -1,
  };
}

async function print(one: ConsumerRecord, properties: Record<string, string>, name?: string): Promise<string> {
  const format = await messageFormatter(name, new Map(Object.entries(properties)));
  return format(one).toString("latin1");
}

describe("the default formatter", () => {
  it("prints what it is told to, in Kafka's order", async () => {
    const all = Object.fromEntries(
      ["timestamp", "partition", "offset", "delivery", "epoch", "headers", "key"].map((name) => [
        `print.${name}`,
        "true",
      ]),
    );
    assert.equal(
      await print(record(Buffer.from("k"), null), { ...all, "key.separator": "|", "null.literal": "-" }),
      "LogAppendTime:7|Partition:2|Offset:5|Delivery:NOT_PRESENT|Epoch:NOT_PRESENT|h:-|k|-\n",
    );
  });

  it("gives bytes back as they are", async () => {
    assert.equal(await print(record(null, Buffer.from([0xff, 0x00, 0xc3])), {}), "\u00ff\u0000\u00c3\n");
  });

  it("reads numbers as Java's deserializers", async () => {
    const long = Buffer.alloc(8);
    long.writeBigInt64BE(-9_007_199_254_740_993n);
    const deserializer = "org.apache.kafka.common.serialization.LongDeserializer";
    assert.equal(await print(record(null, long), { "value.deserializer": deserializer }), "-9007199254740993\n");
    const float = Buffer.alloc(4);
    float.writeFloatBE(0.1);
    assert.equal(await print(record(null, float), { "value.deserializer": "FloatDeserializer" }), "0.1\n");
    await assert.rejects(
      print(record(null, Buffer.alloc(7)), { "value.deserializer": deserializer }),
      /Size of data received by LongDeserializer is not 8/,
    );
  });

  it("refuses properties and classes that it does not have", async () => {
    await assert.rejects(print(record(null, null), { "print.keys": "true" }), /print\.keys is not a property/);
    await assert.rejects(print(record(null, null), { "key.deserializer": "com.example.Avro" }), /Java class/);
    await assert.rejects(print(record(null, null), {}, "com.example.Formatter"), /Java class/);
  });
});
