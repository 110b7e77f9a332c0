/**
 * Threads that handle records, one record at a time each. A handler that throws fails its record; a thread that ends by itself, or does not end its record
 * in time, is ended and replaced, and its record fails: the others do not notice.
 */
import type { ResourceLimits, Worker } from "node:worker_threads";
import type { Clock, Timer } from "@ottla/base";
import { KafkaError } from "../errors.ts";
import type { HandledMessage, HandlerWorkerData, WorkerRecord } from "./messages.ts";

export interface WorkerPoolOptions {
  /** The module whose default export is the handler. */
  readonly module: URL;
  readonly size: number;
  /** Of each thread, as node:worker_threads has them. */
  readonly resourceLimits: ResourceLimits | undefined;
  /** How long a handler may take, in milliseconds; Infinity for no limit. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** A thread is free. */
  readonly onIdle: () => void;
}

interface Job {
  readonly resolve: () => void;
  readonly reject: (error: KafkaError) => void;
  readonly timer: Timer | undefined;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  hasEnded: boolean;
}

const WORKER_FILE = import.meta.url.endsWith(".ts") ? "./handler.worker.ts" : "./handler.worker.js";

/** The threads of one consumer. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #threads: Set<Thread> = new Set();
  readonly #idle: Thread[] = [];
  #failure: KafkaError | undefined;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    for (let i = 0; i < options.size; i++) this.#start();
  }

  get hasIdle(): boolean {
    return this.#idle.length > 0;
  }

  /** Why no thread can be had: the handler's module does not load. */
  get failure(): KafkaError | undefined {
    return this.#failure;
  }

  /** Handles a record on an idle thread. Rejects with `HANDLER_FAILED`, `HANDLER_TIMEOUT` or `WORKER_EXITED`. */
  handle(record: WorkerRecord): Promise<void> {
    const thread = this.#idle.pop();
    if (thread === undefined) return Promise.reject(new KafkaError("ILLEGAL_STATE", "No worker is idle"));
    return new Promise((resolve, reject) => {
      const { clock, timeoutMs } = this.#options;
      const timer = timeoutMs === Infinity ? undefined : clock.setTimer(timeoutMs, () => this.#onTimeout(thread));
      thread.job = { resolve, reject, timer };
      thread.worker.postMessage({ type: "handle", record });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const threads = [...this.#threads];
    for (const thread of threads) this.#end(thread, new KafkaError("CLOSED", "The workers were closed"));
    await Promise.all(threads.map((thread) => thread.worker.terminate()));
  }

  #start(): void {
    const { module, resourceLimits } = this.#options;
    const workerData: HandlerWorkerData = { module: module.href };
    // Most programs have no threads, and loading this takes a good part of the time that the import of a client may take.
    const threads = process.getBuiltinModule("node:worker_threads");
    const worker = new threads.Worker(new URL(WORKER_FILE, import.meta.url), {
      workerData,
      name: "ottla-handler",
      ...(resourceLimits === undefined ? {} : { resourceLimits }),
    });
    const thread: Thread = { worker, job: undefined, hasEnded: false };
    this.#threads.add(thread);
    let isReady = false;
    let cause: Error | undefined;
    worker.on("message", (message: HandledMessage) => {
      if (message.type === "ready") isReady = true;
      this.#onMessage(thread, message);
    });
    worker.on("error", (error: unknown) => {
      cause = error instanceof Error ? error : new Error(String(error));
    });
    worker.on("exit", (code) => {
      const why = cause?.message ?? `exit code ${code}`;
      // A module that does not load would be tried for ever.
      if (!isReady && !this.#isClosed)
        this.#failure ??= new KafkaError("WORKER_EXITED", `A worker cannot begin: ${why}`, { cause });
      this.#end(thread, new KafkaError("WORKER_EXITED", `The worker ended: ${why}`, { cause }));
    });
  }

  #onMessage(thread: Thread, message: HandledMessage): void {
    const { job } = thread;
    thread.job = undefined;
    job?.timer?.cancel();
    if (thread.hasEnded) return;
    this.#idle.push(thread);
    if (message.type === "failed") {
      const cause = new Error(message.message);
      cause.name = message.name;
      if (message.stack !== undefined) cause.stack = message.stack;
      job?.reject(new KafkaError("HANDLER_FAILED", `The handler failed: ${message.message}`, { cause }));
    } else job?.resolve();
    this.#options.onIdle();
  }

  #onTimeout(thread: Thread): void {
    const sentence = `The handler did not end within ${this.#options.timeoutMs} ms; its worker was ended`;
    this.#end(thread, new KafkaError("HANDLER_TIMEOUT", sentence));
    void thread.worker.terminate();
  }

  /** A thread is over; another takes its place. */
  #end(thread: Thread, error: KafkaError): void {
    if (thread.hasEnded) return;
    thread.hasEnded = true;
    this.#threads.delete(thread);
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    const { job } = thread;
    thread.job = undefined;
    job?.timer?.cancel();
    job?.reject(error);
    if (!this.#isClosed && this.#failure === undefined) this.#start();
    this.#options.onIdle();
  }
}
