import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigError } from "@ottla/client";
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import { silentLogger } from "../logging/logger.ts";
import { KafkaTemplate } from "../template/kafka-template.ts";
import { DefaultKafkaProducerFactory } from "../template/producer-factory.ts";
import { SimulatedConsumer, SimulatedLogs } from "../testing/simulated-consumer.ts";
import { VirtualClock } from "@ottla/base";
import type { RolledBack } from "./after-rollback-processor.ts";
import { FixedBackOff, backOffOf } from "./back-off.ts";
import type { Resolution } from "./common-error-handler.ts";
import { DefaultAfterRollbackProcessor } from "./default-after-rollback-processor.ts";
import type { DefaultAfterRollbackProcessorOptions } from "./default-after-rollback-processor.ts";
import { ListenerExecutionFailedException } from "./exceptions.ts";

const logs = new SimulatedLogs(1);
logs.append(0, null, 0);
logs.append(0, null, 0);
const records = logs.from(0, 0);
const consumer: ListenerConsumer = Object.assign(new SimulatedConsumer(new VirtualClock(), logs), {
  endOffsets: () => assert.fail("nobody asks for it here"),
});

function processorOf(options: DefaultAfterRollbackProcessorOptions = {}): DefaultAfterRollbackProcessor {
  return new DefaultAfterRollbackProcessor({ logger: silentLogger, ...options });
}

function rollbackOf(failures: number, cause: Error, more: Partial<RolledBack> = {}): RolledBack {
  const error = new ListenerExecutionFailedException("Listener failed", { cause, groupId: "g" });
  return { records: records.slice(0, 1), error, failures, recoverable: true, offsets: [], consumer, ...more };
}

function shortly(resolution: Resolution): string | number {
  return resolution.action === "retry" ? resolution.delayMs : resolution.action;
}

describe("DefaultAfterRollbackProcessor", () => {
  it("counts anew for an error of another class, unless that is not wanted", async () => {
    const outcomes = async (resetStateOnExceptionChange: boolean): Promise<(string | number)[]> => {
      const processor = processorOf({ backOff: new FixedBackOff(5, 1), resetStateOnExceptionChange });
      const causes = [new Error("a"), new TypeError("b"), new TypeError("b")];
      const seen: (string | number)[] = [];
      for (const [index, cause] of causes.entries())
        seen.push(shortly(await processor.process(rollbackOf(index + 1, cause))));
      return seen;
    };
    assert.deepEqual(await outcomes(true), [5, 5, "handled"]);
    assert.deepEqual(await outcomes(false), [5, "handled", "handled"]);
  });

  it("starts the back-off again when recovery has failed, unless that is not wanted", async () => {
    const outcomes = async (resetStateOnRecoveryFailure: boolean): Promise<(string | number)[]> => {
      let recoveries = 0;
      const processor = processorOf({
        backOff: new FixedBackOff(5, 1),
        resetStateOnRecoveryFailure,
        recoverer: () => {
          if (++recoveries === 1) throw new Error("nowhere");
        },
      });
      const seen: (string | number)[] = [];
      for (let failures = 1; failures <= 4; failures++)
        seen.push(shortly(await processor.process(rollbackOf(failures, new Error("a")))));
      return seen;
    };
    assert.deepEqual(await outcomes(true), [5, 5, 5, "handled"]);
    assert.deepEqual((await outcomes(false)).slice(0, 3), [5, 5, "handled"]);
  });

  it("takes the back-off that the function names for the record or the error", async () => {
    const processor = processorOf({
      backOff: new FixedBackOff(5, 9),
      backOffFunction: (_record, { cause }) => (cause instanceof RangeError ? new FixedBackOff(70, 1) : undefined),
    });
    assert.equal(shortly(await processor.process(rollbackOf(1, new Error("a")))), 5);
    assert.equal(shortly(await processor.process(rollbackOf(2, new RangeError("b")))), 70);
  });

  it("waits the last interval for ever for a batch that cannot be recovered, whatever the error", async () => {
    const processor = processorOf({
      backOff: backOffOf((failures) => [10, 20][failures - 1]),
      recoverer: () => assert.fail("a batch is not recovered"),
    }).addNotRetryableExceptions(RangeError);
    const seen: (string | number)[] = [];
    for (let failures = 1; failures <= 4; failures++) {
      const rollback = rollbackOf(failures, new RangeError("a"), { records, recoverable: false });
      seen.push(shortly(await processor.processBatch(rollback)));
    }
    assert.deepEqual(seen, [10, 20, 20, 20]);
  });

  it("gives up a batch that can be recovered record by record, at once for an error that is not retryable", async () => {
    const recovered: number[] = [];
    const told: string[] = [];
    const processor = processorOf({
      recoverer: ({ offset }) => void recovered.push(offset),
      retryListeners: [
        {
          failedBatchDelivery: ({ length }, _error, attempt) => void told.push(`failed ${length}#${attempt}`),
          recoveredBatch: ({ length }) => void told.push(`recovered ${length}`),
        },
      ],
    }).addNotRetryableExceptions(RangeError);
    assert.equal(shortly(await processor.processBatch(rollbackOf(1, new Error("a"), { records }))), 0);
    assert.equal(shortly(await processor.processBatch(rollbackOf(2, new RangeError("a"), { records }))), "handled");
    assert.deepEqual(
      [recovered, told],
      [
        [0, 1],
        ["failed 2#1", "failed 2#2", "recovered 2"],
      ],
    );
  });

  it("refuses commitRecovered without a template that is transactional", () => {
    assert.throws(
      () => processorOf({ commitRecovered: true }),
      new ConfigError("kafkaOperations are required when commitRecovered is true"),
    );
    const kafkaOperations = new KafkaTemplate(new DefaultKafkaProducerFactory({ "bootstrap.servers": "localhost:1" }));
    assert.throws(() => processorOf({ commitRecovered: true, kafkaOperations }), /producer factory is transactional/);
    assert.equal(processorOf({ kafkaOperations }).processInTransaction, false);
  });
});
