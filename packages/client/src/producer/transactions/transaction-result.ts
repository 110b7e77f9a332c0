/**
 * The outcome of one step of a transaction. It may come later than the caller cares to wait: then the same call made again waits for the same outcome.
 */
import type { KafkaError } from "../../errors.ts";

/** Ends once, well or badly. */
export class TransactionResult {
  readonly promise: Promise<void>;
  /** What is waited for, as it is called in a timeout's message. */
  readonly operation: string;
  #resolve!: () => void;
  #reject!: (error: KafkaError) => void;
  #isCompleted = false;
  /** Whether the application has been told. */
  isAcked = false;

  constructor(operation: string) {
    this.operation = operation;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Nobody may be waiting any more.
    this.promise.catch(() => undefined);
  }

  get isCompleted(): boolean {
    return this.#isCompleted;
  }

  done(): void {
    this.#isCompleted = true;
    this.#resolve();
  }

  fail(error: KafkaError): void {
    this.#isCompleted = true;
    this.#reject(error);
  }
}
