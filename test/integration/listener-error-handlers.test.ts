// A listener's own error handler, deliveries that are numbered, producers that are fenced: against Spring's semantics.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Producer } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import {
  BatchListenerFailedException,
  DeadLetterPublishingRecoverer,
  DefaultErrorHandler,
  DefaultKafkaProducerFactory,
  FixedBackOff,
  KafkaApplication,
  KafkaHeaders,
  KafkaListener,
  KafkaTemplate,
  KafkaTransactionManager,
  ListenerExecutionFailedException,
  RetryableTopic,
  SendTo,
  compositeBatchInterceptor,
  deadLetterSender,
  listener,
  manualAckListenerErrorHandler,
  silentLogger,
} from "@ottla/listener";
import type { AnyErrorHandler, BatchInterceptor, Message } from "@ottla/listener";
import { consumeAll } from "@ottla/testkit";
import { clientTarget, until } from "./client-target.ts";
import { committedBy, listenerScene, untilCommitted } from "./listener-scene.ts";

const target = clientTarget();
const AT_ONCE = 8;

/** A container's error handler that gives up at once and says what it was given. */
function givingUp(errors: Error[]): DefaultErrorHandler {
  return new DefaultErrorHandler({
    backOff: new FixedBackOff(0, 0),
    recoverer: (_record, error) => void errors.push(error),
    logger: silentLogger,
  });
}

function fails(value: unknown): never {
  throw new TypeError(`no ${String(value)}`);
}

function deliveryAttempts(record: { readonly headers: ConsumerRecord["headers"] }): number[] {
  return record.headers
    .filter(({ key }) => key === KafkaHeaders.DELIVERY_ATTEMPT)
    .map(({ value }) => Buffer.from(value ?? []).readInt32BE());
}

describe("a listener error handler", { concurrency: AT_ONCE }, () => {
  it("that returns: its result is the reply, and the record is done", async () => {
    const [requests, replies] = [await target.topic(), await target.topic()];
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      logger: silentLogger,
    });
    const asked: Message[] = [];
    const errorHandler: AnyErrorHandler = {
      handleError: (message, exception) => {
        asked.push(message);
        return message.payload === "silent" ? undefined : `sorry: ${(exception.cause as Error).message}`;
      },
    };
    class Server {
      answer(value: string): string {
        return value === "good" ? "fine" : fails(value);
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Server.prototype, "answer");
    assert.ok(descriptor !== undefined);
    const groupId = target.name("server");
    SendTo(replies)(Server.prototype, "answer", descriptor);
    KafkaListener({ topics: requests, groupId, errorHandler })(Server.prototype, "answer", descriptor);
    await app.register(new Server());
    await app.start();
    for (const value of ["good", "bad", "silent"]) await app.template.send(requests, `key of ${value}`, value);
    await untilCommitted(target, groupId, { 0: 3 });
    const sent = await consumeAll(target.bootstrapServers, replies);
    assert.deepEqual(
      sent.map(({ key, value }) => [key, value]),
      [
        ["key of good", "fine"],
        ["key of bad", "sorry: no bad"],
      ],
    );
    const [bad] = asked;
    assert.equal(bad?.payload, "bad");
    assert.equal(bad.headers[KafkaHeaders.RECEIVED_TOPIC], requests);
    assert.equal(bad.headers[KafkaHeaders.RECEIVED_KEY], "key of bad");
    assert.equal(bad.headers[KafkaHeaders.OFFSET], 1);
    assert.equal(bad.headers[KafkaHeaders.GROUP_ID], groupId);
    assert.equal((bad.headers[KafkaHeaders.RAW_DATA] as ConsumerRecord<unknown, unknown>).value, "bad");
  });

  it("that throws: the container's error handler gets it, wrapped, and the original error behind", async () => {
    for (const rethrows of [true, false]) {
      const errors: Error[] = [];
      const { group, options } = await listenerScene(target, [1], { commonErrorHandler: givingUp(errors) });
      await using container = listener(
        {
          ...options,
          errorHandler: (_message, exception) => {
            throw rethrows ? exception : new RangeError("worse");
          },
        },
        fails,
      );
      await container.start();
      await untilCommitted(target, group, { 0: 1 });
      const [error] = errors;
      assert.ok(error instanceof ListenerExecutionFailedException);
      assert.equal(error.message, "Listener error handler threw an exception for the incoming message");
      assert.equal(error.groupId, group);
      const inner = error.cause as Error;
      if (rethrows) assert.ok(inner instanceof ListenerExecutionFailedException && inner.cause instanceof TypeError);
      else assert.ok(inner instanceof RangeError);
    }
  });

  it("is not asked by records that nobody can read, and is by arguments that cannot be made", async () => {
    const errors: Error[] = [];
    const asked: unknown[] = [];
    const scene = await listenerScene(target, [2], { commonErrorHandler: givingUp(errors) });
    const deserializer = (bytes: Uint8Array | null): string => {
      const text = Buffer.from(bytes ?? []).toString();
      return text === "0" ? fails(text) : text;
    };
    await using container = listener(
      {
        ...scene.options,
        properties: { ...scene.options.properties, "value.deserializer": deserializer },
        value: fails,
        errorHandler: (message) => void asked.push(message.payload),
      },
      () => undefined,
    );
    await container.start();
    await untilCommitted(target, scene.group, { 0: 2 });
    assert.deepEqual(
      errors.map((error) => error.name),
      ["DeserializationException"],
    );
    assert.deepEqual(asked, ["1"]);
  });

  it("of batches gets all values and lists of headers; a record that is named goes on to the container's", async () => {
    const { topic, group, options } = await listenerScene(target, [3]);
    const asked: Message[] = [];
    const errors: Error[] = [];
    await using container = listener(
      {
        ...options,
        batch: true,
        commonErrorHandler: givingUp(errors),
        errorHandler: (message, exception) => {
          asked.push(message);
          if (exception.cause instanceof BatchListenerFailedException) throw exception;
        },
      },
      (values) => {
        if (values.length === 3) throw new BatchListenerFailedException("no", 1);
        fails(values);
      },
    );
    await container.start();
    await untilCommitted(target, group, { 0: 3 });
    // The first one named a record: those before it and itself are done, and the rest came again, failed, and was dealt with.
    assert.deepEqual(
      asked.map(({ payload }) => payload),
      [["0", "1", "2"], ["2"]],
    );
    assert.equal(errors.length, 1);
    assert.deepEqual(asked[0]?.headers[KafkaHeaders.OFFSET], [0, 1, 2]);
    assert.deepEqual(asked[1]?.headers[KafkaHeaders.RECEIVED_TOPIC], [topic]);
  });

  it("may acknowledge in the listener's place", async () => {
    const { group, options } = await listenerScene(target, [3], { ackMode: "MANUAL_IMMEDIATE" });
    const seen: string[] = [];
    await using container = listener<string>(
      {
        ...options,
        errorHandler: manualAckListenerErrorHandler(async (message, _exception, consumer, acknowledgment) => {
          seen.push(`${String(message.payload)} ${consumer.assignment().length}`);
          if (message.payload !== "2") await acknowledgment.acknowledge();
        }),
      },
      fails,
    );
    await container.start();
    await until(() => seen.length === 3, "three errors");
    await container.stop();
    assert.deepEqual(seen, ["0 1", "1 1", "2 1"]);
    assert.deepEqual(await committedBy(target, group), { 0: 2 });
  });

  it("keeps records out of retry topics", async () => {
    const topic = await target.topic();
    const groupId = target.name("retry");
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      logger: silentLogger,
    });
    class Payments {
      pay(value: string): void {
        fails(value);
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Payments.prototype, "pay");
    assert.ok(descriptor !== undefined);
    const errorHandler: AnyErrorHandler = (message, exception) => {
      if (message.payload === "again") throw exception;
    };
    RetryableTopic({ attempts: 2, backOff: { delay: 1 } })(Payments.prototype, "pay", descriptor);
    KafkaListener({ id: groupId, topics: topic, errorHandler })(Payments.prototype, "pay", descriptor);
    await app.register(new Payments());
    await app.start();
    await app.template.send(topic, "handled");
    await app.template.send(topic, "again");
    await untilCommitted(target, groupId, { 0: 2 });
    const retried = await consumeAll(target.bootstrapServers, `${topic}-retry`);
    assert.deepEqual(
      retried.map(({ value }) => value),
      ["again"],
    );
  });

  it("is refused where it could do nothing, or not what it is for", () => {
    const options = { bootstrapServers: "localhost:1", topics: "t", groupId: "g" };
    const errorHandler = manualAckListenerErrorHandler(() => undefined);
    assert.throws(() => listener({ ...options, errorHandler }, fails), /needs ackMode MANUAL or MANUAL_IMMEDIATE/);
    listener({ ...options, errorHandler, ackMode: "MANUAL" }, fails);
    const common = new DefaultErrorHandler();
    assert.throws(
      () => listener({ ...options, errorHandler: common, commonErrorHandler: common }, fails),
      /both the container's error handler/,
    );
  });
});

describe("deliveryAttemptHeader", { concurrency: AT_ONCE }, () => {
  it("numbers the deliveries of a record, and its dead letter has the last number", async () => {
    const factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    await using _closing = factory;
    const { recover } = new DeadLetterPublishingRecoverer(deadLetterSender(factory), { logger: silentLogger });
    const { topic, group, options } = await listenerScene(target, [2], {
      deliveryAttemptHeader: true,
      errorHandler: new DefaultErrorHandler({
        backOff: new FixedBackOff(0, 2),
        recoverer: recover,
        logger: silentLogger,
      }),
    });
    (await target.admin.createTopics([{ name: `${topic}-dlt` }])).throwIfAnyFailed();
    const seen: (readonly [unknown, number[]])[] = [];
    await using container = listener(options, (value, { record, deliveryAttempt }) => {
      seen.push([value, deliveryAttempts(record)]);
      assert.equal(deliveryAttempts(record)[0], deliveryAttempt);
      if (value === "0") fails(value);
    });
    await container.start();
    await untilCommitted(target, group, { 0: 2 });
    assert.deepEqual(seen, [
      ["0", [1]],
      ["0", [2]],
      ["0", [3]],
      ["1", [1]],
    ]);
    const [letter] = await consumeAll(target.bootstrapServers, `${topic}-dlt`);
    assert.deepEqual(letter === undefined ? [] : deliveryAttempts(letter), [3]);
  });

  it("numbers the records of batches, each by how often it came; without it there is no such header", async () => {
    for (const isOn of [true, false]) {
      const { group, options } = await listenerScene(target, [2], {
        ...(isOn ? { deliveryAttemptHeader: true } : {}),
        errorHandler: new DefaultErrorHandler({ backOff: new FixedBackOff(0, 9), logger: silentLogger }),
      });
      const seen: number[][][] = [];
      await using container = listener({ ...options, batch: true }, (values, { records }) => {
        seen.push(records.map(deliveryAttempts));
        if (seen.length < 3) fails(values);
      });
      await container.start();
      await untilCommitted(target, group, { 0: 2 });
      assert.deepEqual(
        seen,
        isOn
          ? [
              [[1], [1]],
              [[2], [2]],
              [[3], [3]],
            ]
          : [
              [[], []],
              [[], []],
              [[], []],
            ],
      );
    }
  });
});

describe("a fenced producer", () => {
  for (const stopContainerWhenFenced of [true, false]) {
    it(`${stopContainerWhenFenced ? "ends the container when that is wanted" : "else costs an attempt"}`, async () => {
      const prefix = target.name("tx");
      const servers = { "bootstrap.servers": target.bootstrapServers };
      const factory = new DefaultKafkaProducerFactory(servers, { transactionIdPrefix: prefix });
      await using _closing = factory;
      const out = await target.topic();
      const template = new KafkaTemplate(factory, { logger: silentLogger });
      const reasons: string[] = [];
      const { group, options } = await listenerScene(target, [2], {
        transactionManager: new KafkaTransactionManager(factory),
        stopContainerWhenFenced,
        errorHandler: new DefaultErrorHandler({ backOff: new FixedBackOff(0, 9), logger: silentLogger }),
        onEvent: (event) => {
          if (event.type === "ConcurrentContainerStopped") reasons.push(event.reason);
        },
      });
      let isFenced = false;
      await using container = listener<string>(options, async (value) => {
        await template.send(out, value);
        if (isFenced) return;
        isFenced = true;
        // Another instance with the same id: what the listener has done so far can never be committed.
        await using other = new Producer({ ...servers, "transactional.id": `${prefix}0` });
        await other.initTransactions();
      });
      await container.start();
      if (stopContainerWhenFenced) {
        await until(() => reasons.length > 0, "the container to stop");
        assert.deepEqual(reasons, ["FENCED"]);
        assert.deepEqual(await committedBy(target, group), {});
      } else {
        await untilCommitted(target, group, { 0: 2 });
        assert.deepEqual(reasons, []);
      }
    });
  }
});

describe("several interceptors of batches", () => {
  it("are one: each gets what the one before made of the batch, until one skips it", async () => {
    const { group, options } = await listenerScene(target, [3]);
    const told: string[] = [];
    const interceptor = (name: string, intercept: NonNullable<BatchInterceptor["intercept"]>): BatchInterceptor => ({
      intercept,
      success: ({ length }) => void told.push(`${name} success ${length}`),
      failure: (_records, error) => void told.push(`${name} failure ${(error.cause as Error).message}`),
    });
    const batchInterceptor = compositeBatchInterceptor(
      interceptor("first", (given) => given.slice(1)),
      interceptor("second", (given) => Promise.resolve(told.length > 1 ? null : given.slice(1))),
      {},
    );
    let isFailing = true;
    const seen: unknown[] = [];
    await using container = listener({ ...options, batch: true, batchInterceptor }, (values) => {
      seen.push(values);
      if (isFailing) {
        isFailing = false;
        fails(values.length);
      }
    });
    await container.start();
    await untilCommitted(target, group, { 0: 3 });
    // The second time, the second of them skips the batch: it is done without the listener.
    assert.deepEqual(seen, [["2"]]);
    assert.deepEqual(told, ["first failure no 1", "second failure no 1"]);
  });
});

describe("metrics of a template", () => {
  it("are its producer's", async () => {
    const topic = await target.topic();
    await using factory = new DefaultKafkaProducerFactory({
      "bootstrap.servers": target.bootstrapServers,
      "client.id": "measured",
    });
    const template = new KafkaTemplate(factory);
    await template.send(topic, "value");
    const total = template
      .metrics()
      .find(
        ({ name, group, tags }) =>
          name === "record-send-total" && group === "producer-metrics" && tags["client-id"] === "measured",
      );
    assert.equal(total?.value(), 1);
    await using transactional = new DefaultKafkaProducerFactory(
      { "bootstrap.servers": target.bootstrapServers },
      { transactionIdPrefix: target.name("tx") },
    );
    const other = new KafkaTemplate(transactional);
    assert.throws(() => other.metrics(), /No transaction is in process/);
    const names = await other.executeInTransaction((operations) => operations.metrics().map(({ name }) => name));
    assert.ok(names.includes("txn-begin-time-ns-total"));
  });
});
