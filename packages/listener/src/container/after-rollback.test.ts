// Containers in transactions on a virtual clock: what is delivered again after a rollback, what is given up, and which transactions are committed with which offsets.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VirtualClock } from "@ottla/base";
import { KafkaError } from "@ottla/client";
import type { AfterRollbackProcessor, RolledBack } from "../errors/after-rollback-processor.ts";
import { NO_ERROR_HANDLER } from "../errors/after-rollback-processor.ts";
import { FixedBackOff } from "../errors/back-off.ts";
import type { CommonErrorHandler } from "../errors/common-error-handler.ts";
import { DefaultAfterRollbackProcessor } from "../errors/default-after-rollback-processor.ts";
import type { DefaultAfterRollbackProcessorOptions } from "../errors/default-after-rollback-processor.ts";
import { DefaultErrorHandler } from "../errors/default-error-handler.ts";
import { silentLogger } from "../logging/logger.ts";
import { KafkaTemplate } from "../template/kafka-template.ts";
import { KafkaTransactionManager } from "../template/kafka-transaction-manager.ts";
import { SimulatedConsumer, SimulatedLogs } from "../testing/simulated-consumer.ts";
import { SimulatedTransactions } from "../testing/simulated-transactions.ts";
import { containerProperties } from "./container-properties.ts";
import type { ContainerProperties } from "./container-properties.ts";
import { KafkaMessageListenerContainer } from "./kafka-message-listener-container.ts";

const ABORTED = "aborted";

interface Play {
  readonly processor?: AfterRollbackProcessor;
  readonly errorHandler?: CommonErrorHandler;
  readonly properties?: Partial<ContainerProperties>;
  /** Records of partition 0; default 3. */
  readonly records?: number;
  /** Called with the place of a record, `offset`, or of all of a batch, and how often it was called with them before. */
  readonly listener: (places: string, before: number) => void;
  readonly isBatch?: boolean;
  /** The offset of a record that nobody can read. */
  readonly unreadable?: number;
  /** The play is over. */
  readonly until: (world: World) => boolean;
  /** Fails commits of transactions, the first ones. */
  readonly commitFailures?: readonly Error[];
}

interface World {
  readonly transactions: SimulatedTransactions;
  readonly deliveries: string[];
  stopReason(): string | undefined;
}

const transactionsOf = (): { readonly factory: SimulatedTransactions; readonly template: KafkaTemplate } => {
  const factory = new SimulatedTransactions();
  return { factory, template: new KafkaTemplate(factory, { logger: silentLogger }) };
};

async function played(factory: SimulatedTransactions, play: Play): Promise<World> {
  const clock = new VirtualClock();
  const logs = new SimulatedLogs(1);
  for (let record = 0; record < (play.records ?? 3); record++) logs.append(0, null, 0);
  const unreadable = logs.from(0, 0).find(({ offset }) => offset === play.unreadable);
  if (unreadable !== undefined) {
    Object.defineProperty(unreadable, "value", {
      get: () => {
        throw new Error("no value");
      },
    });
  }
  const consumer = new SimulatedConsumer(clock, logs);
  const deliveries: string[] = [];
  const called = (places: string): void => {
    const before = deliveries.filter((one) => one === places).length;
    deliveries.push(places);
    play.listener(places, before);
  };
  const container = new KafkaMessageListenerContainer({
    listenerId: "simulated",
    groupId: "g",
    subscription: { topics: ["t"] },
    listener:
      play.isBatch === true
        ? { isBatch: true, onMessages: (records) => called(records.map(({ offset }) => offset).join(",")) }
        : { isBatch: false, onMessage: ({ offset }) => called(String(offset)) },
    properties: containerProperties({ pollTimeout: 300, ...play.properties }, play.isBatch ?? false),
    consumerFactory: { configurationProperties: {}, createConsumer: () => consumer },
    consumerProperties: {},
    errorHandler: play.errorHandler ?? NO_ERROR_HANDLER,
    afterRollbackProcessor: play.processor,
    transactionManager: new KafkaTransactionManager(factory),
    logger: silentLogger,
    clock,
  });
  factory.commitFailures.push(...(play.commitFailures ?? []));
  const world = { transactions: factory, deliveries, stopReason: () => container.health()[0]?.stopReason };
  consumer.change({ kind: "assign", partitions: [0] });
  await container.start();
  for (let round = 0; !play.until(world); round++) {
    assert.ok(round < 2_000, `never over: ${deliveries.join()}; ${factory.ended.join()}`);
    await clock.advanceAsync(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const stopping = container.stop();
  for (let round = 0; round < 20; round++) {
    await clock.advanceAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await stopping;
  return world;
}

const committedLast =
  (offset: number) =>
  ({ transactions }: World): boolean =>
    transactions.ended.at(-1) === `committed 0:${offset}`;

const failing =
  (place: string, times = Infinity) =>
  (places: string, before: number): void => {
    if (places === place && before < times) throw new Error("no");
  };

function processorOf(options: DefaultAfterRollbackProcessorOptions = {}): DefaultAfterRollbackProcessor {
  return new DefaultAfterRollbackProcessor({ logger: silentLogger, ...options });
}

describe("a record whose transaction was rolled back", () => {
  it("is delivered ten times by default and then passed; its offset is committed with the next record's", async () => {
    const { factory } = transactionsOf();
    const told: string[] = [];
    const processor = processorOf({
      retryListeners: [
        {
          failedDelivery: ({ offset }, _error, attempt) => void told.push(`failed ${offset}#${attempt}`),
          recovered: ({ offset }) => void told.push(`recovered ${offset}`),
        },
      ],
    });
    const { deliveries } = await played(factory, { processor, listener: failing("1"), until: committedLast(3) });
    assert.deepEqual(deliveries, ["0", ...Array.from({ length: 10 }, () => "1"), "2"]);
    assert.deepEqual(factory.ended, ["committed 0:1", ...Array.from({ length: 10 }, () => ABORTED), "committed 0:3"]);
    const failures = Array.from({ length: 10 }, (_unused, index) => `failed 1#${index + 1}`);
    assert.deepEqual(told, [...failures, "recovered 1"]);
  });

  it("comes again, with nothing committed, until it succeeds", async () => {
    const { factory } = transactionsOf();
    const processor = processorOf({ backOff: new FixedBackOff(70, 9) });
    const { deliveries } = await played(factory, { processor, listener: failing("1", 2), until: committedLast(3) });
    assert.deepEqual(deliveries, ["0", "1", "1", "1", "2"]);
    assert.deepEqual(factory.ended, ["committed 0:1", ABORTED, ABORTED, "committed 0:2", "committed 0:3"]);
  });

  it("is recovered in a new transaction that has its offset, with commitRecovered", async () => {
    const { factory, template } = transactionsOf();
    const recovered: number[] = [];
    const processor = processorOf({
      recoverer: ({ offset }) => {
        assert.ok(template.inTransaction());
        recovered.push(offset);
      },
      backOff: new FixedBackOff(0, 1),
      kafkaOperations: template,
      commitRecovered: true,
    });
    const { deliveries } = await played(factory, { processor, listener: failing("2"), until: committedLast(3) });
    assert.deepEqual(deliveries, ["0", "1", "2", "2"]);
    assert.deepEqual(recovered, [2]);
    // Of the listener, of the processor that wants another delivery, of the listener, and of the processor that has recovered.
    assert.deepEqual(factory.ended.slice(2), [ABORTED, ABORTED, ABORTED, "committed 0:3"]);
  });

  it("is kept when its recovery fails: that transaction is rolled back too, and the back-off starts again", async () => {
    const { factory, template } = transactionsOf();
    let recoveries = 0;
    const processor = processorOf({
      recoverer: () => {
        if (++recoveries === 1) throw new Error("nowhere to put it");
      },
      backOff: new FixedBackOff(0, 1),
      kafkaOperations: template,
      commitRecovered: true,
    });
    const { deliveries } = await played(factory, {
      processor,
      records: 1,
      listener: failing("0"),
      until: committedLast(1),
    });
    assert.equal(recoveries, 2);
    assert.deepEqual(deliveries, ["0", "0", "0", "0"]);
    assert.deepEqual(factory.ended, [...Array.from({ length: 7 }, () => ABORTED), "committed 0:1"]);
  });

  it("is recovered again when the transaction of its recovery cannot be committed", async () => {
    const { factory, template } = transactionsOf();
    let recoveries = 0;
    const processor = processorOf({
      recoverer: () => void recoveries++,
      backOff: new FixedBackOff(0, 0),
      kafkaOperations: template,
      commitRecovered: true,
    });
    await played(factory, {
      processor,
      records: 1,
      listener: failing("0"),
      commitFailures: [new Error("not now")],
      until: committedLast(1),
    });
    assert.equal(recoveries, 2);
  });

  it("is given up at once for an error that is not retryable", async () => {
    const { factory } = transactionsOf();
    const processor = processorOf().addNotRetryableExceptions(TypeError);
    const { deliveries } = await played(factory, {
      processor,
      records: 2,
      listener: (place) => {
        if (place === "0") throw new TypeError("never");
      },
      until: committedLast(2),
    });
    assert.deepEqual(deliveries, ["0", "1"]);
  });

  it("is not the processor's when the producer was fenced: it is tried again, as often as that takes", async () => {
    const { factory } = transactionsOf();
    let asked = 0;
    const processor: AfterRollbackProcessor = {
      process: () => {
        asked++;
        return { action: "stop" };
      },
    };
    const fenced = new KafkaError("PRODUCER_FENCED", "somebody else has the id");
    const { deliveries } = await played(factory, {
      processor,
      records: 1,
      listener: () => undefined,
      commitFailures: [fenced, fenced],
      until: committedLast(1),
    });
    assert.deepEqual([deliveries, asked], [["0", "0", "0"], 0]);
  });

  it("ends the container when the producer was fenced and that is wanted", async () => {
    const { factory } = transactionsOf();
    const { deliveries, stopReason } = await played(factory, {
      processor: { process: () => assert.fail("it is not asked") },
      properties: { stopContainerWhenFenced: true },
      listener: () => undefined,
      commitFailures: [new KafkaError("PRODUCER_FENCED", "somebody else has the id")],
      until: (world) => world.stopReason() !== undefined,
    });
    assert.deepEqual([deliveries, stopReason()], [["0"], "FENCED"]);
  });

  it("is the processor's when the transaction cannot be committed for another reason", async () => {
    const { factory } = transactionsOf();
    const errors: unknown[] = [];
    const processor: AfterRollbackProcessor = {
      process: ({ error }) => {
        errors.push(error.cause);
        return { action: "retry", delayMs: 0 };
      },
    };
    const failure = new KafkaError("INVALID_TXN_STATE", "not now");
    await played(factory, {
      processor,
      records: 1,
      listener: () => undefined,
      commitFailures: [failure],
      until: committedLast(1),
    });
    assert.deepEqual(errors, [failure]);
  });

  it("stays where it is when the processor stops the container, and comes again when the processor throws", async () => {
    const { factory } = transactionsOf();
    let asked = 0;
    const processor: AfterRollbackProcessor = {
      process: () => {
        if (++asked === 1) throw new Error("the processor's own");
        return { action: "stop" };
      },
    };
    const { deliveries, stopReason } = await played(factory, {
      processor,
      listener: failing("0"),
      until: (world) => world.stopReason() !== undefined,
    });
    assert.deepEqual([deliveries, stopReason()], [["0", "0"], "ERROR"]);
    assert.deepEqual(factory.ended, [ABORTED, ABORTED]);
  });
});

describe("a batch whose transaction was rolled back", () => {
  it("comes again as a whole, also when the back-off is exhausted", async () => {
    const { factory } = transactionsOf();
    const rollbacks: RolledBack[] = [];
    const inner = processorOf({ backOff: new FixedBackOff(40, 2) });
    const processor: AfterRollbackProcessor = {
      process: () => assert.fail("it is a batch"),
      processBatch: (rollback) => {
        rollbacks.push(rollback);
        return inner.processBatch(rollback);
      },
    };
    const { deliveries } = await played(factory, {
      processor,
      isBatch: true,
      listener: failing("0,1,2", 15),
      until: committedLast(3),
    });
    assert.deepEqual(
      deliveries,
      Array.from({ length: 16 }, () => "0,1,2"),
    );
    assert.deepEqual(factory.ended, [...Array.from({ length: 15 }, () => ABORTED), "committed 0:3"]);
    assert.ok(rollbacks.every(({ records, recoverable }) => records.length === 3 && !recoverable));
    assert.deepEqual(
      rollbacks.map(({ failures }) => failures),
      Array.from({ length: 15 }, (_unused, index) => index + 1),
    );
  });

  it("is recovered, all of it or nothing, with batchRecoverAfterRollback", async () => {
    const { factory, template } = transactionsOf();
    const recovered: number[] = [];
    const processor = processorOf({
      recoverer: ({ offset }) => {
        recovered.push(offset);
        if (recovered.length === 2) throw new Error("nowhere to put it");
      },
      backOff: new FixedBackOff(0, 1),
      kafkaOperations: template,
      commitRecovered: true,
    });
    const { deliveries } = await played(factory, {
      processor,
      isBatch: true,
      properties: { batchRecoverAfterRollback: true },
      listener: failing("0,1,2"),
      until: committedLast(3),
    });
    assert.deepEqual(
      deliveries,
      Array.from({ length: 4 }, () => "0,1,2"),
    );
    assert.deepEqual(recovered, [0, 1, 0, 1, 2]);
    assert.deepEqual(factory.ended, [...Array.from({ length: 7 }, () => ABORTED), "committed 0:3"]);
  });

  it("goes to process where a processor has no processBatch", async () => {
    const { factory } = transactionsOf();
    const processor: AfterRollbackProcessor = {
      process: ({ records }) => {
        assert.equal(records.length, 3);
        return { action: "retry", delayMs: 0 };
      },
    };
    const { deliveries } = await played(factory, {
      processor,
      isBatch: true,
      listener: failing("0,1,2", 1),
      until: committedLast(3),
    });
    assert.equal(deliveries.length, 2);
  });
});

describe("a record that nobody can read, in a batch", () => {
  for (const unreadable of [0, 1, 2]) {
    const rest = [0, 1, 2].filter((offset) => offset !== unreadable).join(",");
    // What stands before it is not done yet, so nothing can be committed with it, unless it is the first.
    const expected = [unreadable === 0 ? "committed 0:1" : "committed", "committed 0:3"];

    it(`at ${unreadable} is recovered on its own, and commits nothing that is not done: with a processor`, async () => {
      const { factory, template } = transactionsOf();
      const recovered: number[] = [];
      const { deliveries } = await played(factory, {
        processor: processorOf({
          recoverer: ({ offset }) => void recovered.push(offset),
          kafkaOperations: template,
          commitRecovered: true,
        }),
        isBatch: true,
        unreadable,
        listener: () => undefined,
        until: committedLast(3),
      });
      assert.deepEqual([deliveries, recovered], [[rest], [unreadable]]);
      assert.deepEqual(factory.ended, expected);
    });

    it(`at ${unreadable} is recovered on its own, and commits nothing that is not done: with an error handler`, async () => {
      const { factory } = transactionsOf();
      const recovered: number[] = [];
      const { deliveries } = await played(factory, {
        errorHandler: new DefaultErrorHandler({
          recoverer: ({ offset }) => void recovered.push(offset),
          logger: silentLogger,
        }),
        isBatch: true,
        unreadable,
        listener: () => undefined,
        until: committedLast(3),
      });
      assert.deepEqual([deliveries, recovered], [[rest], [unreadable]]);
      assert.deepEqual(factory.ended, expected);
    });
  }
});

describe("an error handler beside the processor", () => {
  for (const isBatch of [false, true]) {
    const place = isBatch ? "0,1,2" : "0";
    const what = isBatch ? "of batches" : "of records";
    it(`${what} is asked inside of the transaction, which is committed when it has handled the error`, async () => {
      const { factory, template } = transactionsOf();
      const handle = (): { action: "handled"; acknowledges: boolean; isRecovered: boolean } => {
        assert.ok(template.inTransaction());
        return { action: "handled", acknowledges: true, isRecovered: true };
      };
      const { deliveries } = await played(factory, {
        processor: { process: () => assert.fail("nothing was rolled back") },
        errorHandler: { handleRecord: handle, handleBatch: handle },
        isBatch,
        records: isBatch ? 3 : 1,
        listener: failing(place),
        until: committedLast(isBatch ? 3 : 1),
      });
      assert.deepEqual(deliveries, [place]);
      assert.deepEqual(factory.ended, [`committed 0:${isBatch ? 3 : 1}`]);
    });

    it(`${what} that throws, or wants another delivery, rolls it back, and the processor is asked`, async () => {
      const { factory } = transactionsOf();
      const own = new Error("the handler's own");
      let handled = 0;
      const handle = (): { action: "retry"; delayMs: number } => {
        if (++handled === 1) throw own;
        return { action: "retry", delayMs: 200 };
      };
      const errors: Error[] = [];
      const { deliveries } = await played(factory, {
        processor: {
          process: ({ error }) => {
            errors.push(error);
            return { action: "retry", delayMs: 0 };
          },
        },
        errorHandler: { handleRecord: handle, handleBatch: handle },
        isBatch,
        records: isBatch ? 3 : 1,
        listener: failing(place, 2),
        until: committedLast(isBatch ? 3 : 1),
      });
      assert.deepEqual(deliveries, [place, place, place]);
      assert.deepEqual(factory.ended.slice(0, 2), [ABORTED, ABORTED]);
      assert.equal(errors[0], own);
      assert.equal(errors[1]?.name, "ListenerExecutionFailedException");
    });
  }
});
