/**
 * DeleteRecords: moves the log start offset of a partition forward. The files below it go at the next retention pass. The
 * answer's low watermark is the smallest log start offset of the replicas that are in sync, and the request waits for it.
 */

import { ErrorCode } from "@ottla/protocol";
import { DelayedOperation } from "../purgatory/purgatory.ts";
import type { CompletionReason, Purgatory } from "../purgatory/purgatory.ts";
import type { Replica } from "./replica.ts";

/** Stands for "up to the high watermark". */
const HIGH_WATERMARK = -1;

/** One partition of a request and what became of it. */
export class DeleteRecordsEntry {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  errorCode: number = ErrorCode.NONE;
  lowWatermark = -1;
  requiredOffset = -1;
  replica: Replica | undefined;

  constructor(topic: string, partition: number, offset: number) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
  }

  fail(errorCode: number): void {
    this.errorCode = errorCode;
    this.lowWatermark = -1;
  }

  get isDone(): boolean {
    return this.errorCode !== ErrorCode.NONE || this.lowWatermark >= this.requiredOffset;
  }

  /** Looks at the replicas again. */
  refresh(): void {
    const replica = this.replica;
    if (this.isDone || replica === undefined) {
      return;
    }
    if (!replica.isLeader || replica.log === undefined) {
      this.fail(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      return;
    }
    this.lowWatermark = replica.state.lowWatermark(replica.logStartOffset);
  }
}

/** Moves the log start of one led partition; the outcome is in the entry. */
export async function deleteRecordsOnLeader(entry: DeleteRecordsEntry, replica: Replica): Promise<void> {
  await replica.opening?.catch(() => {});
  const error = replica.checkServes(-1, true);
  const log = replica.log;
  if (error !== ErrorCode.NONE || log === undefined) {
    entry.fail(error === ErrorCode.NONE ? ErrorCode.NOT_LEADER_OR_FOLLOWER : error);
    return;
  }
  if (replica.config.compact && !replica.config.delete) {
    entry.fail(ErrorCode.POLICY_VIOLATION);
    return;
  }
  const offset = entry.offset === HIGH_WATERMARK ? log.highWatermark : entry.offset;
  if (offset < 0) {
    entry.fail(ErrorCode.OFFSET_OUT_OF_RANGE);
    return;
  }
  const outcome = log.maybeIncrementLogStartOffset(offset, "client delete records request");
  if (outcome !== ErrorCode.NONE) {
    entry.fail(outcome);
    return;
  }
  entry.replica = replica;
  entry.requiredOffset = offset;
  entry.lowWatermark = replica.state.lowWatermark(log.logStartOffset);
  replica.onLogStartMoved();
}

/** Waits until every entry is done, at most `timeoutMs`; what is not done then is REQUEST_TIMED_OUT. */
export function waitForLowWatermarks(
  entries: readonly DeleteRecordsEntry[],
  purgatory: Purgatory,
  timeoutMs: number,
): Promise<void> {
  const waiting = entries.filter((entry) => !entry.isDone);
  if (waiting.length === 0) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const keys = waiting.flatMap((entry) => (entry.replica === undefined ? [] : [entry.replica.changes]));
    purgatory.watch(new DelayedDeleteRecords(waiting, resolve), keys, timeoutMs);
  });
}

class DelayedDeleteRecords extends DelayedOperation {
  readonly #entries: readonly DeleteRecordsEntry[];
  readonly #resolve: () => void;

  constructor(entries: readonly DeleteRecordsEntry[], resolve: () => void) {
    super();
    this.#entries = entries;
    this.#resolve = resolve;
  }

  override get kind(): "DeleteRecords" {
    return "DeleteRecords";
  }

  override onWake(): boolean {
    for (const entry of this.#entries) {
      entry.refresh();
    }
    return this.#entries.every((entry) => entry.isDone);
  }

  protected override onComplete(reason: CompletionReason): void {
    for (const entry of this.#entries) {
      if (reason !== "satisfied" && !entry.isDone) {
        entry.fail(ErrorCode.REQUEST_TIMED_OUT);
      }
    }
    this.#resolve();
  }
}
