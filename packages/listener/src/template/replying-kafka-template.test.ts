import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConsumerRecord, Header, ProducerRecord } from "@ottla/client";
import { json } from "../conversion/payload-converter.ts";
import { textBytes } from "../headers/header-bytes.ts";
import { KafkaHeaders } from "../headers/kafka-headers.ts";
import { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import { silentLogger } from "../logging/logger.ts";
import { recordingProducers } from "../testing/recording-producers.ts";
import { ReplyingKafkaTemplate } from "./replying-kafka-template.ts";
import type { ReplyingTemplateOptions } from "./replying-kafka-template.ts";

const REPLIES = { bootstrapServers: "localhost:1", topics: "replies", groupId: "g" };

/** A template whose requests go nowhere, and whose replies the test gives. */
class Wired extends ReplyingKafkaTemplate {
  readonly sent: ProducerRecord<unknown, unknown>[];

  constructor(options: Partial<ReplyingTemplateOptions<string | null, string | null>> = {}) {
    const sent: ProducerRecord<unknown, unknown>[] = [];
    super(recordingProducers(sent), { replies: REPLIES, logger: silentLogger, ...options });
    this.sent = sent;
  }

  /** The latest request is answered. */
  answer(value: unknown, more: Readonly<Record<string, string>> = {}): void {
    const headers = Object.entries(more).map(([key, text]) => ({ key, value: textBytes(text) }));
    const correlation = headersOf(this.sent.at(-1)).find(({ key }) => key === this.correlationHeaderName);
    assert.ok(correlation !== undefined, "the request has no correlation id");
    const reply: ConsumerRecord<unknown, unknown> = {
      topic: "replies",
      partition: 1,
      offset: 5,
      timestamp: 9,
      timestampType: "CreateTime",
      leaderEpoch: undefined,
      key: "rk",
      value,
      rawKey: null,
      rawValue: null,
      headers: [...headers, { key: correlation.key, value: correlation.value as Uint8Array }],
      serializedKeySize: -1,
      serializedValueSize: -1,
    };
    const id = this.pendingIdOf(reply);
    if (id !== undefined) this.settle(id, reply);
  }
}

function headersOf(record: ProducerRecord<unknown, unknown> | undefined): readonly Header[] {
  return (record?.headers ?? []) as readonly Header[];
}

describe("a message as a request", () => {
  it("goes where its headers say, and its reply is a message", async () => {
    const template = new Wired();
    const headers = {
      [KafkaHeaders.TOPIC]: "requests",
      [KafkaHeaders.PARTITION]: 2,
      [KafkaHeaders.KEY]: "k",
      [KafkaHeaders.TIMESTAMP]: 77,
      mine: "m",
    };
    const reply = template.sendAndReceive({ payload: "v", headers });
    assert.equal((await reply.sendFuture).recordMetadata.topic, "requests");
    const [request] = template.sent;
    assert.deepEqual(
      [request?.topic, request?.partition, request?.key, request?.timestamp, request?.value],
      ["requests", 2, "k", 77, "v"],
    );
    const names = headersOf(request).map(({ key }) => key);
    assert.deepEqual(names, [
      "mine",
      "spring_json_header_types",
      KafkaHeaders.REPLY_TOPIC,
      KafkaHeaders.CORRELATION_ID,
    ]);
    template.answer("V", { theirs: "t" });
    const { payload, headers: received } = await reply;
    assert.equal(payload, "V");
    assert.deepEqual(
      [received[KafkaHeaders.RECEIVED_TOPIC], received[KafkaHeaders.RECEIVED_PARTITION], received[KafkaHeaders.OFFSET]],
      ["replies", 1, 5],
    );
    assert.equal(received[KafkaHeaders.RECEIVED_KEY], "rk");
    assert.deepEqual(Buffer.from(received["theirs"] as Uint8Array).toString(), "t");
  });

  it("needs no topic where the template has one", async () => {
    const template = new Wired({ defaultTopic: "usual" });
    const reply = template.sendAndReceive({ payload: "v", headers: {} });
    assert.equal(template.sent[0]?.topic, "usual");
    template.answer("V");
    assert.equal((await reply).payload, "V");
    assert.throws(() => new Wired().sendAndReceive({ payload: "v", headers: {} }), /needs the header kafka_topic/);
  });

  it("has its reply converted; what cannot be is its end", async () => {
    const template = new Wired({ defaultTopic: "usual" });
    const message = { payload: "v", headers: {} };
    const reply = template.sendAndReceive(message, 1_000, json<{ readonly n: number }>());
    template.answer('{"n":1}');
    assert.equal((await reply).payload?.n, 1);
    const broken = template.sendAndReceive(message, undefined, json());
    template.answer("no json");
    await assert.rejects(broken, { name: "MessageConversionException" });
  });

  it("ends as a record does: when its own time is up, by an error that a reply stands for", async () => {
    const template = new Wired({ defaultTopic: "usual", replyErrorChecker: () => new Error("bad") });
    const message = { payload: "v", headers: {} };
    await assert.rejects(template.sendAndReceive(message, 5), { message: "Reply timed out after 5 ms" });
    const bad = template.sendAndReceive(message);
    template.answer("V");
    await assert.rejects(bad, /bad/);
  });
});

describe("the container of a template's replies", () => {
  it("is made by the factory that the template or its replies name", () => {
    const containerFactory = new ConcurrentKafkaListenerContainerFactory({ concurrency: 3 });
    assert.equal(new Wired().replyContainer.concurrency, 1);
    assert.equal(new Wired({ containerFactory }).replyContainer.concurrency, 3);
    assert.equal(new Wired({ replies: { ...REPLIES, containerFactory } }).replyContainer.concurrency, 3);
    const other = new ConcurrentKafkaListenerContainerFactory();
    assert.throws(
      () => new Wired({ containerFactory: other, replies: { ...REPLIES, containerFactory } }),
      /containerFactory is given twice/,
    );
    assert.throws(
      () => new Wired({ replies: { ...REPLIES, containerFactory: "mine" } }),
      /A template does not know a containerFactory called 'mine'/,
    );
  });

  it("has nothing that is for functions and for applications", () => {
    for (const more of [{ args: [] }, { value: json() }, { splitIterables: false }, { containerGroup: "g" }]) {
      const [name] = Object.keys(more);
      assert.throws(
        () => new Wired({ replies: { ...REPLIES, ...more } }),
        new RegExp(`The replies of a template have no ${name}: `),
      );
    }
  });
});
