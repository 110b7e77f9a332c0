// What is wrong in the dumped files: gathered while they are read, said on standard error at the end.
import { resolve } from "node:path";
import { javaHashOrder } from "../../java-hash-order.ts";
import type { DumpOutput } from "./dump-output.ts";

type Pairs = Map<string, (readonly [number, number])[]>;

function add(pairs: Pairs, path: string, pair: readonly [number, number]): void {
  const key = resolve(path);
  const list = pairs.get(key);
  if (list === undefined) pairs.set(key, [pair]);
  else list.push(pair);
}

/** Files stand where Java's hash table has them. */
function byFile(pairs: Pairs): (readonly [string, (readonly [number, number])[]])[] {
  return javaHashOrder([...pairs.keys()]).map((path) => [path, pairs.get(path) ?? []]);
}

/** As a sorted map of Java has them: the last value of a key, in the order of the keys. */
function byKey(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  return [...new Map(pairs)].sort(([a], [b]) => a - b);
}

export class DumpFindings {
  readonly #indexMismatches: Pairs = new Map();
  readonly #timeMismatches: Pairs = new Map();
  readonly #timesOutOfOrder: Pairs = new Map();
  readonly #offsetsNotFound: Pairs = new Map();
  readonly #gaps: Pairs = new Map();

  /** An offset index says another offset than the log at its position. */
  indexMismatch(path: string, indexOffset: number, logOffset: number): void {
    add(this.#indexMismatches, path, [indexOffset, logOffset]);
  }

  timeMismatch(path: string, indexTimestamp: number, logTimestamp: number): void {
    add(this.#timeMismatches, path, [indexTimestamp, logTimestamp]);
  }

  timeOutOfOrder(path: string, timestamp: number, previous: number): void {
    add(this.#timesOutOfOrder, path, [timestamp, previous]);
  }

  /** No batch ends with an offset of a time index; −1 for no later batch either. */
  offsetNotFound(path: string, indexOffset: number, logOffset: number): void {
    add(this.#offsetsNotFound, path, [indexOffset, logOffset]);
  }

  /** An offset is not followed by the next one. */
  gap(path: string, offset: number, next: number): void {
    add(this.#gaps, path, [offset, next]);
  }

  print(out: DumpOutput): void {
    for (const [path, pairs] of byFile(this.#indexMismatches)) {
      out.error(`Mismatches in :${path}`);
      for (const [index, log] of byKey(pairs).reverse()) out.error(`  Index offset: ${index}, log offset: ${log}`);
    }
    for (const [path, pairs] of byFile(this.#timeMismatches)) {
      out.error(`Found timestamp mismatch in :${path}`);
      for (const [index, log] of pairs) out.error(`  Index timestamp: ${index}, log timestamp: ${log}`);
    }
    for (const [path, pairs] of byFile(this.#timesOutOfOrder)) {
      out.error(`Found out of order timestamp in :${path}`);
      for (const [time, previous] of pairs) {
        out.error(`  Index timestamp: ${time}, Previously indexed timestamp: ${previous}`);
      }
    }
    for (const [, pairs] of byFile(this.#offsetsNotFound)) {
      out.error("The following indexed offsets are not found in the log.");
      for (const [index, log] of pairs) out.error(`Indexed offset: ${index}, found log offset: ${log}`);
    }
    for (const [path, pairs] of byFile(this.#gaps)) {
      out.error(`Non-consecutive offsets in ${path}`);
      for (const [offset, next] of byKey(pairs)) out.error(`  ${offset} is followed by ${next}`);
    }
  }
}
