import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ProducerRecord } from "@ottla/client";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { int32Bytes, textBytes } from "../headers/header-bytes.ts";
import { KafkaHeaders } from "../headers/kafka-headers.ts";
import { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import { KafkaTemplate } from "./kafka-template.ts";
import type { AnyReplyHeadersConfigurer } from "./reply-headers.ts";
import { recordingProducers } from "../testing/recording-producers.ts";
import { sendResults } from "./send-to.ts";

const CORRELATION = textBytes("c1");

function request(headers: Readonly<Record<string, Uint8Array>> = {}, key: unknown = "k"): AnyRecord {
  return {
    topic: "requests",
    partition: 3,
    offset: 7,
    timestamp: 1_000,
    timestampType: "CreateTime",
    leaderEpoch: undefined,
    key,
    value: "v",
    rawKey: null,
    rawValue: null,
    headers: Object.entries(headers).map(([name, value]) => ({ key: name, value })),
    serializedKeySize: -1,
    serializedValueSize: -1,
  };
}

interface Sending {
  readonly configurer?: AnyReplyHeadersConfigurer;
  readonly result?: unknown;
}

/** What is sent as the answer to `source`. */
async function answers(
  source: unknown,
  { configurer, result = "r" }: Sending = {},
): Promise<ProducerRecord<unknown, unknown>[]> {
  const sent: ProducerRecord<unknown, unknown>[] = [];
  const send = sendResults(new KafkaTemplate<unknown, unknown>(recordingProducers(sent)), {
    target: "replies",
    correlationHeader: KafkaHeaders.CORRELATION_ID,
    splitIterables: true,
    replyHeadersConfigurer: configurer,
  });
  await send(result, source);
  return sent;
}

function texts(record: ProducerRecord<unknown, unknown> | undefined): Record<string, string> {
  const headers = (record?.headers ?? []) as readonly { readonly key: string; readonly value: Uint8Array }[];
  return Object.fromEntries(
    headers
      .filter(({ key }) => key !== "spring_json_header_types")
      .map(({ key, value }) => [key, Buffer.from(value).toString()]),
  );
}

describe("the headers of what @SendTo sends", () => {
  const asked = request({ [KafkaHeaders.CORRELATION_ID]: CORRELATION, trace: textBytes("t"), other: textBytes("o") });

  it("are the correlation id alone where no configurer is", async () => {
    const [reply] = await answers(asked);
    assert.deepEqual([reply?.topic, reply?.key, reply?.value], ["replies", "k", "r"]);
    assert.deepEqual(texts(reply), { [KafkaHeaders.CORRELATION_ID]: "c1" });
  });

  it("are those that it wants: it is not asked about the correlation id and what was received", async () => {
    const offered: string[] = [];
    const configurer = (name: string): boolean => {
      offered.push(name);
      return name === "trace";
    };
    const [reply] = await answers(asked, { configurer });
    assert.deepEqual(offered, ["trace", "other", KafkaHeaders.OFFSET, KafkaHeaders.TIMESTAMP_TYPE]);
    assert.deepEqual(texts(reply), { trace: "t", [KafkaHeaders.CORRELATION_ID]: "c1" });
    assert.deepEqual([reply?.topic, reply?.key, reply?.value], ["replies", "k", "r"]);
  });

  it("do not repeat where the request is from, even if it wants everything", async () => {
    const [reply] = await answers(asked, { configurer: () => true });
    assert.deepEqual(texts(reply), { trace: "t", other: "o", [KafkaHeaders.CORRELATION_ID]: "c1" });
    assert.equal(reply?.partition, undefined);
  });

  it("have what it adds, which wins over what it copies but not over the correlation id, key and partition", async () => {
    const names = { [KafkaHeaders.PARTITION]: 9, [KafkaHeaders.KEY]: "no", [KafkaHeaders.CORRELATION_ID]: "no" };
    const configurer = {
      added: { trace: "added", mine: "m", [KafkaHeaders.TOPIC]: "elsewhere", ...names },
      shouldCopy: (name: string) => name === "trace",
      additionalHeaders(): Record<string, unknown> {
        return this.added;
      },
    };
    const headers = { [KafkaHeaders.CORRELATION_ID]: CORRELATION, [KafkaHeaders.REPLY_PARTITION]: int32Bytes(2) };
    const [reply] = await answers(request({ ...headers, trace: textBytes("t") }), { configurer });
    assert.deepEqual(texts(reply), { trace: "added", mine: "m", [KafkaHeaders.CORRELATION_ID]: "c1" });
    assert.deepEqual([reply?.topic, reply?.key, reply?.partition], ["elsewhere", "k", 2]);
    const [free] = await answers(request({}, null), { configurer });
    assert.deepEqual([free?.key, free?.partition], ["no", 9]);
  });

  it("are the same for each result of a list, and for what answers a batch", async () => {
    const configurer = { shouldCopy: () => false, additionalHeaders: () => ({ mine: "m" }) };
    const both = await answers(asked, { configurer, result: ["a", "b"] });
    assert.deepEqual(
      both.map(({ value, ...record }) => [value, texts({ value, ...record })]),
      ["a", "b"].map((value) => [value, { mine: "m", [KafkaHeaders.CORRELATION_ID]: "c1" }]),
    );
    const [ofBatch] = await answers([asked, asked], { configurer });
    assert.deepEqual([texts(ofBatch), ofBatch?.key], [{ mine: "m" }, undefined]);
  });

  it("are a container factory's matter", () => {
    const replyHeadersConfigurer = (): boolean => true;
    const factory = new ConcurrentKafkaListenerContainerFactory({ replyHeadersConfigurer });
    assert.equal(factory.replyHeadersConfigurer, replyHeadersConfigurer);
  });
});
