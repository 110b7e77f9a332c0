/**
 * Whether what clients saw of one topic's coming and going is possible where every change happens at one moment between its request and its answer
 * (Wing and Gong's search, with what was tried before remembered).
 */
import assert from "node:assert/strict";

/** One change that a client asked for. */
export interface Operation {
  readonly kind: "create" | "delete";
  /** When it was asked for; a refusal may be by what was there earlier, see `QuorumEpochs`. */
  readonly fromMs: number;
  /** Infinity where there was no answer: it may have an effect at any time later, or never. */
  readonly answeredMs: number;
  /** `refused`: the topic was there already, or was not. */
  readonly outcome: "done" | "refused" | "unknown";
}

const SEARCH_MAX = 200_000;

/** Throws if there is no order in which these can have happened and after which the topic is there, or not. */
export function checkTopic(name: string, operations: readonly Operation[], isThere: boolean): void {
  const sorted = operations.toSorted((one, other) => one.fromMs - other.fromMs);
  const search = new Search(sorted, isThere);
  const isPossible = search.isPossible(0n, false);
  assert.ok(
    isPossible,
    `topic ${name} came and went as it cannot have, and is ${isThere ? "" : "not "}there: ${JSON.stringify(sorted)}`,
  );
}

class Search {
  readonly #operations: readonly Operation[];
  readonly #isThere: boolean;
  readonly #known: bigint;
  readonly #tried = new Set<string>();

  constructor(operations: readonly Operation[], isThere: boolean) {
    this.#operations = operations;
    this.#isThere = isThere;
    this.#known = operations.reduce(
      (mask, { outcome }, i) => (outcome === "unknown" ? mask : mask | (1n << BigInt(i))),
      0n,
    );
  }

  isPossible(done: bigint, exists: boolean): boolean {
    if ((done & this.#known) === this.#known && exists === this.#isThere) return true;
    const key = `${done} ${exists}`;
    if (this.#tried.has(key)) return false;
    this.#tried.add(key);
    assert.ok(this.#tried.size < SEARCH_MAX, "the search for an order ends");
    let earliestAnswerMs = Infinity;
    for (const [index, { answeredMs }] of this.#operations.entries()) {
      if (!isIn(done, index)) earliestAnswerMs = Math.min(earliestAnswerMs, answeredMs);
    }
    for (const [index, operation] of this.#operations.entries()) {
      if (operation.fromMs > earliestAnswerMs) break;
      if (isIn(done, index)) continue;
      const after = effectOf(operation, exists);
      if (after !== undefined && this.isPossible(done | (1n << BigInt(index)), after)) return true;
    }
    return false;
  }
}

function isIn(mask: bigint, index: number): boolean {
  return ((mask >> BigInt(index)) & 1n) === 1n;
}

/** Whether the topic is there afterwards; undefined if this cannot have happened now. What has no effect without an answer need not happen. */
function effectOf({ kind, outcome }: Operation, exists: boolean): boolean | undefined {
  const isChange = exists === (kind === "delete");
  if (outcome === "refused") return isChange ? undefined : exists;
  return isChange ? !exists : undefined;
}
