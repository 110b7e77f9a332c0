/**
 * A listener in a transaction, with an AfterRollbackProcessor: who is asked before the transaction is rolled back, and who after.
 *
 * An error handler beside the processor is asked inside of the transaction, as in Spring: what it has handled is committed, with what the listener has sent; what
 * it throws, or wants to be tried again, rolls the transaction back.
 */
import { KafkaError } from "@ottla/client";
import type { AfterRollbackProcessor, RolledBack } from "../errors/after-rollback-processor.ts";
import type { Resolution } from "../errors/common-error-handler.ts";
import { asError } from "../errors/exceptions.ts";
import type { TransactionOutcome } from "../template/kafka-transaction-manager.ts";
import { FENCED } from "./fencing.ts";
import type { Transactions } from "./fencing.ts";
import { listenerFailed } from "./work-host.ts";
import type { WorkHost } from "./work-host.ts";

/** After a processor, or its transaction, has failed, and after a producer was fenced, in ms. */
export const ROLLBACK_RETRY_MS = 100;

/** The transaction was rolled back; `delayMs` is how long the error handler inside of it wants to wait. */
interface Failed {
  readonly kind: "failed";
  readonly error: Error;
  readonly delayMs: number;
}

/** A transaction that was rolled back. When it was fenced, the processor is not asked, as in Spring: its partitions may be somebody else's. */
export type NotDone = Failed | { readonly kind: "fenced"; readonly error: Error };

type Ended<R> = { readonly kind: "done"; readonly result: R } | NotDone;

export interface Attempt<R> {
  /** Calls the listener. */
  work(): Promise<TransactionOutcome<R>>;
  /** Asks the error handler. */
  ask(error: Error): Resolution | Promise<Resolution>;
  /** What is committed when the error handler has dealt with it. */
  handled(): TransactionOutcome<R>;
}

type AttemptHost = Pick<WorkHost, "groupId" | "consumer" | "logger" | "stopAbnormally">;

/** Runs the listener in a transaction. Never rejects. */
export async function attemptInTransaction<R>(
  host: AttemptHost,
  transactions: Transactions,
  attempt: Attempt<R>,
): Promise<Ended<R>> {
  const inside: { failed?: Failed } = {};
  const work = async (): Promise<TransactionOutcome<R>> => {
    try {
      return await attempt.work();
    } catch (thrown) {
      const failed = await unhandled(host, attempt, listenerFailed(thrown, host.groupId));
      if (failed === undefined) return attempt.handled();
      inside.failed = failed;
      throw failed.error;
    }
  };
  try {
    return { kind: "done", result: await transactions.execute(work, () => host.consumer.groupMetadata()) };
  } catch (thrown) {
    if (inside.failed !== undefined) {
      host.logger.error("Transaction rolled back", inside.failed.error);
      return inside.failed;
    }
    const error = asError(thrown);
    if (error instanceof KafkaError && FENCED.has(error.code)) {
      host.logger.error("Producer or 'group.instance.id' fenced during transaction", error);
      return { kind: "fenced", error };
    }
    host.logger.error("Transaction rolled back", error);
    return { kind: "failed", error: listenerFailed(error, host.groupId), delayMs: 0 };
  }
}

/** Undefined when the error handler has dealt with it. */
async function unhandled(
  host: AttemptHost,
  attempt: Pick<Attempt<unknown>, "ask">,
  error: Error,
): Promise<Failed | undefined> {
  try {
    const resolution = await attempt.ask(error);
    if (resolution.action === "handled") return undefined;
    if (resolution.action === "stop") host.stopAbnormally(error);
    return { kind: "failed", error, delayMs: resolution.action === "retry" ? resolution.delayMs : 0 };
  } catch (thrown) {
    return { kind: "failed", error: asError(thrown), delayMs: 0 };
  }
}

/** Asks the processor what becomes of what was rolled back, in a new transaction if it wants one. Never rejects. */
export async function askAfterRollback(
  host: Pick<WorkHost, "transactions" | "consumer" | "logger">,
  processor: AfterRollbackProcessor,
  rollback: Omit<RolledBack, "consumer">,
  isBatch: boolean,
): Promise<Resolution> {
  const { transactions, consumer, logger } = host;
  const told: RolledBack = { ...rollback, consumer };
  const ask = async (): Promise<Resolution> =>
    isBatch && processor.processBatch !== undefined
      ? await processor.processBatch(told)
      : await processor.process(told);
  try {
    if (processor.processInTransaction !== true || transactions === undefined) return await ask();
    return await transactions.execute(
      async () => {
        const result = await ask();
        if (result.action !== "handled") throw new NothingHandled(result);
        return { result, offsets: [] };
      },
      () => consumer.groupMetadata(),
    );
  } catch (thrown) {
    if (thrown instanceof NothingHandled) return thrown.resolution;
    logger.error("AfterRollbackProcessor threw an exception", thrown);
    return { action: "retry", delayMs: ROLLBACK_RETRY_MS };
  }
}

/** Rolls the processor's transaction back: a recoverer that has failed may have sent something before. */
class NothingHandled extends Error {
  readonly resolution: Resolution;

  constructor(resolution: Resolution) {
    super("The records are not dealt with");
    this.resolution = resolution;
  }
}
