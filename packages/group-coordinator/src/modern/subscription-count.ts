/** How many members subscribe to a topic by its name, and how many resolved regular expressions contain it. */
export interface SubscriptionCount {
  readonly byName: number;
  readonly byRegex: number;
}

/** What counts are kept in: a timeline map, or a plain copy of one. */
interface CountTable {
  get(topic: string): SubscriptionCount | undefined;
  set(topic: string, count: SubscriptionCount): unknown;
  delete(topic: string): unknown;
}

/** Adds to the counts of a topic; a topic that nobody counts is no longer there. */
export function addSubscriptions(
  counts: CountTable,
  topic: string,
  { byName = 0, byRegex = 0 }: Partial<SubscriptionCount>,
): void {
  const before = counts.get(topic);
  const after = { byName: (before?.byName ?? 0) + byName, byRegex: (before?.byRegex ?? 0) + byRegex };
  if (after.byName <= 0 && after.byRegex <= 0) counts.delete(topic);
  else counts.set(topic, after);
}
