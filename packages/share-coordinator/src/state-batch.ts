/**
 * The state of a range of offsets, and how newer states are laid over older ones. The result is sorted, without overlap,
 * and neighbours of the same state are one batch.
 *
 * Which of two overlapping batches counts: the one with the higher delivery count; at the same count the one with the
 * higher delivery state. A delivery count never falls and a state never returns within a count, so the order in which
 * batches were written does not matter.
 */

/** An offset range (both ends included) in one state, as the records and requests hold it. */
export interface StateBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** 0 available, 2 acknowledged, 4 archived. */
  readonly deliveryState: number;
  readonly deliveryCount: number;
}

/** Lays `newer` over `older` and drops what lies before `startOffset`; −1 drops nothing. */
export function combineStateBatches(
  older: readonly StateBatch[],
  newer: readonly StateBatch[],
  startOffset: number,
): StateBatch[] {
  const batches = [...older, ...newer].flatMap((batch) => prune(batch, startOffset));
  if (batches.length < 2) return batches;
  const combined: StateBatch[] = [];
  // Sorted with the smallest at the end, where taking and putting back is cheap.
  const rest = batches.map(withoutMore).sort((a, b) => compareBatches(b, a));
  let previous = rest.pop()!;
  while (rest.length > 0) {
    const next = rest.pop()!;
    if (compareBatches(previous, next) === 0) continue;
    if (!needsMerge(previous, next)) {
      combined.push(previous);
      previous = next;
      continue;
    }
    for (const batch of merge(previous, next)) insert(rest, batch);
    previous = rest.pop()!;
  }
  combined.push(previous);
  return combined;
}

function prune(batch: StateBatch, startOffset: number): readonly StateBatch[] {
  if (startOffset === -1 || batch.firstOffset >= startOffset) return [batch];
  return batch.lastOffset < startOffset ? [] : [{ ...batch, firstOffset: startOffset }];
}

function withoutMore({ firstOffset, lastOffset, deliveryState, deliveryCount }: StateBatch): StateBatch {
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

function compareBatches(a: StateBatch, b: StateBatch): number {
  return a.firstOffset - b.firstOffset || a.lastOffset - b.lastOffset || compareDelivery(a, b);
}

function compareDelivery(a: StateBatch, b: StateBatch): number {
  return a.deliveryCount - b.deliveryCount || a.deliveryState - b.deliveryState;
}

function needsMerge(previous: StateBatch, next: StateBatch): boolean {
  return (
    next.firstOffset <= previous.lastOffset ||
    (next.firstOffset === previous.lastOffset + 1 && compareDelivery(previous, next) === 0)
  );
}

/** What the two become; `previous` sorts before `next`. */
function merge(previous: StateBatch, next: StateBatch): readonly StateBatch[] {
  const order = compareDelivery(next, previous);
  if (order === 0) return [{ ...previous, lastOffset: Math.max(previous.lastOffset, next.lastOffset) }];
  if (order < 0) {
    return next.lastOffset > previous.lastOffset
      ? [previous, { ...next, firstOffset: previous.lastOffset + 1 }]
      : [previous];
  }
  const pieces: StateBatch[] = [next];
  if (previous.firstOffset < next.firstOffset) pieces.push({ ...previous, lastOffset: next.firstOffset - 1 });
  if (previous.lastOffset > next.lastOffset) pieces.push({ ...previous, firstOffset: next.lastOffset + 1 });
  return pieces;
}

/** Puts `batch` into its place in `rest`, which is sorted with the smallest at the end. */
function insert(rest: StateBatch[], batch: StateBatch): void {
  let place = rest.length;
  while (place > 0) {
    const order = compareBatches(rest[place - 1]!, batch);
    if (order === 0) return;
    if (order > 0) break;
    place--;
  }
  rest.splice(place, 0, batch);
}
