// The states of a consumer on a partition and of a group, in Burrow's order: a higher number is worse, and the numbers are what its metrics
// export. A partition is never ERR or NOTFOUND; a group is never STOP, STALL or REWIND: it shows those as ERR.

/** Numbers as Burrow's metric `burrow_kafka_consumer_status` exports them. */
export const Status = {
  /** The cluster or group is not known. */
  NOTFOUND: 0,
  OK: 1,
  /** Commits go on, and the lag does not fall. */
  WARN: 2,
  /** A group with a partition that is STOP, STALL or REWIND. */
  ERR: 3,
  /** No commit for longer than the window spans, though there is something to read. */
  STOP: 4,
  /** Commits go on at one and the same offset, though there is something to read. */
  STALL: 5,
  /** The committed offset went back, and has not come forward again since. */
  REWIND: 6,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

const NAMES: readonly string[] = Object.keys(Status);

/** The name by which Burrow's HTTP API and its templates show a status. */
export function statusName(status: Status): string {
  return NAMES[status] ?? "UNKNOWN";
}

/** What a group shows of its worst partition. */
export function groupStatusOf(worst: Status): Status {
  return worst > Status.ERR ? Status.ERR : worst;
}
