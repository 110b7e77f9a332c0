// What becomes of a container whose polls are refused by an authentication or authorization error.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VirtualClock } from "@ottla/base";
import { KafkaError } from "@ottla/client";
import type { ConsumerRecords } from "@ottla/client";
import { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import { silentLogger } from "../logging/logger.ts";
import { SimulatedConsumer, SimulatedLogs } from "../testing/simulated-consumer.ts";
import type { ConcurrentMessageListenerContainer } from "./concurrent-message-listener-container.ts";

/** One whose first polls are refused. */
class Refused extends SimulatedConsumer {
  refusals = 0;

  override async poll(options: { readonly timeoutMs?: number } = {}): Promise<ConsumerRecords<unknown, unknown>> {
    if (this.refusals === 0) return await super.poll(options);
    this.refusals--;
    throw new KafkaError("TOPIC_AUTHORIZATION_FAILED", "not you");
  }
}

interface Scene {
  readonly container: ConcurrentMessageListenerContainer;
  readonly clock: VirtualClock;
  readonly heard: unknown[];
  readonly consumers: Refused[];
  readonly events: string[];
  /** Lets `ms` pass, and everything run that is then due. */
  pass(ms: number): Promise<void>;
}

/** The first consumer's first `refusals` polls are refused. */
function scene(refusals: number, options: Partial<ListenerOptions>): Scene {
  const clock = new VirtualClock();
  const logs = new SimulatedLogs(1);
  logs.append(0, "k", 0);
  const [consumers, heard, events]: [Refused[], unknown[], string[]] = [[], [], []];
  const createConsumer = (): Refused => {
    const consumer = new Refused(clock, logs);
    consumer.refusals = consumers.length === 0 ? refusals : 0;
    consumer.change({ kind: "assign", partitions: [0] });
    consumers.push(consumer);
    return consumer;
  };
  const factory = new ConcurrentKafkaListenerContainerFactory({
    consumerFactory: { configurationProperties: {}, createConsumer },
    clock,
    logger: silentLogger,
  });
  const container = factory.createListenerContainer(
    { topics: "t", groupId: "g", pollTimeout: 100, assignmentCommitOption: "NEVER", ...options },
    { isBatch: false, onMessage: ({ value }) => void heard.push(value) },
  );
  container.onEvent((event) => {
    if (/Auth|ConcurrentContainerStopped/.test(event.type)) {
      events.push("reason" in event ? `${event.type} ${event.reason}` : event.type);
    }
  });
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 10) {
      await clock.advanceAsync(10);
      await new Promise(setImmediate);
    }
  };
  return { container, clock, heard, consumers, events, pass };
}

describe("a container whose polls are refused", () => {
  it("ends", async () => {
    const { container, heard, events, pass } = scene(1, {});
    await container.start();
    await pass(500);
    assert.deepEqual([container.isRunning, heard, events], [false, [], ["ConcurrentContainerStopped AUTH"]]);
  });

  it("tries again with the same consumer after authExceptionRetryInterval, as often as need be", async () => {
    const { container, heard, events, consumers, pass } = scene(2, {
      authExceptionRetryInterval: 1_000,
      restartAfterAuthExceptions: true,
    });
    await container.start();
    await pass(900);
    assert.deepEqual([heard, events], [[], ["ConsumerRetryAuth"]]);
    await pass(1_500);
    assert.deepEqual([heard, consumers.length], [["0@0"], 1]);
    assert.deepEqual(events, ["ConsumerRetryAuth", "ConsumerRetryAuth", "ConsumerRetryAuthSuccessful"]);
    const stopping = container.stop();
    await pass(200);
    await stopping;
  });

  it("starts again with another consumer with restartAfterAuthExceptions", async () => {
    const { container, heard, events, consumers, pass } = scene(1, { restartAfterAuthExceptions: true });
    await container.start();
    await pass(500);
    assert.deepEqual([heard, consumers.length, container.isRunning], [["0@0"], 2, true]);
    assert.deepEqual(events, ["ConcurrentContainerStopped AUTH"]);
    const stopping = container.stop();
    await pass(200);
    assert.equal((await stopping).reason, "NORMAL");
  });
});
