// Requests and replies, and templates that choose by topic.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConsumerRecord } from "@ottla/client";
import {
  AGGREGATED_RESULTS_TOPIC,
  AggregatingReplyingKafkaTemplate,
  ConcurrentKafkaListenerContainerFactory,
  DefaultKafkaProducerFactory,
  DltHandler,
  KafkaApplication,
  KafkaHandler,
  KafkaHeaders,
  KafkaListener,
  PARTIAL_RESULTS_AFTER_TIMEOUT_TOPIC,
  ReplyingKafkaTemplate,
  RetryableTopic,
  RoutingKafkaTemplate,
  SendTo,
  json,
  silentLogger,
} from "@ottla/listener";
import type { ListenerContext } from "@ottla/listener";
import { consumeAll } from "@ottla/testkit";
import { clientTarget, until } from "./client-target.ts";
import { committedBy, untilCommitted } from "./listener-scene.ts";

const target = clientTarget();

describe("requests and replies", () => {
  it("a reply finds its request; one that does not come in time is missed", async () => {
    const requests = await target.topic();
    const replies = await target.topic();
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      logger: silentLogger,
    });
    class Server {
      answer(value: string): string | undefined {
        return value === "silence" ? undefined : value.toUpperCase();
      }
    }
    // Decorators are functions: without their syntax they are called.
    const descriptor = Object.getOwnPropertyDescriptor(Server.prototype, "answer");
    assert.ok(descriptor !== undefined);
    SendTo()(Server.prototype, "answer", descriptor);
    KafkaListener({ topics: requests, groupId: target.name("server") })(Server.prototype, "answer", descriptor);
    await app.register(new Server());
    await app.start();
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    await using template = new ReplyingKafkaTemplate(factory, {
      replies: {
        bootstrapServers: target.bootstrapServers,
        topics: replies,
        groupId: target.name("client"),
        properties: ["auto.offset.reset=earliest"],
        logger: silentLogger,
      },
      replyErrorChecker: (reply) => (reply.value === "BAD" ? new Error("a bad answer") : undefined),
      logger: silentLogger,
    });
    await template.start();
    assert.equal(await template.waitForAssignment(10_000), true);
    const pending = template.sendAndReceive({ topic: requests, key: "k", value: "hello" });
    assert.equal((await pending.sendFuture).recordMetadata.topic, requests);
    const reply = await pending;
    assert.deepEqual([reply.value, reply.key], ["HELLO", "k"]);
    const many = await Promise.all(
      ["a", "b", "c"].map((value) => template.sendAndReceive({ topic: requests, value }).then((one) => one.value)),
    );
    assert.deepEqual(many, ["A", "B", "C"]);
    await assert.rejects(template.sendAndReceive({ topic: requests, value: "bad" }), /a bad answer/);
    await assert.rejects(template.sendAndReceive({ topic: requests, value: "silence" }, 100), {
      name: "KafkaReplyTimeoutException",
    });
  });
});

describe("messages as requests", () => {
  it("are answered by messages, with the headers that the answering side chooses", async () => {
    const [requests, replies] = [await target.topic({ numPartitions: 2 }), await target.topic()];
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      listener: {
        replyHeadersConfigurer: {
          shouldCopy: (name) => name === "trace",
          additionalHeaders: () => ({ answered: "by me" }),
        },
      },
      logger: silentLogger,
    });
    const partitions: number[] = [];
    class Server {
      answer(value: string, { record: { partition } }: ListenerContext): string {
        partitions.push(partition);
        return JSON.stringify({ upper: value.toUpperCase() });
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Server.prototype, "answer");
    assert.ok(descriptor !== undefined);
    SendTo()(Server.prototype, "answer", descriptor);
    KafkaListener({ topics: requests, groupId: target.name("server") })(Server.prototype, "answer", descriptor);
    await app.register(new Server());
    await app.start();
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    await using template = new ReplyingKafkaTemplate(factory, {
      replies: {
        bootstrapServers: target.bootstrapServers,
        topics: replies,
        groupId: target.name("client"),
        properties: ["auto.offset.reset=earliest"],
        logger: silentLogger,
      },
      logger: silentLogger,
    });
    await template.start();
    const headers = {
      [KafkaHeaders.TOPIC]: requests,
      [KafkaHeaders.PARTITION]: 1,
      [KafkaHeaders.KEY]: "k",
      trace: "t",
      secret: "s",
    };
    const reply = template.sendAndReceive({ payload: "hello", headers }, 30_000, json<{ readonly upper: string }>());
    const { payload, headers: received } = await reply;
    assert.deepEqual([payload, partitions], [{ upper: "HELLO" }, [1]]);
    assert.equal(received[KafkaHeaders.RECEIVED_KEY], "k");
    assert.equal(received[KafkaHeaders.RECEIVED_TOPIC], replies);
    assert.deepEqual([received["trace"], received["answered"], received["secret"]], ["t", "by me", undefined]);
  });
});

describe("requests and replies with header names of their own", () => {
  it("find each other by them, and by nothing else", async () => {
    const [requests, replies] = [await target.topic(), await target.topic()];
    const names = {
      correlationHeaderName: "my-correlation",
      replyTopicHeaderName: "my-reply-to",
      replyPartitionHeaderName: "my-partition",
    };
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      listener: { correlationHeaderName: names.correlationHeaderName },
      logger: silentLogger,
    });
    class Server {
      answer(value: string): string {
        return value.toUpperCase();
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Server.prototype, "answer");
    assert.ok(descriptor !== undefined);
    const replyTo = (request: unknown): string => {
      const { headers } = request as ConsumerRecord;
      const named = headers.find(({ key }) => key === names.replyTopicHeaderName)?.value;
      return Buffer.from(named ?? []).toString();
    };
    SendTo(({ request }) => replyTo(request))(Server.prototype, "answer", descriptor);
    KafkaListener({ topics: requests, groupId: target.name("server") })(Server.prototype, "answer", descriptor);
    await app.register(new Server());
    await app.start();
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    await using template = new AggregatingReplyingKafkaTemplate(factory, {
      ...names,
      replies: {
        bootstrapServers: target.bootstrapServers,
        topicPartitions: [{ topic: replies, partitions: [0] }],
        groupId: target.name("client"),
        properties: ["auto.offset.reset=earliest"],
        logger: silentLogger,
      },
      releaseStrategy: () => true,
      logger: silentLogger,
    });
    await template.start();
    const reply = await template.sendAndReceive({ topic: requests, value: "hello" });
    assert.deepEqual(
      reply.value.map(({ value }) => value),
      ["HELLO"],
    );
    const [answer] = reply.value;
    assert.deepEqual(
      answer?.headers.map(({ key }) => key),
      ["my-correlation"],
    );
    assert.deepEqual(reply.headers[0]?.key, "my-correlation");
    const [request] = await consumeAll(target.bootstrapServers, requests);
    const sent = new Map(request?.headers.map(({ key, value }) => [key, value]));
    assert.deepEqual([...sent.keys()], ["my-reply-to", "my-partition", "my-correlation"]);
    assert.equal(Buffer.from(sent.get("my-reply-to") ?? []).toString(), replies);
    assert.deepEqual([...(sent.get("my-partition") ?? [])], [0, 0, 0, 0]);
    assert.deepEqual(sent.get("my-correlation"), answer?.headers[0]?.value);
  });

  it("may have text for a correlation id", async () => {
    const [requests, replies] = [await target.topic(), await target.topic()];
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    const options = {
      replies: { bootstrapServers: target.bootstrapServers, topics: replies, groupId: "g", logger: silentLogger },
      binaryCorrelation: false,
    };
    const template = new ReplyingKafkaTemplate(factory, options);
    await assert.rejects(template.sendAndReceive({ topic: requests, value: "v" }, 500), /timed out/);
    const [request] = await consumeAll(target.bootstrapServers, requests);
    const id = request?.headers.find(({ key }) => key === KafkaHeaders.CORRELATION_ID)?.value;
    assert.match(Buffer.from(id ?? []).toString(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.throws(
      () => new ReplyingKafkaTemplate(factory, { ...options, correlationIdStrategy: () => Buffer.from("id") }),
      /binaryCorrelation is not for it/,
    );
  });

  it("must be there and differ", async () => {
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": "localhost:1" });
    const replies = { bootstrapServers: "localhost:1", topics: "r", groupId: "g" };
    assert.throws(
      () => new ReplyingKafkaTemplate(factory, { replies, replyTopicHeaderName: "" }),
      /replyTopicHeaderName must not be empty/,
    );
    assert.throws(
      () => new ReplyingKafkaTemplate(factory, { replies, correlationHeaderName: KafkaHeaders.REPLY_TOPIC }),
      /need different names: kafka_replyTopic, kafka_replyTopic, kafka_replyPartition/,
    );
    assert.throws(
      () => new ConcurrentKafkaListenerContainerFactory({ correlationHeaderName: "" }),
      /correlationHeaderName must not be empty/,
    );
  });
});

describe("@SendTo", () => {
  /** Decorators are functions: without their syntax they are called. */
  function decorate(prototype: object, name: string, ...decorators: readonly ReturnType<typeof KafkaHandler>[]): void {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    assert.ok(descriptor !== undefined);
    for (const decorator of decorators) decorator(prototype, name, descriptor);
  }

  async function untilSent(topic: string, values: readonly (string | null)[]): Promise<void> {
    let seen: unknown[] = [];
    const isThere = async (): Promise<boolean> => {
      seen = (await consumeAll(target.bootstrapServers, topic)).map(({ value }) => value);
      return seen.length >= values.length;
    };
    await until(isThere, `${values.join()} in ${topic}`);
    assert.deepEqual(seen.sort(), [...values].sort());
  }

  it("holds for a listener with retry topics and for its @DltHandler", async () => {
    const [requests, answers, apologies] = [await target.topic(), await target.topic(), await target.topic()];
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      logger: silentLogger,
    });
    const seen = new Map<string, number>();
    class Server {
      answer(value: string): string {
        const times = (seen.get(value) ?? 0) + 1;
        seen.set(value, times);
        if (value === "never" || (value === "later" && times === 1)) throw new Error("not now");
        return `${value} answered`;
      }
      apologize(value: string): string {
        return `${value} regretted`;
      }
    }
    const options = { topics: requests, groupId: target.name("server") };
    const retry = RetryableTopic({ attempts: 2, backOff: { delay: 10 } });
    decorate(Server.prototype, "answer", SendTo(answers), retry, KafkaListener(options));
    decorate(Server.prototype, "apologize", SendTo(apologies), DltHandler());
    await app.register(new Server());
    await app.start();
    for (const value of ["now", "later", "never"]) await app.template.send(requests, value);
    await untilSent(answers, ["now answered", "later answered"]);
    await untilSent(apologies, ["never regretted"]);
  });

  it("sends a list as several records, or as one", async () => {
    const [requests, split, whole] = [await target.topic(), await target.topic(), await target.topic()];
    class Server {
      split(value: string): string[] {
        return [value, value];
      }
      whole(value: string): string[] {
        return [value, value];
      }
    }
    decorate(Server.prototype, "split", SendTo(split), KafkaListener({ topics: requests, groupId: target.name("g") }));
    const options = { topics: requests, groupId: target.name("g"), splitIterables: false };
    decorate(Server.prototype, "whole", SendTo(whole), KafkaListener(options));
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      producer: { "value.serializer": (value: unknown) => Buffer.from(JSON.stringify(value)) },
      logger: silentLogger,
    });
    await app.register(new Server());
    await app.start();
    await app.template.send(requests, 1);
    await untilSent(split, ['"1"', '"1"']);
    await untilSent(whole, ['["1","1"]']);
  });

  it("holds for each method of a class-level listener", async () => {
    const [requests, texts, rest] = [await target.topic(), await target.topic(), await target.topic()];
    const options = { topics: requests, groupId: target.name("server") };
    class Server {
      short(value: string): string {
        return `short ${value}`;
      }
      long(value: string): string {
        return `long ${value}`;
      }
      silent(): string {
        return "nobody hears that";
      }
    }
    const isShort = (value: unknown): boolean => String(value).length < 3;
    decorate(Server.prototype, "short", SendTo(texts), KafkaHandler({ type: isShort }));
    decorate(Server.prototype, "long", SendTo(rest), KafkaHandler({ isDefault: true }));
    decorate(Server.prototype, "silent", KafkaHandler({ isNull: true }));
    KafkaListener(options)(Server);
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      logger: silentLogger,
    });
    await app.register(new Server());
    await app.start();
    for (const value of ["a", null, "bbbb", "c"]) await app.template.send(requests, value);
    await untilSent(texts, ["short a", "short c"]);
    await untilSent(rest, ["long bbbb"]);

    class Handled extends Server {}
    KafkaListener({ ...options, errorHandler: () => "instead" })(Handled);
    await assert.rejects(app.register(new Handled()), /Handled: what the errorHandler returns has nowhere to go/);
    class Alike {
      one(): string {
        throw new Error("no");
      }
    }
    decorate(Alike.prototype, "one", SendTo(texts), KafkaHandler({ isDefault: true }));
    const others = { topics: await target.topic(), groupId: target.name("server") };
    KafkaListener({ ...others, errorHandler: () => "instead" })(Alike);
    await app.register(new Alike());
    await app.template.send(others.topics, "v");
    await untilSent(texts, ["short a", "short c", "instead"]);
  });
});

/** Replies to each request from as many servers as are asked for: the value says how many answer, and of what they answer. */
async function servers(app: KafkaApplication, requests: string): Promise<void> {
  for (let index = 0; index < 3; index++) {
    class Server {
      answer(value: string): string | undefined {
        return index < Number(value.split(" ")[1]) ? `${value} by ${index}` : undefined;
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Server.prototype, "answer");
    assert.ok(descriptor !== undefined);
    SendTo()(Server.prototype, "answer", descriptor);
    KafkaListener({ topics: requests, groupId: target.name("server") })(Server.prototype, "answer", descriptor);
    await app.register(new Server());
  }
}

describe("requests with several replies", () => {
  it("end when the release strategy has all of them; offsets are committed when nothing is gathered any more", async () => {
    const [requests, replies] = [await target.topic(), await target.topic()];
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      logger: silentLogger,
    });
    await servers(app, requests);
    await app.start();
    const group = target.name("client");
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    const timeouts: number[] = [];
    await using template = new AggregatingReplyingKafkaTemplate(factory, {
      replies: {
        bootstrapServers: target.bootstrapServers,
        topics: replies,
        groupId: group,
        properties: ["auto.offset.reset=earliest"],
        logger: silentLogger,
      },
      releaseStrategy: (list, isTimeout) => {
        if (isTimeout) timeouts.push(list.length);
        if (list.some(({ value }) => value?.startsWith("broken") === true))
          throw new RangeError("no strategy for that");
        return isTimeout || list.length === 3;
      },
      returnPartialOnTimeout: true,
      logger: silentLogger,
    });
    await template.start();
    assert.equal(await template.waitForAssignment(10_000), true);
    const all = await template.sendAndReceive({ topic: requests, key: "k", value: "all 3" });
    assert.equal(all.topic, AGGREGATED_RESULTS_TOPIC);
    assert.deepEqual(all.value.map(({ value }) => value).sort(), ["all 3 by 0", "all 3 by 1", "all 3 by 2"]);
    assert.deepEqual(new Set(all.value.map(({ key }) => key)), new Set(["k"]));
    assert.equal(all.headers[0]?.key, KafkaHeaders.CORRELATION_ID);
    await untilCommitted(target, group, { 0: 3 });

    // One gathers two of its three replies: another one that ends meanwhile commits nothing.
    const waiting = template.sendAndReceive({ topic: requests, value: "some 2" }, 3_000);
    await waiting.sendFuture;
    await until(async () => (await consumeAll(target.bootstrapServers, replies)).length === 5, "two more replies");
    await template.sendAndReceive({ topic: requests, value: "all 3" });
    assert.deepEqual(await committedBy(target, group), { 0: 3 });
    const partial = await waiting;
    assert.equal(partial.topic, PARTIAL_RESULTS_AFTER_TIMEOUT_TOPIC);
    assert.deepEqual(partial.value.map(({ value }) => value).sort(), ["some 2 by 0", "some 2 by 1"]);
    assert.deepEqual(timeouts, [2]);
    // Its replies are passed with the next request that ends.
    await template.sendAndReceive({ topic: requests, value: "all 3" });
    await untilCommitted(target, group, { 0: 11 });

    await assert.rejects(template.sendAndReceive({ topic: requests, value: "silence 0" }, 200), {
      name: "KafkaReplyTimeoutException",
    });
    assert.deepEqual(timeouts, [2], "without a reply there is nothing to ask about");
    await assert.rejects(template.sendAndReceive({ topic: requests, value: "broken 3" }), /no strategy for that/);
  });

  it("without returnPartialOnTimeout miss them all; replies that come again count once", async () => {
    const [requests, replies] = [await target.topic(), await target.topic()];
    const group = target.name("client");
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    const asked: number[] = [];
    const options = {
      replies: {
        bootstrapServers: target.bootstrapServers,
        topics: replies,
        groupId: group,
        properties: ["auto.offset.reset=earliest"],
        logger: silentLogger,
      },
      releaseStrategy: (list: readonly unknown[]): boolean => asked.push(list.length) > 0 && list.length === 2,
      correlationIdStrategy: () => Buffer.from("one"),
      logger: silentLogger,
    };
    await using template = new AggregatingReplyingKafkaTemplate(factory, options);
    await template.start();
    const replyNow = (value: string): Promise<unknown> =>
      factory.sharedProducer().send({ topic: replies, value, headers: { [KafkaHeaders.CORRELATION_ID]: "one" } });
    assert.equal(await template.waitForAssignment(10_000), true);
    const lost = template.sendAndReceive({ topic: requests, value: "v" }, 1_000);
    lost.catch(() => undefined);
    await replyNow("a");
    await until(() => asked.length === 1, "the reply of the request that misses the others");
    await assert.rejects(lost, { name: "KafkaReplyTimeoutException" });
    const pending = template.sendAndReceive({ topic: requests, value: "v" });
    asked.length = 0;
    await replyNow("b");
    await until(() => asked.length === 1, "the first reply");
    // Nothing was committed, so all of it comes again.
    await template.replyContainer.stop();
    await template.replyContainer.start();
    const { value } = await pending;
    assert.deepEqual(
      value.map((reply) => reply.value),
      ["b", "a"],
    );
    assert.deepEqual(asked, [1, 2]);
  });

  it("need a container that commits nothing by itself", async () => {
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": "localhost:1" });
    const replies = { bootstrapServers: "localhost:1", topics: "r", groupId: "g", ackMode: "BATCH" as const };
    assert.throws(
      () => new AggregatingReplyingKafkaTemplate(factory, { replies, releaseStrategy: () => true }),
      /must have a MANUAL or MANUAL_IMMEDIATE ackMode, not BATCH/,
    );
  });
});

describe("routing templates", () => {
  it("the first pattern that matches the whole topic decides", async () => {
    const [bytes, text] = [await target.topic(), await target.topic()];
    const servers = { "bootstrap.servers": target.bootstrapServers };
    await using shout = new DefaultKafkaProducerFactory({
      ...servers,
      "value.serializer": (value: unknown) => String(value).toUpperCase(),
    });
    await using plain = new DefaultKafkaProducerFactory({ ...servers, "value.serializer": "StringSerializer" });
    const template = new RoutingKafkaTemplate([
      [new RegExp(bytes), shout],
      [/topic-.*/, plain],
    ]);
    await template.send(bytes, "value");
    await template.send(text, "key", "value");
    assert.equal((await consumeAll(target.bootstrapServers, bytes))[0]?.value, "VALUE");
    assert.deepEqual(
      (await consumeAll(target.bootstrapServers, text)).map(({ key, value }) => [key, value]),
      [["key", "value"]],
    );
    assert.throws(() => template.send("elsewhere", "value"), /No producer factory/);
  });
});
