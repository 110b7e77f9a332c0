/**
 * One thread with a consumer of its own, from its start to its end, as the main thread has it. It ends with a report, when it was told to stop or could not go
 * on; or it dies: by an error outside of its handler, by exceeding its limits, or because its handler took too long and it was ended.
 */
import type { ResourceLimits, Worker } from "node:worker_threads";
import type { Clock } from "@ottla/base";
import { KafkaError } from "@ottla/client";
import type { StopReport } from "../container/message-listener-container.ts";
import { HandlerTimeoutException } from "../errors/exceptions.ts";
import { errorData, errorOf } from "./crossing.ts";
import { HandlerBeat, HandlerWatch } from "./handler-beat.ts";
import type { ThreadOfConsumer } from "./thread-calls.ts";
import type {
  Answer,
  ConsumerCall,
  ConsumerState,
  FromThread,
  Question,
  Suspect,
  ThreadData,
  ThreadState,
  ToThread,
} from "./thread-messages.ts";

/** What a thread says by itself. */
export type Told = Exclude<
  FromThread,
  { readonly type: "loaded" | "started" | "notStarted" | "ask" | "called" | "stopped" }
>;

export interface ContainerThreadOptions {
  readonly data: Omit<ThreadData, "beat">;
  readonly resourceLimits: ResourceLimits | undefined;
  /** How long a handler may take, in ms; undefined for no limit. */
  readonly handlerTimeoutMs: number | undefined;
  readonly clock: Clock;
  readonly onTold: (told: Told, thread: ContainerThread) => void;
  readonly answer: (question: Question, thread: ContainerThread) => Promise<unknown>;
}

/** How a thread ended. */
export type ThreadEnd =
  | { readonly kind: "stopped"; readonly report: StopReport }
  | {
      readonly kind: "died";
      readonly error: Error;
      /** The record that its handler had. */
      readonly inHand: Suspect | undefined;
      /** Records that it had and that were not done. */
      readonly openCount: number;
      /** Records that it had handled. */
      readonly handledCount: number;
    };

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const WORKER_FILE = import.meta.url.endsWith(".ts") ? "./container.worker.ts" : "./container.worker.js";

export class ContainerThread implements ThreadOfConsumer {
  readonly #options: ContainerThreadOptions;
  readonly #worker: Worker;
  readonly #beat: HandlerBeat;
  readonly #watch: HandlerWatch | undefined;
  readonly #calls = new Map<number, Pending>();
  #nextCall = 0;
  #state: ThreadState | undefined;
  #stateMs = 0;
  #report: StopReport | undefined;
  #error: Error | undefined;
  readonly #load = Promise.withResolvers<void>();
  readonly #start = Promise.withResolvers<void>();
  /** Resolves when the handler's module is there, and the consumer waits for `begin`. Rejects when the module does not load. */
  readonly loaded: Promise<void> = this.#load.promise;
  /** Resolves when the container in the thread has started. Rejects when it cannot. */
  readonly started: Promise<void> = this.#start.promise;
  readonly ended: Promise<ThreadEnd>;

  constructor(options: ContainerThreadOptions) {
    this.#options = options;
    const memory = HandlerBeat.memory();
    this.#beat = new HandlerBeat(memory);
    const workerData: ThreadData = { ...options.data, beat: memory };
    // Most programs have no threads, and loading this takes a good part of the time that the import of a listener may take.
    const threads = process.getBuiltinModule("node:worker_threads");
    this.#worker = new threads.Worker(new URL(WORKER_FILE, import.meta.url), {
      workerData,
      name: options.data.listenerId,
      ...(options.resourceLimits === undefined ? {} : { resourceLimits: options.resourceLimits }),
    });
    // Who waits for the one need not wait for the other.
    this.loaded.catch(() => undefined);
    this.started.catch(() => undefined);
    this.#worker.on("message", (message: FromThread) => this.#onMessage(message));
    this.#worker.on("error", (thrown: unknown) => {
      const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.#error ??= new KafkaError("WORKER_EXITED", `The worker ended: ${cause.message}`, { cause });
    });
    const { promise, resolve } = Promise.withResolvers<ThreadEnd>();
    this.ended = promise;
    this.#worker.on("exit", (code) => resolve(this.#onExit(code)));
    this.#watch = this.#watched();
  }

  get state(): ThreadState | undefined {
    return this.#state;
  }

  /** When the state was told. */
  get stateMs(): number {
    return this.#stateMs;
  }

  get consumerState(): ConsumerState | undefined {
    return this.#state?.consumer;
  }

  post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  call(call: ConsumerCall): Promise<unknown> {
    const id = this.#nextCall++;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.post({ type: "call", id, call });
    });
  }

  /** Ends the thread wherever it is. */
  terminate(error: Error): void {
    this.#error ??= error;
    void this.#worker.terminate();
  }

  #watched(): HandlerWatch | undefined {
    const { clock, handlerTimeoutMs } = this.#options;
    if (handlerTimeoutMs === undefined) return undefined;
    return new HandlerWatch(this.#beat, {
      clock,
      timeoutMs: handlerTimeoutMs,
      onTimeout: () => this.terminate(new HandlerTimeoutException(handlerTimeoutMs)),
    });
  }

  #onMessage(message: FromThread): void {
    switch (message.type) {
      case "loaded":
        this.#load.resolve();
        return;
      case "started":
        this.#start.resolve();
        return;
      case "notStarted":
        this.terminate(errorOf(message.error));
        return;
      case "ask":
        void this.#answer(message.id, message.question);
        return;
      case "called":
        this.#onCalled(message.id, message.answer);
        return;
      case "stopped":
        this.#report = message.report;
        // What its handler's module left running keeps nothing.
        void this.#worker.terminate();
        return;
      case "state":
        this.#state = message.state;
        this.#stateMs = this.#options.clock.monotonicMs();
        this.#options.onTold(message, this);
        return;
      default:
        this.#options.onTold(message, this);
    }
  }

  async #answer(id: number, question: Question): Promise<void> {
    let answer: Answer;
    try {
      answer = { isOk: true, value: await this.#options.answer(question, this) };
    } catch (error) {
      answer = { isOk: false, error: errorData(error) };
    }
    this.post({ type: "answer", id, answer });
  }

  #onCalled(id: number, answer: Answer): void {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (answer.isOk) call?.resolve(answer.value);
    else call?.reject(errorOf(answer.error));
  }

  #onExit(code: number): ThreadEnd {
    this.#watch?.close();
    const error = this.#error ?? new KafkaError("WORKER_EXITED", `The worker ended by itself, with code ${code}`);
    for (const { reject } of this.#calls.values()) reject(error);
    this.#calls.clear();
    this.#load.reject(error);
    this.#start.reject(error);
    if (this.#report !== undefined) return { kind: "stopped", report: this.#report };
    const { inHand, handledCount } = this.#beat;
    const partition = inHand === undefined ? undefined : this.#state?.places[inHand.place];
    return {
      ...{ kind: "died", error, handledCount },
      inHand: inHand === undefined || partition === undefined ? undefined : { ...partition, offset: inHand.offset },
      openCount: inHand?.openCount ?? this.#state?.openRecords ?? 0,
    };
  }
}
