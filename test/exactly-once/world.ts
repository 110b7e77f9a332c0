// What the workload runs in: a broker that can be killed and started again, and the ports its clients use. Real processes (`process-world.ts`)
// and a broker in this process on a virtual clock (`virtual-world.ts`) look the same from here.
import type { Clock, Random, Timer } from "@ottla/base";
import type { ClientPorts } from "@ottla/client";

export interface World {
  readonly bootstrap: string;
  readonly clock: Clock;
  readonly random: Random;
  /** For the clients; the real ones where left out. */
  readonly ports: Partial<ClientPorts>;
  /** The broker ends at once (`kill -9`) and is started again on its directory, not before `downMs` are over; resolves when it serves. */
  killAndRestart(downMs: number): Promise<void>;
  /** The broker's process is stopped for that long, at most {@link pauseMsMax}, and goes on (SIGSTOP, SIGCONT). */
  pause(ms: number): Promise<void>;
  readonly pauseMsMax: number;
  /** The end of everything. */
  close(): Promise<void>;
}

export function sleep(world: World, ms: number): Promise<void> {
  return new Promise((resolve) => void world.clock.setTimer(ms, resolve));
}

/** Something did not come before its deadline. */
export class NotInTime extends Error {}

/** Whoever makes progress may take so many times as long as one who makes none. */
export const PATIENCE = 5;

/**
 * Waits for the thing on the world's clock, for as long as something moves: on a machine with other work to do the way is long, and being stuck is
 * something else. `missing` says what is still missing, and nothing when the thing has come; that it cannot say (it throws) is a sentence too.
 * @throws NotInTime that says what did not come, and what was missing last: when that was the same for `stuckMs`, or the thing did not come in five
 *   times as long
 */
export async function until(
  world: World,
  what: string,
  stuckMs: number,
  missing: () => Promise<string | undefined>,
): Promise<void> {
  const startMs = world.clock.monotonicMs();
  let before: string | undefined;
  let movedMs = startMs;
  for (;;) {
    const last = await missing().catch((error: unknown) => String(error));
    if (last === undefined) return;
    const nowMs = world.clock.monotonicMs();
    if (last !== before) movedMs = nowMs;
    before = last;
    if (nowMs > movedMs + stuckMs || nowMs > startMs + PATIENCE * stuckMs) {
      throw new NotInTime(`${what}: not after ${nowMs - startMs} ms, nothing moved for ${nowMs - movedMs} ms, ${last}`);
    }
    await sleep(world, 20);
  }
}

/**
 * What the work gives, if it gives it in time. It cannot be stopped: who calls this sees to it that it ends.
 * @throws NotInTime that says what did not come
 */
export async function within<T>(world: World, what: string, timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: Timer | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = world.clock.setTimer(timeoutMs, () => reject(new NotInTime(`${what}: not within ${timeoutMs} ms`)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer?.cancel();
  }
}
