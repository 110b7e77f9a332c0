// Requests and replies, and templates that choose by topic.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  DefaultKafkaProducerFactory,
  KafkaApplication,
  KafkaListener,
  ReplyingKafkaTemplate,
  RoutingKafkaTemplate,
  SendTo,
  silentLogger,
} from "@ottla/listener";
import { consumeAll } from "@ottla/testkit";
import { clientTarget } from "./client-target.ts";

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
