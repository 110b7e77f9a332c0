/**
 * What an active controller does about leaders by itself, from time to time: leaderships go back to the preferred replicas
 * (`auto.leader.rebalance.enable`, `leader.imbalance.check.interval.seconds`), and partitions without a leader get one uncleanly where their topic
 * allows it (`unclean.leader.election.interval.ms`). Work that does not fit into one step goes on after a moment.
 */

import type { Clock, Timer } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import type { Controller, ControllerResult } from "@ottla/metadata";

export interface LeaderUpkeepOptions {
  readonly clock: Clock;
  readonly config: () => KafkaConfig;
  /** Has the active controller handle something. */
  readonly submit: (handle: (controller: Controller) => ControllerResult<boolean>) => Promise<boolean>;
}

interface Task {
  readonly intervalMs: () => number;
  readonly handle: (controller: Controller) => ControllerResult<boolean>;
}

/** Kafka's `PeriodicTask.DEFAULT_IMMEDIATE_PERIOD_NS`. */
const MORE_TO_DO_MS = 10;
const SECOND_MS = 1000;

/** See the file's head. */
export class LeaderUpkeep {
  readonly #options: LeaderUpkeepOptions;
  readonly #timers = new Map<Task, Timer>();

  constructor(options: LeaderUpkeepOptions) {
    this.#options = options;
  }

  /** Begins: each task is due for the first time when its interval is over. */
  start(): void {
    const { config } = this.#options;
    const number = (name: string): number => config().number(name);
    if (config().boolean("auto.leader.rebalance.enable")) {
      this.#schedule({
        intervalMs: () => number("leader.imbalance.check.interval.seconds") * SECOND_MS,
        handle: (controller) => controller.handleBalanceLeaders(),
      });
    }
    this.#schedule({
      intervalMs: () => number("unclean.leader.election.interval.ms"),
      handle: (controller) => controller.handleElectUncleanLeaders(),
    });
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #schedule(task: Task, delayMs = task.intervalMs()): void {
    const timer = this.#options.clock.setTimer(delayMs, () => {
      void this.#run(task, timer);
    });
    this.#timers.set(task, timer);
  }

  async #run(task: Task, timer: Timer): Promise<void> {
    // Whoever is not the active controller any more is stopped soon.
    const hasMore = await this.#options.submit(task.handle).catch(() => false);
    if (this.#timers.get(task) !== timer) return;
    this.#schedule(task, hasMore ? MORE_TO_DO_MS : task.intervalMs());
  }
}
