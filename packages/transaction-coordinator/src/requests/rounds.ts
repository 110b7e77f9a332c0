/**
 * What the coordinator does by itself: aborts transactions that are open for longer than their producer allowed, and forgets
 * transactional ids that have not been used for long. Both look at everything, at an interval, as Kafka does.
 */

import type { CoordinatorResult } from "@ottla/coordinator";
import { transactionTombstone, type TransactionRecord } from "../records/transaction-record.ts";
import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import { isTimedOut, type TransactionMetadata } from "../transaction-metadata.ts";
import { isIdle } from "../transaction-state.ts";
import { abortByCoordinator } from "./abort.ts";
import { sendMarkersWhenCommitted } from "./markers.ts";

/** Records of one turn; what is left follows in the next. */
const RECORDS_PER_TURN = 1_000;

type RoundResult = CoordinatorResult<undefined, TransactionRecord>;

export function scheduleRounds(context: TransactionCoordinatorContext): void {
  context.schedule({ kind: "abort-timed-out" }, context.config.abortTimedOutIntervalMs);
  context.schedule({ kind: "remove-expired" }, context.config.removeExpiredIntervalMs);
}

export function abortTimedOut(context: TransactionCoordinatorContext): RoundResult {
  const { nowMs } = context.time;
  const aborting: TransactionMetadata[] = [];
  for (const metadata of context.transactions.values()) {
    if (!isTimedOut(metadata, nowMs)) continue;
    const aborted = abortByCoordinator(context, metadata);
    // Without a producer id to go on with, its turn comes in the next round.
    if (aborted === undefined) continue;
    aborting.push(aborted);
    if (aborting.length === RECORDS_PER_TURN) break;
  }
  for (const { transactionalId, producerId } of aborting) {
    context.log.info({ transactionalId, producerId }, "aborting a transaction that was open for too long");
  }
  const isDone = aborting.length < RECORDS_PER_TURN;
  context.schedule({ kind: "abort-timed-out" }, isDone ? context.config.abortTimedOutIntervalMs : 0);
  return {
    records: aborting.map((metadata) => context.recordOf(metadata)),
    response: undefined,
    isAtomic: false,
    onCompletion: sendMarkersWhenCommitted(context, aborting),
  };
}

export function removeExpired(context: TransactionCoordinatorContext): RoundResult {
  const expiredMs = context.time.nowMs - context.config.transactionalIdExpirationMs;
  const records: TransactionRecord[] = [];
  for (const { transactionalId, state, lastUpdateTimestampMs } of context.transactions.values()) {
    if (!isIdle(state) || lastUpdateTimestampMs > expiredMs) continue;
    records.push(transactionTombstone(transactionalId));
    if (records.length === RECORDS_PER_TURN) break;
  }
  const isDone = records.length < RECORDS_PER_TURN;
  context.schedule({ kind: "remove-expired" }, isDone ? context.config.removeExpiredIntervalMs : 0);
  return { records, response: undefined, isAtomic: false };
}
