// When nobody is to be told of a group: silences, each for the groups of some clusters that match, from one time to another. A silence does not change
// what is said of a group, only who hears it. Pure: the time comes in.
import { RE2JS } from "re2js";

/** What is asked for. Times in ms since 1970, `fromMs` < `untilMs`. */
export interface SilenceRequest {
  /** A regular expression of RE2 that is found somewhere in the cluster's name; "" matches every one. */
  readonly cluster: string;
  /** The same for the group's name. */
  readonly group: string;
  readonly fromMs: number;
  /** Infinity: until it is taken away. */
  readonly untilMs: number;
  readonly comment: string;
  readonly createdBy: string;
}

export interface Silence extends SilenceRequest {
  readonly id: string;
  /** It stands in the configuration, and cannot be taken away while the monitor runs. */
  readonly isConfigured: boolean;
}

/** A silence that cannot be. */
export class SilenceError extends Error {
  readonly code = "ERR_OTTLA_LAG_SILENCE";
}

interface Kept {
  readonly silence: Silence;
  readonly cluster: RE2JS;
  readonly group: RE2JS;
}

const SILENCES_MAX = 1_000;

function compiled(what: string, text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    throw new SilenceError(`${what} is no regular expression: ${error instanceof Error ? error.message : text}`, {
      cause: error,
    });
  }
}

export class Silences {
  readonly #kept: Map<string, Kept> = new Map();

  /** Adds a silence, or puts it in the place of the one with its id. @throws SilenceError for one that cannot be, or one too many */
  add(silence: Silence): void {
    if (!(silence.fromMs < silence.untilMs)) throw new SilenceError("it ends before it begins");
    if (!this.#kept.has(silence.id) && this.#kept.size >= SILENCES_MAX)
      throw new SilenceError(`there are ${SILENCES_MAX} silences already`);
    const cluster = compiled("cluster", silence.cluster);
    this.#kept.set(silence.id, { silence, cluster, group: compiled("group", silence.group) });
  }

  /** Takes a silence away; answers whether it was there. */
  remove(id: string): boolean {
    return this.#kept.delete(id);
  }

  get(id: string): Silence | undefined {
    return this.#kept.get(id)?.silence;
  }

  /** Those that hold now or later, in the order in which they were added. */
  list(nowMs: number): Silence[] {
    return [...this.#kept.values()].map((one) => one.silence).filter((one) => nowMs < one.untilMs);
  }

  /** Forgets those that are over; answers with them. */
  expire(nowMs: number): Silence[] {
    const over = [...this.#kept.values()].map((one) => one.silence).filter((one) => nowMs >= one.untilMs);
    for (const { id } of over) this.#kept.delete(id);
    return over;
  }

  isSilent(cluster: string, group: string, nowMs: number): boolean {
    for (const { silence, cluster: clusters, group: groups } of this.#kept.values()) {
      if (nowMs < silence.fromMs || nowMs >= silence.untilMs) continue;
      if (clusters.matcher(cluster).find() && groups.matcher(group).find()) return true;
    }
    return false;
  }
}
