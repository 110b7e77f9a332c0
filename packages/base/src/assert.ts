/**
 * Assertions for programmer errors. They stay on in production: a broken invariant stops the process with its name,
 * because going on would damage a log. Protocol outcomes and operating errors never come through here.
 */

/** A broken invariant: a bug in this code, never the fault of a peer, a client or a disk. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
  readonly code = "ERR_OTTLA_ASSERTION";
  readonly retriable = false;
}

/**
 * Requires an invariant.
 * @throws AssertionError naming the invariant when `condition` is falsy.
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/**
 * Marks a branch that no value can reach; the parameter makes the compiler prove it.
 * @throws AssertionError always.
 */
export function unreachable(value: never, message = "unreachable"): never {
  throw new AssertionError(`${message}: ${String(value)}`);
}
