/**
 * How calls end on the scripted cluster, for unit tests: waited for in virtual time, and the errors that they end with.
 */
import assert from "node:assert/strict";
import { KafkaError } from "../errors.ts";
import type { ScriptedCluster } from "./scripted-broker.ts";

/** Virtual time that a call may take, in milliseconds; far more than any of its timeouts. */
const PATIENCE_MS = 100_000;

/** Waits for a call while time goes on. */
export async function untilOver<T>(cluster: ScriptedCluster, call: Promise<T>): Promise<T> {
  let isOver = false;
  const over = call.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  for (let ms = 0; !isOver && ms < PATIENCE_MS; ms += 10) await cluster.advance(10);
  return await over;
}

/** The error that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<KafkaError> {
  const outcome: unknown = await call.then(
    () => "no error",
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof KafkaError, String(outcome));
  return outcome;
}
