/**
 * What the two workers (for records and for batches) share: the container's parts, and how the outcome of a handler becomes a commit.
 */
import type { Clock } from "@ottla/base";
import { KafkaError } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import type { AckDiscipline } from "../ack/ack-mode.ts";
import { isManual } from "../ack/ack-mode.ts";
import type { CommitTrigger } from "../ack/commit-trigger.ts";
import type { AssignedPartition } from "../dispatch/task.ts";
import type { AfterRollbackProcessor } from "../errors/after-rollback-processor.ts";
import type { CommonErrorHandler, Resolution } from "../errors/common-error-handler.ts";
import { DeserializationException, ListenerExecutionFailedException, asError } from "../errors/exceptions.ts";
import type { Logger } from "../logging/logger.ts";
import type { Assignments } from "./assignments.ts";
import type { Commits } from "./commits.ts";
import type { ContainerProperties } from "./container-properties.ts";
import type { DeliveryHost } from "./delivery.ts";
import type { Transactions } from "./fencing.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

/** The parts of a container that workers use. */
export interface WorkHost extends DeliveryHost {
  readonly clock: Clock;
  readonly properties: ContainerProperties;
  readonly discipline: AckDiscipline;
  readonly assignments: Assignments;
  readonly commits: Commits;
  readonly trigger: CommitTrigger;
  readonly errorHandler: CommonErrorHandler;
  /** Asked when a transaction was rolled back; without one the error handler is. */
  readonly afterRollback: AfterRollbackProcessor | undefined;
  readonly logger: Logger;
  readonly transactions: Transactions | undefined;
  /** Nothing new is to be begun: the container is paused at once, or stops at once. */
  readonly isHalted: boolean;
  /** The container is about to stop: nothing is tried again. */
  readonly isStopping: boolean;
  /** The partition is being given up: nothing of it is begun. */
  isDraining(assigned: AssignedPartition): boolean;
  /** Something has changed that the loop may be waiting for. */
  onProgress(): void;
  /** An error handler asks for the end. */
  stopAbnormally(error: Error): void;
}

/** After an error handler itself has failed, in ms: the record is tried again, but not in a hot loop. */
const HANDLER_FAILURE_DELAY_MS = 100;

/** Offsets were settled: commits if the ack mode wants it. Undefined when there is nothing to wait for. */
export function afterSettling(host: WorkHost, count: number): Promise<void> | undefined {
  if (count === 0) return undefined;
  const nowMs = host.trigger.isTimed ? host.clock.monotonicMs() : 0;
  return host.trigger.onSettled(count, nowMs) ? host.commits.commit() : undefined;
}

/** What a listener acknowledges: a record of an assignment. */
export interface Acknowledged {
  readonly assigned: AssignedPartition;
  readonly record: { readonly offset: number };
}

/** A listener acknowledges. Resolves when all of it is committed, if the ack mode commits at once. */
export function acknowledgeAll(host: WorkHost, acknowledged: readonly Acknowledged[]): Promise<void> {
  let count = 0;
  for (const { assigned, record } of acknowledged) {
    if (!host.assignments.isCurrent(assigned)) continue;
    assigned.tracker.acknowledge(record.offset);
    count += assigned.tracker.takeSettledCount();
  }
  const committed = afterSettling(host, count);
  // A late acknowledgement must not wait for the next record.
  host.onProgress();
  return committed ?? Promise.resolve();
}

/** Whether what an error handler has dealt with may be committed past without the listener. */
export function settlesRecovered(host: WorkHost, resolution: Extract<Resolution, { action: "handled" }>): boolean {
  const { ackMode } = host.properties;
  if (!isManual(ackMode)) return true;
  // Nobody else would ever acknowledge it, and nothing behind it could be committed.
  if (host.discipline === "individual") return true;
  return ackMode === "MANUAL_IMMEDIATE" ? (host.errorHandler.commitRecovered ?? false) : resolution.acknowledges;
}

/** Asks the error handler. One that throws means: again, a little later. */
export async function resolve(host: WorkHost, ask: () => Resolution | Promise<Resolution>): Promise<Resolution> {
  // What is done is safe, whatever becomes of what failed.
  const isFirst = host.errorHandler.seeksAfterHandling ?? true;
  if (isFirst && host.trigger.onFailure(host.clock.monotonicMs())) await host.commits.commit();
  try {
    return await ask();
  } catch (error) {
    host.logger.error("The error handler threw", error);
    return { action: "retry", delayMs: HANDLER_FAILURE_DELAY_MS };
  }
}

/** Reads key and value, so that bytes nobody can read fail here and not in the listener. */
export function deserializationFailure(record: AnyRecord): DeserializationException | undefined {
  try {
    void record.key;
  } catch (error) {
    return deserializationException(error, record.rawKey, true);
  }
  try {
    void record.value;
  } catch (error) {
    return deserializationException(error, record.rawValue, false);
  }
  return undefined;
}

function deserializationException(thrown: unknown, data: Uint8Array | null, isKey: boolean): DeserializationException {
  const cause = thrown instanceof KafkaError && thrown.cause !== undefined ? thrown.cause : thrown;
  return new DeserializationException("failed to deserialize", { data, isKey, cause });
}

/** What recoverers and dead-letter headers see. */
export function listenerFailed(thrown: unknown, groupId: string | undefined): Error {
  if (thrown instanceof DeserializationException || thrown instanceof ListenerExecutionFailedException) return thrown;
  return new ListenerExecutionFailedException("Listener failed", { cause: asError(thrown), groupId });
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
