/**
 * What a container asks when the transaction of a listener has been rolled back (Spring's AfterRollbackProcessor).
 *
 * Unlike in Spring a processor seeks nothing and never sleeps: it says what becomes of the records, and the container keeps them, the times and the order.
 */
import type { PartitionOffset } from "@ottla/client";
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import type { AnyRecord, CommonErrorHandler, Resolution } from "./common-error-handler.ts";

/** What was in the transaction that was rolled back. */
export interface RolledBack {
  /** The failed record of a record listener, or the whole batch of a batch listener; never empty. */
  readonly records: readonly AnyRecord[];
  /** Why: what the listener threw, as a `ListenerExecutionFailedException` or a `DeserializationException`, or what its error handler threw. */
  readonly error: Error;
  /** Deliveries that have failed, this one included. */
  readonly failures: number;
  /** Whether the records may be given up. False for batches, unless the container has `batchRecoverAfterRollback`. */
  readonly recoverable: boolean;
  /**
   * What to send to the processor's transaction when all of the records are given up. Empty where that would commit past records that are not done: for one
   * that nobody can read in a batch that is still to be delivered, and that commits the offset then.
   */
  readonly offsets: readonly PartitionOffset[];
  readonly consumer: ListenerConsumer;
}

export interface AfterRollbackProcessor {
  /**
   * Says what becomes of the records. One that throws, or rejects, means: again, a little later. `handled` passes them without committing their offsets, which
   * is left to the processor.
   */
  process(rollback: RolledBack): Resolution | Promise<Resolution>;
  /** The same for a whole batch; default: `process` is asked. */
  processBatch?(rollback: RolledBack): Resolution | Promise<Resolution>;
  /**
   * Ask in a new transaction, which is committed if the records are `handled`, and rolled back if they come again or the container stops. Default false.
   */
  readonly processInTransaction?: boolean;
}

/** In a transaction nobody stands between the listener's error and the rollback, by default. */
export const NO_ERROR_HANDLER: CommonErrorHandler = {
  handleRecord({ error }) {
    throw error;
  },
  handleBatch({ error }) {
    throw error;
  },
};
