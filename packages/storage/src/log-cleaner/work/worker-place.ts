/**
 * Cleaning on threads of their own, which start when first needed and end when they have rested for a while; an idle node has none. Threads
 * are reused from one cleaning to the next.
 */
import { Worker } from "node:worker_threads";
import { assert, type Clock, type Timer } from "@ottla/base";
import { StorageError } from "../../storage-error.ts";
import {
  CleaningAborted,
  type CleanedGroup,
  type Cleaning,
  type CleaningControl,
  type CleaningPlace,
  type GroupJob,
  type OffsetMapJob,
  type OffsetMapResult,
} from "./cleaning-job.ts";
import { type CleanerCall, type CleanerReply, type CleanerResults, WORKER_KIND } from "./worker-protocol.ts";

const IDLE_MS_MAX = 30_000;

export class WorkerPlace implements CleaningPlace {
  readonly #clock: Clock;
  readonly #idle: CleanerThread[] = [];
  readonly #threads = new Set<CleanerThread>();
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Threads there are now, busy or idle. */
  get threadCount(): number {
    return this.#threads.size;
  }

  async begin(control: CleaningControl): Promise<Cleaning> {
    if (this.#isClosed) throw new CleaningAborted();
    const thread = this.#idle.pop() ?? (await this.#start());
    thread.setBusy(true);
    try {
      await thread.call({ kind: "begin", control });
    } catch (error) {
      await this.#drop(thread);
      throw error;
    }
    return new WorkerCleaning(thread, () => this.#giveBack(thread));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#idle.length = 0;
    await Promise.all([...this.#threads].map((thread) => this.#drop(thread)));
  }

  async #start(): Promise<CleanerThread> {
    const { cleanerWorkerUrl } = await import("./cleaner.worker.ts");
    const thread = new CleanerThread(new URL(cleanerWorkerUrl));
    this.#threads.add(thread);
    return thread;
  }

  async #giveBack(thread: CleanerThread): Promise<void> {
    if (this.#isClosed || thread.hasEnded) return await this.#drop(thread);
    thread.setBusy(false);
    this.#idle.push(thread);
    thread.restTimer = this.#clock.setTimer(IDLE_MS_MAX, () => {
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
      void this.#drop(thread);
    });
  }

  async #drop(thread: CleanerThread): Promise<void> {
    this.#threads.delete(thread);
    await thread.terminate();
  }
}

class WorkerCleaning implements Cleaning {
  readonly #thread: CleanerThread;
  readonly #onEnd: () => Promise<void>;

  constructor(thread: CleanerThread, onEnd: () => Promise<void>) {
    this.#thread = thread;
    this.#onEnd = onEnd;
  }

  async buildOffsetMap(job: OffsetMapJob): Promise<OffsetMapResult> {
    const result = await this.#thread.call({ kind: "buildOffsetMap", job });
    assert(result && "latestOffset" in result, "the reply to a map is a map's");
    return result;
  }

  async cleanGroup(job: GroupJob): Promise<CleanedGroup> {
    const result = await this.#thread.call({ kind: "cleanGroup", job });
    assert(result && "sizeInBytes" in result, "the reply to a group is a group's");
    return result;
  }

  async end(): Promise<void> {
    try {
      if (!this.#thread.hasEnded) await this.#thread.call({ kind: "end" });
    } finally {
      await this.#onEnd();
    }
  }
}

class CleanerThread {
  hasEnded = false;
  restTimer: Timer | undefined;
  readonly #worker: Worker;
  #waiting: { resolve(result: CleanerResults): void; reject(error: Error): void } | undefined;

  constructor(url: URL) {
    this.#worker = new Worker(url, { workerData: { kind: WORKER_KIND }, name: "log-cleaner" });
    this.#worker.on("message", (reply: CleanerReply) => this.#onReply(reply));
    this.#worker.on("error", (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on("exit", () => this.#fail(new Error("the cleaner thread has ended")));
  }

  /** An idle thread does not keep the process alive. */
  setBusy(isBusy: boolean): void {
    this.restTimer?.cancel();
    this.restTimer = undefined;
    if (isBusy) this.#worker.ref();
    else this.#worker.unref();
  }

  call(call: CleanerCall): Promise<CleanerResults> {
    assert(this.#waiting === undefined, "a thread is asked one thing at a time");
    if (this.hasEnded) return Promise.reject(new Error("the cleaner thread has ended"));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(call);
    });
  }

  async terminate(): Promise<void> {
    this.restTimer?.cancel();
    this.hasEnded = true;
    await this.#worker.terminate();
  }

  #onReply(reply: CleanerReply): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    switch (reply.outcome) {
      case "done":
        return waiting?.resolve(reply.result);
      case "aborted":
        return waiting?.reject(new CleaningAborted());
      case "failed": {
        const { code, message, retriable } = reply;
        return waiting?.reject(
          code === undefined ? new Error(message) : new StorageError(code, message, { retriable }),
        );
      }
    }
  }

  #fail(error: Error): void {
    this.hasEnded = true;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }
}
