/**
 * Finding the coordinators of groups, and telling which of a coordinator's errors mean: ask again.
 */
import { ErrorCode } from "@ottla/protocol";
import { CoordinatorType } from "../cluster-client.ts";
import { KafkaError, protocolError, toKafkaError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import type { Results } from "./results.ts";

const RETRIED: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
]);

/** Whether a coordinator's error goes away by finding the coordinator again and repeating the request. */
export function isCoordinatorRetry(errorCode: number): boolean {
  return RETRIED.has(errorCode);
}

/** Throws for every error; those to repeat the request for are retriable, all others are not. */
export function throwGroupError(errorCode: number, message?: string | null): void {
  if (errorCode !== 0) throw groupError(errorCode, message);
}

/** The error of a group request; retriable only if repeating it can help. */
export function groupError(errorCode: number, message?: string | null): KafkaError {
  const error = protocolError(errorCode, message);
  if (error.retriable === isCoordinatorRetry(errorCode)) return error;
  return new KafkaError(error.code, error.message, { errorCode, retriable: isCoordinatorRetry(errorCode) });
}

/** Fails the groups (or transactional ids) without a coordinator for good; the rest grouped by coordinator. Throws when all have to wait. */
export async function groupCoordinators<V>(
  context: AdminContext,
  groupIds: readonly string[],
  results: Results<string, V>,
  type: CoordinatorType = CoordinatorType.GROUP,
): Promise<Map<number, string[]>> {
  const coordinators = new Map<number, string[]>();
  let waiting: KafkaError | undefined;
  const found = await Promise.all(
    groupIds.map(async (groupId): Promise<[string, number | KafkaError]> => {
      try {
        return [groupId, (await context.client.findCoordinator(groupId, type)).id];
      } catch (error) {
        return [groupId, toKafkaError(error)];
      }
    }),
  );
  for (const [groupId, answer] of found) {
    if (answer instanceof KafkaError) {
      if (answer.retriable) waiting ??= answer;
      else results.fail(groupId, answer);
      continue;
    }
    const group = coordinators.get(answer);
    if (group === undefined) coordinators.set(answer, [groupId]);
    else group.push(groupId);
  }
  if (coordinators.size === 0 && waiting !== undefined) throw waiting;
  return coordinators;
}

/** One request about one group, to its coordinator, until it is answered for good. */
export async function askCoordinator<T>(
  context: AdminContext,
  scope: Parameters<AdminContext["attempt"]>[0],
  groupId: string,
  ask: (nodeId: number) => Promise<T>,
): Promise<T> {
  return await context.attempt(scope, async () => {
    const coordinator = await context.client.findCoordinator(groupId, CoordinatorType.GROUP);
    return await ask(coordinator.id);
  });
}
