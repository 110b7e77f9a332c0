import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import { silentLogger } from "../logging/logger.ts";
import type { ChildContainer, ConcurrentMessageListenerContainer } from "./concurrent-message-listener-container.ts";
import type { ContainerEventListener, StopReason } from "./container-events.ts";
import { KafkaMessageListenerContainer } from "./kafka-message-listener-container.ts";
import type { ContainerOptions } from "./kafka-message-listener-container.ts";
import type { StopReport } from "./message-listener-container.ts";

/** A consumer's container without the consumer: it stops when the test says. */
class Child extends KafkaMessageListenerContainer implements ChildContainer {
  readonly name: string;
  readonly #hears: ContainerEventListener[] = [];
  readonly #refuses: () => boolean;
  #runs = false;
  /** Stops that wait for handlers. */
  readonly draining: StopReason[] = [];

  constructor(options: ContainerOptions, refuses: () => boolean) {
    super(options);
    this.name = options.listenerId;
    this.#refuses = refuses;
  }

  override get isRunning(): boolean {
    return this.#runs;
  }

  override async start(): Promise<void> {
    if (this.#refuses()) throw new Error("no broker");
    this.#runs = true;
  }

  override onEvent(listener: ContainerEventListener): void {
    this.#hears.push(listener);
  }

  override async stop(): Promise<StopReport> {
    this.end("NORMAL");
    return { reason: "NORMAL", undrained: { running: 0, waiting: 0 } };
  }

  override async stopAbnormally(reason: StopReason = "ABNORMAL"): Promise<void> {
    if (this.#runs) this.draining.push(reason);
  }

  /** It has stopped. */
  end(reason: StopReason): void {
    if (!this.#runs) return;
    this.#runs = false;
    for (const hears of this.#hears) hears({ type: "ContainerStopped", listenerId: this.name, reason });
  }
}

interface Scene {
  readonly container: ConcurrentMessageListenerContainer;
  /** All that were ever made. */
  readonly children: Child[];
  /** The reasons of its stops. */
  readonly stops: StopReason[];
  refuses: boolean;
}

async function running(more: Partial<ListenerOptions> = {}): Promise<Scene> {
  const children: Child[] = [];
  const stops: StopReason[] = [];
  const factory = new ConcurrentKafkaListenerContainerFactory({
    childContainer: (options) => {
      const child = new Child(options, () => scene.refuses);
      children.push(child);
      return child;
    },
    logger: silentLogger,
  });
  const options = { bootstrapServers: "localhost:1", topics: "t", groupId: "g", concurrency: 2, ...more };
  const container = factory.createListenerContainer(options, { isBatch: false, onMessage: () => undefined });
  container.onEvent((event) => {
    if (event.type === "ConcurrentContainerStopped") stops.push(event.reason);
  });
  const scene: Scene = { container, children, stops, refuses: false };
  await container.start();
  return scene;
}

describe("a container that is not allowed to go on", () => {
  it("stops for good by default", async () => {
    const { container, children, stops } = await running();
    children[0]?.end("AUTH");
    children[1]?.end("AUTH");
    assert.deepEqual([container.isRunning, children.length, stops], [false, 2, ["AUTH"]]);
  });

  it("starts again with restartAfterAuthExceptions, when all of its consumers have stopped, each time", async () => {
    const { container, children, stops } = await running({ restartAfterAuthExceptions: true });
    children[1]?.end("AUTH");
    assert.deepEqual(children[0]?.draining, ["AUTH"]);
    assert.deepEqual([children.length, stops], [2, []]);
    children[0]?.end("AUTH");
    assert.deepEqual([container.isRunning, children.length, stops], [true, 4, ["AUTH"]]);
    children[2]?.end("AUTH");
    // Whatever the other one ended by.
    children[3]?.end("ERROR");
    assert.deepEqual([container.isRunning, children.length, stops], [true, 6, ["AUTH", "ERROR"]]);
    await container.stop();
    assert.deepEqual([container.isRunning, children.length], [false, 6]);
  });

  it("does not start again after any other error, and a former refusal counts no more", async () => {
    const { container, children } = await running({ restartAfterAuthExceptions: true, concurrency: 1 });
    children[0]?.end("AUTH");
    assert.equal(children.length, 2);
    children[1]?.end("FENCED");
    assert.deepEqual([container.isRunning, children.length], [false, 2]);
  });

  it("does not start again when somebody has stopped it meanwhile, or does so when told of it", async () => {
    const meanwhile = await running({ restartAfterAuthExceptions: true });
    meanwhile.children[0]?.end("AUTH");
    await meanwhile.container.stop();
    assert.deepEqual([meanwhile.container.isRunning, meanwhile.children.length], [false, 2]);
    const told = await running({ restartAfterAuthExceptions: true, concurrency: 1 });
    told.container.onEvent(({ type }) => {
      if (type === "ConcurrentContainerStopped") void told.container.stop();
    });
    told.children[0]?.end("AUTH");
    assert.deepEqual([told.container.isRunning, told.children.length], [false, 1]);
    await told.container.start();
    assert.equal(told.container.isRunning, true);
  });

  it("says so when it cannot start again", async () => {
    const errors: string[] = [];
    const logger = { ...silentLogger, error: (text: string) => void errors.push(text) };
    const scene = await running({ id: "l", restartAfterAuthExceptions: true, concurrency: 1, logger });
    scene.refuses = true;
    scene.children[0]?.end("AUTH");
    await new Promise(setImmediate);
    assert.deepEqual(errors, ["Container l could not start again"]);
    assert.equal(scene.container.isRunning, false);
  });
});
