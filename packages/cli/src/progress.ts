// How far long work has come, as a bar on stderr: only where somebody looks, and not between lines of a terminal that shows the output itself.
import type { CommandIo } from "./command.ts";

const WIDTH = 30;
/** A bar is drawn anew at most so often, in ms. */
const REDRAW_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

export interface Progress extends Disposable {
  /** @param done of `total`, in whatever it was begun with */
  update(done: number): void;
}

const SILENT: Progress = { update: () => undefined, [Symbol.dispose]: () => undefined };

function isTerminal(stream: object): boolean {
  return "isTTY" in stream && stream.isTTY === true;
}

/** `[########----] 40 %  what` */
export function barText(what: string, fraction: number): string {
  const inside = Math.min(1, Math.max(0, fraction));
  const full = Math.round(inside * WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] ${String(Math.floor(inside * 100)).padStart(3)} %  ${what}`;
}

/**
 * Begins a bar; it is gone when disposed of.
 * @param total what `update` comes to in the end; 0 or less: no bar
 */
export function startProgress(io: CommandIo, what: string, total: number, nowMs: () => number = Date.now): Progress {
  if (total <= 0 || !isTerminal(io.stderr) || isTerminal(io.stdout)) return SILENT;
  let drawnMs = -Infinity;
  return {
    update(done) {
      const now = nowMs();
      if (now - drawnMs < REDRAW_MS) return;
      drawnMs = now;
      io.stderr.write(CLEAR_LINE + barText(what, done / total));
    },
    [Symbol.dispose]: () => void io.stderr.write(CLEAR_LINE),
  };
}
