/**
 * Who may touch a log's old segments: the cleaner, the deletion of old segments, or somebody who has paused both. Kafka's states of a partition
 * in `LogCleanerManager`:
 *
 *   none ⇄ in progress → aborted → paused(1) ⇄ paused(2) …        none ⇄ paused(1)
 *
 * "In progress" is a cleaning or a deletion. Whoever aborts waits until the log is paused, and resumes once for each pause.
 */
import { assert } from "@ottla/base";

type State =
  | { readonly kind: "in-progress"; readonly onAbort: () => void }
  | { readonly kind: "aborted" }
  | { readonly kind: "paused"; readonly count: number };

export class CleaningStates<Log> {
  readonly #states = new Map<Log, State>();
  readonly #waiting = new Map<Log, (() => void)[]>();

  /** Nothing touches the log and nothing is paused. */
  isFree(log: Log): boolean {
    return !this.#states.has(log);
  }

  stateOf(log: Log): State["kind"] | "none" {
    return this.#states.get(log)?.kind ?? "none";
  }

  /** The log must be free. `onAbort` is called, once, if somebody wants the work to stop. */
  begin(log: Log, onAbort: () => void = () => {}): void {
    assert(this.isFree(log), "a log is cleaned by one at a time");
    this.#states.set(log, { kind: "in-progress", onAbort });
  }

  /** The work is over. True if it was not aborted: only then does its result count. */
  end(log: Log): boolean {
    const state = this.#states.get(log);
    assert(state && state.kind !== "paused", "work that ends was under way");
    if (state.kind === "in-progress") {
      this.#states.delete(log);
      return true;
    }
    const waiting = this.#waiting.get(log) ?? [];
    this.#waiting.delete(log);
    this.#states.set(log, { kind: "paused", count: waiting.length });
    for (const resolve of waiting) resolve();
    return false;
  }

  /** Resolves when nothing touches the log; nothing begins until `resume`. */
  async abortAndPause(log: Log): Promise<void> {
    const state = this.#states.get(log);
    if (state === undefined) {
      this.#states.set(log, { kind: "paused", count: 1 });
      return;
    }
    if (state.kind === "paused") {
      this.#states.set(log, { kind: "paused", count: state.count + 1 });
      return;
    }
    if (state.kind === "in-progress") {
      this.#states.set(log, { kind: "aborted" });
      state.onAbort();
    }
    // Kafka allows one who waits; here several may.
    await new Promise<void>((resolve) => {
      const waiting = this.#waiting.get(log) ?? [];
      waiting.push(resolve);
      this.#waiting.set(log, waiting);
    });
  }

  /** Undoes one pause. */
  resume(log: Log): void {
    const state = this.#states.get(log);
    assert(state?.kind === "paused", "only a paused log is resumed");
    if (state.count === 1) this.#states.delete(log);
    else this.#states.set(log, { kind: "paused", count: state.count - 1 });
  }
}
