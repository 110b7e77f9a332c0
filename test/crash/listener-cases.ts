// Every ack mode with every ordering, for record listeners and for batch listeners as far as there is such a thing.
import type { AckMode, ListenerOptions, Ordering } from "@ottla/listener";

export interface ListenerCase {
  /** Its topic and its group as well. */
  readonly id: string;
  readonly ackMode: AckMode;
  readonly ordering: Ordering;
  readonly isBatch: boolean;
}

const ACK_MODES = ["RECORD", "BATCH", "TIME", "COUNT", "COUNT_TIME", "MANUAL", "MANUAL_IMMEDIATE"] as const;
const ORDERINGS = ["partition", "key", "unordered"] as const;
export const ACK_COUNT = 3;
export const PARTITIONS = 2;

export const LISTENER_CASES: readonly ListenerCase[] = ACK_MODES.flatMap((ackMode) => [
  ...ORDERINGS.map((ordering) => ({ id: `${ackMode}-${ordering}`, ackMode, ordering, isBatch: false })),
  ...(ackMode === "RECORD" ? [] : [{ id: `${ackMode}-batch`, ackMode, ordering: "partition" as const, isBatch: true }]),
]);

export function isManualCase({ ackMode }: ListenerCase): boolean {
  return ackMode === "MANUAL" || ackMode === "MANUAL_IMMEDIATE";
}

export function optionsOf({ id, ackMode, ordering }: ListenerCase): Omit<ListenerOptions, "batch" | "properties"> & {
  readonly properties: Readonly<Record<string, unknown>>;
} {
  return {
    topics: id,
    groupId: id,
    ackMode,
    ordering,
    ackCount: ACK_COUNT,
    // Passes during a life of the application, again and again.
    ackTime: 20,
    pollTimeout: 50,
    ...(ordering === "partition" ? {} : { maxConcurrency: 8 }),
    properties: { "auto.offset.reset": "earliest" },
  };
}
