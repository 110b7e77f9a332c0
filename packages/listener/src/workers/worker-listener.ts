/**
 * A record listener whose handler runs on worker threads, in a pool of the client's: acknowledgement, order, retries and dead letters are the container's, as
 * with a handler of the main thread. A thread that takes too long, or ends by itself, is replaced, and its record has failed. Where no thread can be had,
 * since the module does not load, no record has failed: the container stops, and nothing counts as done.
 */
import { systemClock } from "@ottla/base";
import type { Clock } from "@ottla/base";
import { ConfigError, WorkerPool, workerRecord } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import { availableParallelism } from "node:os";
import type { ResourceLimits } from "node:worker_threads";
import type { MessageListener } from "../container/listener.ts";
import type { CommonErrorHandler } from "../errors/common-error-handler.ts";
import { HandlerTimeoutException } from "../errors/exceptions.ts";

/** Who has the threads. */
export type WorkerStrategy = "pool" | "consumers";

/** Handlers on threads of their own. */
export interface HandlerWorkers {
  /**
   * The module whose default export handles a record: `(record: WorkerRecord) => void | Promise<void>`. With `consumers` it gets the delivery's context as well,
   * see `ThreadHandler`.
   */
  readonly module: URL;
  /** Default: one for each processor. A handler is given one record at a time. */
  readonly threads?: number;
  /**
   * `pool` (default): consumers poll in the main thread, and all threads work for all of them, whichever is free. `consumers`: each thread has a consumer of
   * its own, which polls and commits there. Of more threads than partitions some are idle: the log says so, and `health()` shows it.
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

/** How many threads are wanted, and of which kind. Throws a `ConfigError` for what is neither. */
export function workersOf({ threads = availableParallelism(), strategy = "pool" }: HandlerWorkers): {
  readonly threads: number;
  readonly strategy: WorkerStrategy;
} {
  if (!Number.isInteger(threads) || threads < 1) throw new ConfigError("workers.threads must be at least 1");
  if (strategy !== "pool" && strategy !== "consumers") {
    throw new ConfigError(`workers.strategy must be pool or consumers, not ${strategy as string}`);
  }
  return { threads, strategy };
}

export class WorkerListener implements MessageListener {
  readonly isBatch = false;
  readonly #workers: HandlerWorkers;
  readonly #threads: number;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  /** There from the first record on until the container has stopped. */
  #team: Team | undefined;

  /** @param options `timeoutMs`: how long a handler may take before its thread is ended; undefined for no limit */
  constructor(
    workers: HandlerWorkers,
    options: { readonly threads: number; readonly timeoutMs: number | undefined; readonly clock?: Clock },
  ) {
    this.#workers = workers;
    this.#threads = options.threads;
    this.#clock = options.clock ?? systemClock;
    this.#timeoutMs = options.timeoutMs ?? Infinity;
  }

  onMessage(record: ConsumerRecord<unknown, unknown>): Promise<void> {
    const team = (this.#team ??= this.#begin());
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
    const isBroken = (): boolean => this.#team?.pool.failure !== undefined;
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
    const team = this.#team;
    this.#team = undefined;
    await team?.pool.close();
  }

  #begin(): Team {
    const team: Team = {
      waiting: [],
      pool: new WorkerPool({
        module: this.#workers.module,
        size: this.#threads,
        resourceLimits: this.#workers.resourceLimits,
        timeoutMs: this.#timeoutMs,
        clock: this.#clock,
        onIdle: () => assign(team),
      }),
    };
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
