/**
 * A record listener whose handler runs on worker threads, in the client's pool: acknowledgement, order, retries and dead letters are the container's, as
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

/** Handlers on threads of their own. */
export interface HandlerWorkers {
  /** The module whose default export handles a record: `(record: WorkerRecord) => void | Promise<void>`. */
  readonly module: URL;
  /** Default: one for each processor. A handler is given one record at a time. */
  readonly threads?: number;
  /** Of each thread, as node:worker_threads has them. */
  readonly resourceLimits?: ResourceLimits;
}

interface Waiting {
  readonly record: ConsumerRecord<unknown, unknown>;
  readonly resolve: (handled: Promise<void>) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerListener implements MessageListener {
  readonly isBatch = false;
  readonly threads: number;
  readonly #workers: HandlerWorkers;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #waiting: Waiting[] = [];
  #pool: WorkerPool | undefined;

  /** @param options `timeoutMs`: how long a handler may take before its thread is ended; undefined for no limit */
  constructor(workers: HandlerWorkers, options: { readonly timeoutMs: number | undefined; readonly clock?: Clock }) {
    const { threads = availableParallelism() } = workers;
    if (!Number.isInteger(threads) || threads < 1) throw new ConfigError("workers.threads must be at least 1");
    this.threads = threads;
    this.#workers = workers;
    this.#clock = options.clock ?? systemClock;
    this.#timeoutMs = options.timeoutMs ?? Infinity;
  }

  onMessage(record: ConsumerRecord<unknown, unknown>): Promise<void> {
    // Threads are there from the first record on until the container has stopped.
    this.#pool ??= new WorkerPool({
      module: this.#workers.module,
      size: this.threads,
      resourceLimits: this.#workers.resourceLimits,
      timeoutMs: this.#timeoutMs,
      clock: this.#clock,
      onIdle: () => this.#assign(),
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ record, resolve, reject });
    this.#assign();
    return promise.catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "HANDLER_TIMEOUT")
        throw new HandlerTimeoutException(this.#timeoutMs);
      throw error;
    });
  }

  /** The container's error handler: it is asked about records that threads have failed, and not when there are no threads. */
  errorHandler(given: CommonErrorHandler): CommonErrorHandler {
    const { seeksAfterHandling, commitRecovered } = given;
    return {
      handleRecord: (failure) =>
        this.#pool?.failure === undefined ? given.handleRecord(failure) : { action: "stop" as const },
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
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.close();
  }

  #assign(): void {
    const pool = this.#pool;
    if (pool === undefined) return;
    while (this.#waiting.length > 0 && (pool.hasIdle || pool.failure !== undefined)) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      // Of the record only its bytes are looked at, which are there whatever its deserializers make of them.
      if (pool.failure !== undefined) next.reject(pool.failure);
      else next.resolve(pool.handle(workerRecord(next.record as ConsumerRecord)));
    }
  }
}
