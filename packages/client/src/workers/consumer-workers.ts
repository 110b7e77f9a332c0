/**
 * One consumer in each of some threads, all in one group: the simplest way to use many cores, with the order of each partition kept. Of more threads than
 * partitions some are idle, and said to be.
 *
 * A thread whose handler throws, that exceeds its limits, or whose handler takes longer than it may, ends alone: the group gives its partitions to the
 * others, beginning with its first record that was not handled.
 */
import type { ResourceLimits, Worker } from "node:worker_threads";
import { clientPorts } from "../client-ports.ts";
import type { ClientPorts } from "../client-ports.ts";
import type { ConsumerOptions } from "../config/consumer-config.ts";
import { KafkaError } from "../errors.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { Timer } from "@ottla/base";
import type { ConsumerWorkerData, ConsumerWorkerMessage } from "./messages.ts";

export interface ConsumerWorkersOptions {
  /** Of each consumer; `group.id` is required, and all values must be such as can be sent to a thread (no functions). Commits are the threads' own. */
  readonly consumer: ConsumerOptions<Uint8Array | null, Uint8Array | null>;
  readonly topics: string | readonly string[];
  /** The module whose default export handles a record, see {@link RecordHandler}. */
  readonly handler: URL;
  /** How many threads; more than partitions are of no use. */
  readonly workers: number;
  /** How long a handler may take, in milliseconds; default no limit. */
  readonly handlerTimeoutMs?: number;
  /** How often each thread commits, in milliseconds; default 1,000. */
  readonly commitIntervalMs?: number;
  /** Limits of each thread. */
  readonly resourceLimits?: ResourceLimits;
  /** Told when a thread ended that should not have. Default: nothing is done; the others go on. Return true to have another in its place. */
  readonly onWorkerEnd?: (worker: ConsumerWorkerStatus) => boolean;
}

/** How one thread is. */
export interface ConsumerWorkerStatus {
  readonly id: number;
  /** starting, working (it has partitions), idle (there are none left for it), ended. */
  readonly state: "starting" | "working" | "idle" | "ended";
  readonly partitions: readonly TopicPartition[];
  /** Records handled so far. */
  readonly handledCount: number;
  /** Why it ended; undefined when it was asked to, or has not. */
  readonly error: KafkaError | undefined;
}

interface Member {
  readonly id: number;
  readonly worker: Worker;
  partitions: readonly TopicPartition[];
  isJoined: boolean;
  handledCount: number;
  error: KafkaError | undefined;
  hasEnded: boolean;
  timer: Timer | undefined;
  readonly exited: Promise<void>;
}

const WORKER_FILE = import.meta.url.endsWith(".ts") ? "./consumer.worker.ts" : "./consumer.worker.js";
const COMMIT_INTERVAL_MS = 1_000;

/** Some threads with a consumer each. */
export class ConsumerWorkers implements AsyncDisposable {
  readonly #options: ConsumerWorkersOptions;
  readonly #ports: ClientPorts;
  readonly #members: Member[] = [];
  #isClosed = false;

  constructor(options: ConsumerWorkersOptions, ports?: Partial<Pick<ClientPorts, "clock" | "logger">>) {
    this.#options = options;
    this.#ports = clientPorts(ports);
    for (let i = 0; i < options.workers; i++) this.#start();
  }

  /** How each thread is, those that ended too. */
  status(): readonly ConsumerWorkerStatus[] {
    return this.#members.map(statusOf);
  }

  /** Lets each thread end the record it works on, commit and leave; ends those that do not within `timeoutMs` (default 30,000). */
  async close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#isClosed = true;
    const { clock } = this.#ports;
    await Promise.all(
      this.#members.map(async (member) => {
        if (member.hasEnded) return;
        member.worker.postMessage({ type: "stop" });
        const timer = clock.setTimer(options.timeoutMs ?? 30_000, () => void member.worker.terminate());
        await member.exited;
        timer.cancel();
      }),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #start(): void {
    const { commitIntervalMs = COMMIT_INTERVAL_MS, consumer, handler, resourceLimits, topics } = this.#options;
    const id = this.#members.length;
    const entries: [string, unknown][] = consumer instanceof Map ? [...consumer] : Object.entries(consumer);
    const workerData: ConsumerWorkerData = {
      module: handler.href,
      options: new Map<string, unknown>([
        ...entries.filter(([name]) => name !== "enable.auto.commit" && name !== "enableAutoCommit"),
        ["enable.auto.commit", false],
      ]),
      topics: typeof topics === "string" ? [topics] : topics,
      commitIntervalMs,
    };
    // Most programs have no threads, and loading this takes a good part of the time that the import of a client may take.
    const threads = process.getBuiltinModule("node:worker_threads");
    const worker = new threads.Worker(new URL(WORKER_FILE, import.meta.url), {
      workerData,
      name: `ottla-consumer-${id}`,
      ...(resourceLimits === undefined ? {} : { resourceLimits }),
    });
    const { promise: exited, resolve } = Promise.withResolvers<void>();
    const member: Member = {
      ...{ id, worker, exited, partitions: [], isJoined: false, handledCount: 0 },
      ...{ error: undefined, hasEnded: false, timer: undefined },
    };
    this.#members.push(member);
    worker.on("message", (message: ConsumerWorkerMessage) => this.#onMessage(member, message));
    worker.on("error", (thrown: unknown) => {
      const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
      member.error ??= new KafkaError("WORKER_EXITED", `The worker ended: ${cause.message}`, { cause });
    });
    worker.on("exit", () => {
      this.#onExit(member);
      resolve();
    });
  }

  #onMessage(member: Member, message: ConsumerWorkerMessage): void {
    switch (message.type) {
      case "assigned":
        member.isJoined = true;
        member.partitions = message.partitions;
        return;
      case "begun":
        this.#watch(member);
        return;
      case "handled":
        member.timer?.cancel();
        member.handledCount++;
        return;
      case "failed": {
        const cause = new Error(message.message);
        cause.name = message.name;
        if (message.stack !== undefined) cause.stack = message.stack;
        member.error = new KafkaError("HANDLER_FAILED", `The handler failed: ${message.message}`, { cause });
        return;
      }
      case "stopped":
        member.partitions = [];
        return;
    }
  }

  #watch(member: Member): void {
    const timeoutMs = this.#options.handlerTimeoutMs;
    if (timeoutMs === undefined) return;
    member.timer?.cancel();
    member.timer = this.#ports.clock.setTimer(timeoutMs, () => {
      const sentence = `The handler did not end within ${timeoutMs} ms; its worker was ended`;
      member.error = new KafkaError("HANDLER_TIMEOUT", sentence);
      void member.worker.terminate();
    });
  }

  #onExit(member: Member): void {
    member.hasEnded = true;
    member.partitions = [];
    member.timer?.cancel();
    if (this.#isClosed) return;
    member.error ??= new KafkaError("WORKER_EXITED", "The worker ended by itself");
    this.#ports.logger.warn(`Consumer worker ${member.id} ended: ${member.error.message}`, { error: member.error });
    if (this.#options.onWorkerEnd?.(statusOf(member)) === true) this.#start();
  }
}

function statusOf({ id, isJoined, hasEnded, partitions, handledCount, error }: Member): ConsumerWorkerStatus {
  const state = hasEnded ? "ended" : !isJoined ? "starting" : partitions.length > 0 ? "working" : "idle";
  return { id, state, partitions, handledCount, error };
}
