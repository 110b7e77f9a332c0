/**
 * Who waits for a record: the promise of one `send`, or one place in a bulk of many. A batch tells each of its records' completions in order.
 */
import { onAbort } from "../deadline.ts";
import { AbortError } from "../errors.ts";
import type { KafkaError } from "../errors.ts";
import type { RecordMetadata } from "./producer-record.ts";

/** Told once how a record ended. */
export interface RecordCompletion {
  succeed(metadata: RecordMetadata): void;
  fail(error: KafkaError): void;
}

/** One promise for one record. */
export class SingleCompletion implements RecordCompletion {
  readonly promise: Promise<RecordMetadata>;
  #resolve!: (metadata: RecordMetadata) => void;
  #reject!: (error: KafkaError) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  succeed(metadata: RecordMetadata): void {
    this.#resolve(metadata);
  }

  fail(error: KafkaError): void {
    this.#reject(error);
  }
}

/** Completions that a signal ends: those without an outcome fail when it aborts. */
export class AbortableCompletions {
  readonly #signal: AbortSignal;
  readonly #onAborted: () => void;
  readonly #open: Set<RecordCompletion> = new Set();
  #stopListening = (): void => {};

  constructor(signal: AbortSignal, onAborted: () => void) {
    this.#signal = signal;
    this.#onAborted = onAborted;
  }

  wrap(completion: RecordCompletion): RecordCompletion {
    this.#open.add(completion);
    const once = (tell: () => void): void => {
      if (!this.#open.delete(completion)) return;
      tell();
      if (this.#open.size === 0) this.#stopListening();
    };
    return {
      succeed: (metadata) => once(() => completion.succeed(metadata)),
      fail: (error) => once(() => completion.fail(error)),
    };
  }

  /** To be called when all have been made. */
  listen(): void {
    if (this.#open.size === 0) return;
    this.#stopListening = onAbort(this.#signal, () => {
      const open = [...this.#open];
      this.#open.clear();
      for (const completion of open) completion.fail(new AbortError(this.#signal.reason));
      this.#onAborted();
    });
  }
}

/** One promise for many records: their metadata in the order given, or the first error once all have ended. */
export class BulkCompletion {
  readonly promise: Promise<RecordMetadata[]>;
  readonly #results: RecordMetadata[];
  #pending: number;
  #error: KafkaError | undefined;
  #resolve!: (results: RecordMetadata[]) => void;
  #reject!: (error: KafkaError) => void;

  constructor(count: number) {
    this.#pending = count;
    this.#results = [];
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (count === 0) this.#resolve(this.#results);
  }

  /** The completion of the record at one place. */
  at(index: number): RecordCompletion {
    return new BulkPlace(this, index);
  }

  succeed(index: number, metadata: RecordMetadata): void {
    this.#results[index] = metadata;
    this.#end();
  }

  fail(error: KafkaError): void {
    this.#error ??= error;
    this.#end();
  }

  #end(): void {
    this.#pending--;
    if (this.#pending > 0) return;
    if (this.#error === undefined) this.#resolve(this.#results);
    else this.#reject(this.#error);
  }
}

class BulkPlace implements RecordCompletion {
  readonly #bulk: BulkCompletion;
  readonly #index: number;

  constructor(bulk: BulkCompletion, index: number) {
    this.#bulk = bulk;
    this.#index = index;
  }

  succeed(metadata: RecordMetadata): void {
    this.#bulk.succeed(this.#index, metadata);
  }

  fail(error: KafkaError): void {
    this.#bulk.fail(error);
  }
}
