/**
 * A record listener whose handler runs on worker threads, in the client's pools: acknowledgement, order, retries and dead letters are the container's, as
 * with a handler of the main thread. A thread that takes too long, or ends by itself, is replaced, and its record has failed. Where no thread can be had,
 * since the module does not load, no record has failed: the container stops, and nothing counts as done.
 *
 * One pool for all consumers of the container, or one thread for each of them: then what a partition's records share in their thread's memory stays
 * together, until the partition goes to another consumer.
 */
import { systemClock } from "@ottla/base";
import type { Clock } from "@ottla/base";
import { ConfigError, WorkerPool, workerRecord } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import { availableParallelism } from "node:os";
import type { ResourceLimits } from "node:worker_threads";
import type { ListenerContext } from "../container/delivery.ts";
import type { MessageListener } from "../container/listener.ts";
import type { CommonErrorHandler } from "../errors/common-error-handler.ts";
import { HandlerTimeoutException } from "../errors/exceptions.ts";

/** Who has the threads. */
export type WorkerStrategy = "pool" | "consumers";

/** Handlers on threads of their own. */
export interface HandlerWorkers {
  /** The module whose default export handles a record: `(record: WorkerRecord) => void | Promise<void>`. */
  readonly module: URL;
  /** Default: one for each processor. A handler is given one record at a time. */
  readonly threads?: number;
  /**
   * `pool` (default): all threads work for all consumers, whichever is free. `consumers`: there are as many consumers as threads, and each has a thread for
   * itself, which keeps the order of its partitions. Of more threads than partitions some are idle: the log says so, `health()` shows it, and they are not started.
   */
  readonly strategy?: WorkerStrategy;
  /** Of each thread, as node:worker_threads has them. */
  readonly resourceLimits?: ResourceLimits;
}

interface Waiting {
  readonly record: ConsumerRecord<unknown, unknown>;
  readonly resolve: (handled: Promise<void>) => void;
  readonly reject: (error: Error) => void;
}

/** Threads, and the records that wait for one of them. */
interface Team {
  readonly pool: WorkerPool;
  readonly waiting: Waiting[];
}

/** Whose the one pool is. */
const EVERYBODY = "";

export class WorkerListener implements MessageListener {
  readonly isBatch = false;
  readonly threads: number;
  readonly strategy: WorkerStrategy;
  readonly #workers: HandlerWorkers;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  /** By the id of their consumer's container. Threads are there from its first record on until it has stopped. */
  readonly #teams = new Map<string, Team>();

  /** @param options `timeoutMs`: how long a handler may take before its thread is ended; undefined for no limit */
  constructor(workers: HandlerWorkers, options: { readonly timeoutMs: number | undefined; readonly clock?: Clock }) {
    const { threads = availableParallelism(), strategy = "pool" } = workers;
    if (!Number.isInteger(threads) || threads < 1) throw new ConfigError("workers.threads must be at least 1");
    if (strategy !== "pool" && strategy !== "consumers") {
      throw new ConfigError(`workers.strategy must be pool or consumers, not ${strategy as string}`);
    }
    this.threads = threads;
    this.strategy = strategy;
    this.#workers = workers;
    this.#clock = options.clock ?? systemClock;
    this.#timeoutMs = options.timeoutMs ?? Infinity;
  }

  onMessage(record: ConsumerRecord<unknown, unknown>, { listenerId }: ListenerContext): Promise<void> {
    const team = this.#teamOf(listenerId);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    team.waiting.push({ record, resolve, reject });
    assign(team);
    return promise.catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "HANDLER_TIMEOUT")
        throw new HandlerTimeoutException(this.#timeoutMs);
      throw error;
    });
  }

  /** The container's error handler: it is asked about records that threads have failed, and not when there are no threads. */
  errorHandler(given: CommonErrorHandler): CommonErrorHandler {
    const { seeksAfterHandling, commitRecovered } = given;
    const isBroken = (): boolean => [...this.#teams.values()].some(({ pool }) => pool.failure !== undefined);
    return {
      handleRecord: (failure) => (isBroken() ? { action: "stop" as const } : given.handleRecord(failure)),
      handleBatch: (failure) => given.handleBatch(failure),
      ...(given.handleOtherException === undefined
        ? {}
        : { handleOtherException: (error: unknown) => given.handleOtherException?.(error) }),
      ...(seeksAfterHandling === undefined ? {} : { seeksAfterHandling }),
      ...(commitRecovered === undefined ? {} : { commitRecovered }),
    };
  }

  /** Ends the threads; the next record begins new ones. */
  async close(): Promise<void> {
    await Promise.all([...this.#teams.keys()].map((id) => this.#end(id)));
  }

  /** A consumer has stopped: ends its thread, if it has one of its own. */
  async closeOf(listenerId: string): Promise<void> {
    if (this.strategy === "consumers") await this.#end(listenerId);
  }

  async #end(id: string): Promise<void> {
    const team = this.#teams.get(id);
    this.#teams.delete(id);
    await team?.pool.close();
  }

  #teamOf(listenerId: string): Team {
    const id = this.strategy === "pool" ? EVERYBODY : listenerId;
    const known = this.#teams.get(id);
    if (known !== undefined) return known;
    const team: Team = {
      waiting: [],
      pool: new WorkerPool({
        module: this.#workers.module,
        size: this.strategy === "pool" ? this.threads : 1,
        resourceLimits: this.#workers.resourceLimits,
        timeoutMs: this.#timeoutMs,
        clock: this.#clock,
        onIdle: () => assign(team),
      }),
    };
    this.#teams.set(id, team);
    return team;
  }
}

function assign({ pool, waiting }: Team): void {
  while (waiting.length > 0 && (pool.hasIdle || pool.failure !== undefined)) {
    const next = waiting.shift();
    if (next === undefined) return;
    // Of the record only its bytes are looked at, which are there whatever its deserializers make of them.
    if (pool.failure !== undefined) next.reject(pool.failure);
    else next.resolve(pool.handle(workerRecord(next.record as ConsumerRecord)));
  }
}
