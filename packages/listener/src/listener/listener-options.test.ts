import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigError } from "@ottla/client";
import { withPlaceholders } from "../config/option-placeholders.ts";
import { NO_ERROR_HANDLER } from "../errors/after-rollback-processor.ts";
import { DefaultAfterRollbackProcessor } from "../errors/default-after-rollback-processor.ts";
import { CommonLoggingErrorHandler } from "../errors/other-error-handlers.ts";
import { KafkaTransactionManager } from "../template/kafka-transaction-manager.ts";
import { DefaultKafkaProducerFactory } from "../template/producer-factory.ts";
import { ConcurrentKafkaListenerContainerFactory } from "./listener-container-factory.ts";
import type { ListenerContainerFactoryOptions } from "./listener-container-factory.ts";
import { truth, wholeNumber } from "./listener-options.ts";
import type { ListenerOptions } from "./listener-options.ts";
import { listener } from "./listener.ts";

const OPTIONS = { bootstrapServers: "localhost:1", topics: "t", groupId: "g" };

function made(more: Readonly<Record<string, unknown>>): void {
  listener({ ...OPTIONS, ...more } as ListenerOptions & { readonly batch?: false }, () => undefined);
}

describe("options of listeners", () => {
  it("that do not exist are refused with the nearest one that does", () => {
    assert.throws(
      () => made({ ackmode: "RECORD" }),
      new ConfigError("A listener has no option ackmode; did you mean ackMode?"),
    );
    assert.throws(() => made({ topic: "t" }), /no option topic; did you mean topics\?/);
    assert.throws(() => made({ zzzzzzzzzz: 1 }), /no option zzzzzzzzzz$/);
    made({ ackMode: "RECORD", info: "i", maxConcurrency: undefined });
  });

  it("that belong to an application are refused without one; a container factory makes the container", () => {
    assert.throws(() => made({ containerGroup: "a" }), /no containerGroup: registry\.register\(container, group\)/);
    assert.throws(() => made({ containerFactory: "mine" }), /does not know a containerFactory called 'mine'/);
    const containerFactory = new ConcurrentKafkaListenerContainerFactory({ concurrency: 3 });
    assert.equal(listener({ ...OPTIONS, containerFactory }, () => undefined).concurrency, 3);
  });

  it("of a factory's container properties as well", () => {
    const containerProperties = { pollTimeOut: 1 } as Readonly<Record<string, unknown>>;
    const factory = new ConcurrentKafkaListenerContainerFactory({ containerProperties });
    const record = { isBatch: false as const, onMessage: () => undefined };
    assert.throws(
      () => factory.createListenerContainer(OPTIONS, record),
      /A container has no option pollTimeOut; did you mean pollTimeout\?/,
    );
  });

  it("name who is asked about failures: the listener's own, else the factory's; in transactions a processor by default", async () => {
    const transactionManager = new KafkaTransactionManager(
      new DefaultKafkaProducerFactory({ "bootstrap.servers": "localhost:1" }, { transactionIdPrefix: "tx" }),
    );
    const handler = new CommonLoggingErrorHandler();
    const processor = new DefaultAfterRollbackProcessor();
    const other = new DefaultAfterRollbackProcessor();
    const asked = async (
      options: Partial<ListenerOptions>,
      factory: ListenerContainerFactoryOptions = {},
    ): Promise<readonly unknown[]> => {
      const seen: unknown[] = [];
      const container = new ConcurrentKafkaListenerContainerFactory({
        ...factory,
        childContainer: ({ errorHandler, afterRollbackProcessor }) => {
          seen.push(errorHandler, afterRollbackProcessor);
          throw new Error("seen");
        },
      }).createListenerContainer({ ...OPTIONS, ...options }, { isBatch: false, onMessage: () => undefined });
      await assert.rejects(container.start(), /seen/);
      return seen;
    };
    assert.deepEqual(await asked({ commonErrorHandler: handler }), [handler, undefined]);
    assert.deepEqual(await asked({ commonErrorHandler: handler, transactionManager }), [handler, undefined]);
    const [none, byDefault] = await asked({ transactionManager });
    assert.equal(none, NO_ERROR_HANDLER);
    assert.ok(byDefault instanceof DefaultAfterRollbackProcessor);
    const factory = { commonErrorHandler: handler, afterRollbackProcessor: processor };
    assert.deepEqual(await asked({ transactionManager }, factory), [handler, processor]);
    assert.deepEqual(await asked({}, factory), [handler, undefined]);
    const own = { transactionManager, afterRollbackProcessor: other };
    assert.deepEqual(await asked(own, factory), [NO_ERROR_HANDLER, other]);
    assert.deepEqual(await asked({ transactionManager, errorHandler: handler }, factory), [handler, undefined]);
    assert.throws(() => made({ afterRollbackProcessor: other }), /afterRollbackProcessor needs a transactionManager/);
  });

  it("that are numbers or switches may be text, as Spring's annotation has them", () => {
    assert.deepEqual([wholeNumber("concurrency", "3"), wholeNumber("concurrency", 3)], [3, 3]);
    assert.deepEqual([truth("autoStartup", "false"), truth("autoStartup", true)], [false, true]);
    assert.equal(wholeNumber("concurrency", undefined), undefined);
    assert.throws(() => wholeNumber("concurrency", "many"), /concurrency must be a whole number, not 'many'/);
    assert.throws(() => truth("autoStartup", "maybe"), /autoStartup must be true or false, not 'maybe'/);
    const options = { topics: "t", concurrency: "${threads:2}", autoStartup: "${starts:false}" };
    assert.deepEqual(
      withPlaceholders(options, (name) => (name === "threads" ? "5" : undefined)),
      { topics: "t", concurrency: "5", autoStartup: "false" },
    );
  });
});
