// Listeners in transactions: what they send, and their offsets, together or not at all.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Consumer } from "@ottla/client";
import {
  DeadLetterPublishingRecoverer,
  DefaultAfterRollbackProcessor,
  DefaultErrorHandler,
  DefaultKafkaProducerFactory,
  FixedBackOff,
  KafkaTemplate,
  KafkaTransactionManager,
  deadLetterSender,
  listener,
  silentLogger,
} from "@ottla/listener";
import { clientTarget } from "./client-target.ts";
import { listenerScene, untilCommitted } from "./listener-scene.ts";

const target = clientTarget();

function transactions(): { readonly factory: DefaultKafkaProducerFactory; readonly template: KafkaTemplate } {
  const factory = new DefaultKafkaProducerFactory(
    { "bootstrap.servers": target.bootstrapServers },
    { transactionIdPrefix: target.name("tx") },
  );
  return { factory, template: new KafkaTemplate(factory, { logger: silentLogger }) };
}

/** What a reader of committed records sees. */
async function committedValues(topic: string): Promise<string[]> {
  await using consumer = new Consumer({
    bootstrapServers: target.bootstrapServers,
    isolationLevel: "read_committed",
    valueDeserializer: "StringDeserializer",
  });
  const partition = { topic, partition: 0 };
  consumer.assign([partition]);
  consumer.seekToBeginning();
  const end = (await consumer.endOffsets([partition])).get(partition) ?? 0;
  const values: string[] = [];
  while ((await consumer.position(partition)) < end) {
    for (const { value } of await consumer.poll({ timeoutMs: 100 })) values.push(String(value));
  }
  return values;
}

describe("listeners in transactions", () => {
  it("a record that fails after it has sent leaves nothing behind; the next attempt does", async () => {
    const out = await target.topic();
    const { factory, template } = transactions();
    await using _closing = factory;
    const { group, options } = await listenerScene(target, [4], {
      transactionManager: new KafkaTransactionManager(factory),
      errorHandler: new DefaultErrorHandler({ backOff: new FixedBackOff(0, 3), logger: silentLogger }),
    });
    await using container = listener<string>(options, async (value, { deliveryAttempt }) => {
      // Nobody hands the transaction to the template: it is the listener's.
      await template.send(out, `${value}#${deliveryAttempt}`);
      if (value === "2" && deliveryAttempt < 3) throw new Error("not yet");
    });
    await container.start();
    await untilCommitted(target, group, { 0: 4 });
    assert.deepEqual(await committedValues(out), ["0#1", "1#1", "2#3", "3#1"]);
  });

  it("a dead letter is one with the offset of its record", async () => {
    const { factory, template } = transactions();
    await using _closing = factory;
    const { recover } = new DeadLetterPublishingRecoverer(deadLetterSender(factory), { logger: silentLogger });
    const { topic, group, options } = await listenerScene(target, [3], {
      transactionManager: new KafkaTransactionManager(factory),
      errorHandler: new DefaultErrorHandler({
        recoverer: recover,
        backOff: new FixedBackOff(0, 1),
        logger: silentLogger,
      }),
    });
    const out = `${topic}-dlt`;
    (await target.admin.createTopics([{ name: out }])).throwIfAnyFailed();
    await using container = listener<string>(options, async (value) => {
      await template.send(out, `sent with ${value}`);
      if (value === "1") throw new Error("never");
    });
    await container.start();
    await untilCommitted(target, group, { 0: 3 });
    assert.deepEqual(await committedValues(out), ["sent with 0", "1", "sent with 2"]);
  });

  it("a batch is one transaction", async () => {
    const out = await target.topic();
    const { factory, template } = transactions();
    await using _closing = factory;
    const { group, options } = await listenerScene(target, [5], {
      transactionManager: new KafkaTransactionManager(factory),
      errorHandler: new DefaultErrorHandler({ backOff: new FixedBackOff(0, 3), logger: silentLogger }),
    });
    let attempts = 0;
    await using container = listener<string>({ ...options, batch: true }, async (values) => {
      for (const value of values) await template.send(out, value);
      if (++attempts === 1) throw new Error("not yet");
    });
    await container.start();
    await untilCommitted(target, group, { 0: 5 });
    assert.deepEqual(await committedValues(out), ["0", "1", "2", "3", "4"]);
  });

  it("a record comes again after its rollback, and is recovered in a new transaction that has its offset", async () => {
    const { factory, template } = transactions();
    await using _closing = factory;
    const { recover } = new DeadLetterPublishingRecoverer(deadLetterSender(factory), { logger: silentLogger });
    const told: string[] = [];
    const { topic, group, options } = await listenerScene(target, [4], {
      transactionManager: new KafkaTransactionManager(factory),
      afterRollbackProcessor: new DefaultAfterRollbackProcessor({
        recoverer: recover,
        backOff: new FixedBackOff(10, 2),
        kafkaOperations: template,
        commitRecovered: true,
        retryListeners: [
          {
            failedDelivery: ({ offset }, _error, attempt) => void told.push(`failed ${offset}#${attempt}`),
            recovered: ({ offset }) => void told.push(`recovered ${offset}`),
          },
        ],
        logger: silentLogger,
      }),
    });
    const out = `${topic}-dlt`;
    (await target.admin.createTopics([{ name: out }])).throwIfAnyFailed();
    await using container = listener<string>(options, async (value, { deliveryAttempt }) => {
      await template.send(out, `${value}#${deliveryAttempt}`);
      if (value === "3" || (value === "1" && deliveryAttempt < 3)) throw new Error("not now");
    });
    await container.start();
    // Nothing comes behind the last record: its offset is committed by its recovery.
    await untilCommitted(target, group, { 0: 4 });
    assert.deepEqual(await committedValues(out), ["0#1", "1#3", "2#1", "3"]);
    assert.deepEqual(told, ["failed 1#1", "failed 1#2", "failed 3#1", "failed 3#2", "failed 3#3", "recovered 3"]);
  });

  it("without an error handler a record is delivered ten times and then passed, its offset with the next record's", async () => {
    const out = await target.topic();
    const { factory, template } = transactions();
    await using _closing = factory;
    const { group, options } = await listenerScene(target, [3], {
      transactionManager: new KafkaTransactionManager(factory),
    });
    const deliveries: string[] = [];
    await using container = listener<string>(options, async (value) => {
      deliveries.push(value);
      await template.send(out, value);
      if (value === "1") throw new Error("never");
    });
    await container.start();
    await untilCommitted(target, group, { 0: 3 });
    assert.deepEqual(await committedValues(out), ["0", "2"]);
    assert.deepEqual(deliveries, ["0", ...Array.from({ length: 10 }, () => "1"), "2"]);
  });

  it("a batch comes again as a whole, and is recovered where that is wanted", async () => {
    for (const batchRecoverAfterRollback of [false, true]) {
      const { factory, template } = transactions();
      await using _closing = factory;
      const { recover } = new DeadLetterPublishingRecoverer(deadLetterSender(factory), { logger: silentLogger });
      const { topic, group, options } = await listenerScene(target, [3], {
        transactionManager: new KafkaTransactionManager(factory),
        batchRecoverAfterRollback,
        afterRollbackProcessor: new DefaultAfterRollbackProcessor({
          recoverer: recover,
          backOff: new FixedBackOff(0, 1),
          kafkaOperations: template,
          commitRecovered: true,
          logger: silentLogger,
        }),
      });
      const out = `${topic}-dlt`;
      (await target.admin.createTopics([{ name: out }])).throwIfAnyFailed();
      let attempts = 0;
      await using container = listener<string>({ ...options, batch: true }, async (values) => {
        attempts++;
        for (const value of values) await template.send(out, `${value}#${attempts}`);
        // Longer than the back-off lasts.
        if (attempts < 5) throw new Error("not now");
      });
      await container.start();
      await untilCommitted(target, group, { 0: 3 });
      const recovered = ["0", "1", "2"];
      const expected = batchRecoverAfterRollback ? recovered : recovered.map((value) => `${value}#5`);
      assert.deepEqual(await committedValues(out), expected);
      assert.equal(attempts, batchRecoverAfterRollback ? 2 : 5);
    }
  });

  it("an error handler beside an AfterRollbackProcessor is asked before: what it has handled is committed", async () => {
    const out = await target.topic();
    const { factory, template } = transactions();
    await using _closing = factory;
    const { group, options } = await listenerScene(target, [3], {
      transactionManager: new KafkaTransactionManager(factory),
      errorHandler: {
        handleRecord: ({ record, error, failures }) => {
          if (record.value === "2" && failures === 1) throw error;
          return { action: "handled", acknowledges: true, isRecovered: true };
        },
        handleBatch: ({ error }) => {
          throw error;
        },
      },
      afterRollbackProcessor: new DefaultAfterRollbackProcessor({ logger: silentLogger }),
    });
    await using container = listener<string>(options, async (value, { deliveryAttempt }) => {
      await template.send(out, `${value}#${deliveryAttempt}`);
      if (value !== "0") throw new Error("never");
    });
    await container.start();
    await untilCommitted(target, group, { 0: 3 });
    assert.deepEqual(await committedValues(out), ["0#1", "1#1", "2#2"]);
  });

  it("refuses what would commit outside of the transaction", async () => {
    const { factory } = transactions();
    await using _closing = factory;
    const transactionManager = new KafkaTransactionManager(factory);
    const { options } = await listenerScene(target, [0], { transactionManager });
    assert.throws(() => listener({ ...options, ackMode: "MANUAL" }, () => undefined), /does not acknowledge/);
    assert.throws(() => listener({ ...options, ordering: "key" }, () => undefined), /keeps the order of partitions/);
  });
});
