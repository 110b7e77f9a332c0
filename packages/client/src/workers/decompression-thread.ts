/**
 * Decompresses large batches while the caller's thread goes on: gzip and zstd on Node's thread pool, snappy and lz4, which are JavaScript, on one thread
 * that all consumers of the process share. It begins with the first such batch and never keeps the process alive. Where no thread can be had (a bundle
 * without its file, a runtime without threads) the caller's does the work.
 */
import type { Worker } from "node:worker_threads";
import { CompressionType, RecordFailure, decompress, decompressAsync } from "@ottla/records";
import type { DecompressOptions } from "@ottla/records";
import type { DecompressMessage, DecompressedMessage } from "./messages.ts";
import { SharedSlots } from "./shared-slots.ts";

type Result = Uint8Array | RecordFailure;

interface Job {
  readonly compression: number;
  readonly bytes: Uint8Array;
  readonly options: DecompressOptions;
  /** Where the thread reads the bytes. */
  readonly slot: SharedArrayBuffer;
  readonly resolve: (result: Result) => void;
}

const WORKER_FILE = import.meta.url.endsWith(".ts") ? "./decompression.worker.ts" : "./decompression.worker.js";

/** The thread, and what it works on. */
export class DecompressionThread {
  readonly #file: URL;
  readonly #jobs: Map<number, Job> = new Map();
  readonly #slots: SharedSlots = new SharedSlots();
  #worker: Worker | undefined;
  #nextId = 0;
  #isUnavailable = false;

  /** @param file the module that the thread runs */
  constructor(file: URL = new URL(WORKER_FILE, import.meta.url)) {
    this.#file = file;
  }

  /** Whether the caller's own thread has to do the work. */
  get isUnavailable(): boolean {
    return this.#isUnavailable;
  }

  /** `bytes` must not change until it is done. */
  decompress(compression: number, bytes: Uint8Array, options: DecompressOptions = {}): Promise<Result> {
    if (compression !== CompressionType.SNAPPY && compression !== CompressionType.LZ4) {
      return decompressAsync(compression, bytes, options);
    }
    if (this.#isUnavailable) return Promise.resolve(decompress(compression, bytes, options));
    return new Promise((resolve) => {
      const id = this.#nextId++;
      const slot = this.#slots.take(bytes.length);
      new Uint8Array(slot).set(bytes);
      this.#jobs.set(id, { compression, bytes, options, slot, resolve });
      const message: DecompressMessage = { id, compression, slot, size: bytes.length, maxBytes: options.maxBytes };
      try {
        this.#worker ??= this.#start();
        this.#worker.ref();
        this.#worker.postMessage(message);
      } catch {
        this.#giveUp();
      }
    });
  }

  /** Ends the thread; what it was asked for and has not answered is done here. The next large batch begins another. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    const ended = worker?.terminate();
    this.#finishHere();
    await ended;
  }

  #start(): Worker {
    const threads = process.getBuiltinModule("node:worker_threads");
    const worker = new threads.Worker(this.#file, { name: "ottla-decompression" });
    // One that was closed may have answered before it ended; its jobs were done here, and their slots are not its any more.
    worker.on("message", (message: DecompressedMessage) => {
      if (this.#worker === worker) this.#onMessage(message);
    });
    worker.on("error", () => this.#onEnded(worker));
    worker.on("exit", () => this.#onEnded(worker));
    return worker;
  }

  #onEnded(worker: Worker): void {
    if (this.#worker === worker) this.#giveUp();
  }

  #onMessage(message: DecompressedMessage): void {
    const job = this.#jobs.get(message.id);
    if (job === undefined) return;
    this.#jobs.delete(message.id);
    this.#slots.give(job.slot);
    if (this.#jobs.size === 0) this.#worker?.unref();
    if ("bytes" in message) job.resolve(message.bytes);
    else {
      const { kind, message: text, position } = message.failure;
      job.resolve(new RecordFailure(kind, text, position));
    }
  }

  /** The thread cannot begin, or has ended: what it was asked for is done here, and all that comes. */
  #giveUp(): void {
    this.#isUnavailable = true;
    this.#worker?.unref();
    this.#finishHere();
  }

  #finishHere(): void {
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    // A thread that is being ended may still read its slots: they are left to the garbage collector.
    for (const { bytes, compression, options, resolve } of jobs) resolve(decompress(compression, bytes, options));
  }
}

/** The one of this process. */
export const decompressionThread: DecompressionThread = new DecompressionThread();
