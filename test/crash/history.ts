// What a history of acknowledged and read records must satisfy. Values are `<producer>:<partition>:<sequence>`.

export interface Acknowledged {
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
}

export type Read = Acknowledged;

/** Every violation as a sentence; empty when the history is right. */
export function checkHistory(acknowledged: readonly Acknowledged[], read: readonly Read[]): string[] {
  const violations: string[] = [];
  const byPlace = new Map<string, string>();
  const seen = new Map<string, number>();
  const lastSequence = new Map<string, number>();
  const lastOffset = new Map<number, number>();
  for (const { partition, offset, value } of read) {
    byPlace.set(`${partition}-${offset}`, value);
    seen.set(value, (seen.get(value) ?? 0) + 1);
    if (offset <= (lastOffset.get(partition) ?? -1))
      violations.push(`offset ${offset} of partition ${partition} is read out of order`);
    lastOffset.set(partition, offset);
    const [producer, , sequence] = value.split(":");
    const key = `${producer}:${partition}`;
    const last = lastSequence.get(key) ?? -1;
    if (Number(sequence) <= last) violations.push(`${value} is read after sequence ${last} of its producer`);
    lastSequence.set(key, Number(sequence));
  }
  for (const { partition, offset, value } of acknowledged) {
    if (!seen.has(value)) violations.push(`${value} was acknowledged and is lost`);
    else if (byPlace.get(`${partition}-${offset}`) !== value) {
      violations.push(
        `${value} was acknowledged at ${partition}-${offset}, where ${byPlace.get(`${partition}-${offset}`)} stands`,
      );
    }
  }
  for (const [value, count] of seen) if (count > 1) violations.push(`${value} is there ${count} times`);
  return violations;
}
