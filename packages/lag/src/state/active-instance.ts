// Which of several monitors is the active one: the member of a Kafka group that has partition 0 of the state topic. The group does what a lock would:
// there is one such member at a time, and when it is gone another one has the partition a session timeout later.
import { Consumer } from "@ottla/client";
import type { TopicPartition } from "@ottla/client";
import type { Clock } from "@ottla/base";
import type { ClientSetup } from "../config/client-setup.ts";
import { reasonOf } from "../logger.ts";
import type { Logger } from "../logger.ts";

export interface ActiveInstanceOptions {
  readonly client: ClientSetup;
  readonly topic: string;
  readonly group: string;
  readonly sessionTimeoutMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** This instance takes over. */
  onActive(): void;
}

const POLL_MS = 500;
const RETRY_MS = 1_000;

export class ActiveInstance {
  readonly #options: ActiveInstanceOptions;
  readonly #consumer: Consumer;
  #hasPartition: boolean = false;
  #polledMs: number = -Infinity;
  #isClosed: boolean = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: ActiveInstanceOptions) {
    this.#options = options;
    const { sessionTimeoutMs } = options;
    const config = new Map(options.client.options);
    config.set("group.id", options.group);
    config.set("enable.auto.commit", "false");
    config.set("auto.offset.reset", "latest");
    config.set("session.timeout.ms", String(sessionTimeoutMs));
    config.set("heartbeat.interval.ms", String(Math.floor(sessionTimeoutMs / 3)));
    this.#consumer = new Consumer(config, options.client.ports);
  }

  /**
   * Whether this instance has the partition, and has lately looked after it: one that was stopped for longer than the session timeout (a machine that
   * slept) is not, until it has asked again.
   */
  get isActive(): boolean {
    const { clock, sessionTimeoutMs } = this.#options;
    return this.#hasPartition && clock.monotonicMs() - this.#polledMs < sessionTimeoutMs;
  }

  start(): void {
    const { topic } = this.#options;
    this.#consumer.subscribe(topic, {
      onPartitionsAssigned: (partitions) => this.#onAssigned(partitions),
      onPartitionsRevoked: (partitions) => this.#onGone(partitions),
      onPartitionsLost: (partitions) => this.#onGone(partitions),
    });
    this.#loop = this.#poll();
  }

  /** Leaves the group, so that another instance takes over at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#consumer.wakeup();
    await this.#loop;
    this.#hasPartition = false;
    await this.#consumer.close();
  }

  async #poll(): Promise<void> {
    const { logger, clock } = this.#options;
    let isFailing = false;
    while (!this.#isClosed) {
      try {
        await this.#consumer.poll({ timeoutMs: POLL_MS });
        this.#polledMs = clock.monotonicMs();
        isFailing = false;
      } catch (error) {
        if (this.#isClosed) return;
        logger.log(isFailing ? "debug" : "warn", "the group of instances failed", { reason: reasonOf(error) });
        isFailing = true;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  #onAssigned(partitions: readonly TopicPartition[]): void {
    // Records come to the reader of the topic; here only the group counts.
    this.#consumer.pause(partitions);
    if (!partitions.some((one) => one.partition === 0)) return;
    this.#hasPartition = true;
    this.#polledMs = this.#options.clock.monotonicMs();
    this.#options.logger.log("info", "this instance is the active one");
    this.#options.onActive();
  }

  #onGone(partitions: readonly TopicPartition[]): void {
    if (!this.#hasPartition || !partitions.some((one) => one.partition === 0)) return;
    this.#hasPartition = false;
    this.#options.logger.log("info", "this instance is not the active one any more");
  }
}
