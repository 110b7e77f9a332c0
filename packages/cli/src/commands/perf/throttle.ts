// Holds a sender to so many records a second: it waits once it is ahead of its time.
import { setTimeout as sleep } from "node:timers/promises";

/** How many ms a sender that has sent so many records is ahead of its time. @param perSecond −1, or anything below: as fast as it goes */
export function aheadMs(sent: number, startMs: number, nowMs: number, perSecond: number): number {
  if (perSecond < 0) return 0;
  if (perSecond === 0) return Infinity;
  return Math.max(0, startMs + (1000 * sent) / perSecond - nowMs);
}

export async function throttle(sent: number, startMs: number, perSecond: number): Promise<void> {
  const ms = aheadMs(sent, startMs, performance.timeOrigin + performance.now(), perSecond);
  if (ms >= 1) await sleep(Math.min(ms, 0x7fff_ffff));
}
