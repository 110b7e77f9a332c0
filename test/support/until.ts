// Waiting for something that cannot announce itself: looks again and again, with a deadline; never waits without looking.
import assert from "node:assert/strict";

const LOOK_MS = 20;

/** Resolves when `isTrue` says so. @throws AssertionError naming `what` after the deadline, 30 s by default */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  deadlineMs = 30_000,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await isTrue())) {
    assert(performance.now() < deadline, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
