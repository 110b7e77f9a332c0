/** The state of a record, or of a batch of records, that a share partition has in flight. Numbers are Kafka's, on the wire. */

export const RecordState = {
  AVAILABLE: 0,
  ACQUIRED: 1,
  ACKNOWLEDGED: 2,
  ARCHIVED: 4,
} as const;

export type RecordState = (typeof RecordState)[keyof typeof RecordState];

/** Undefined for a number that is no state. */
export function recordStateOf(id: number): RecordState | undefined {
  return Object.values(RecordState).find((state) => state === id);
}

/** Nothing leads out of these. */
export function isTerminal(state: RecordState): boolean {
  return state === RecordState.ACKNOWLEDGED || state === RecordState.ARCHIVED;
}

/** What a client says about a record. */
export const AcknowledgeType = {
  /** There is no record at this offset. */
  GAP: 0,
  ACCEPT: 1,
  RELEASE: 2,
  REJECT: 3,
  /** The lock begins anew; since ShareFetch and ShareAcknowledge v2 (KIP-1222). */
  RENEW: 4,
} as const;

/** What an acknowledged record becomes. Undefined for RENEW, which changes no state. */
export function acknowledgedState(acknowledgeType: number): RecordState | undefined {
  switch (acknowledgeType) {
    case AcknowledgeType.ACCEPT:
      return RecordState.ACKNOWLEDGED;
    case AcknowledgeType.RELEASE:
      return RecordState.AVAILABLE;
    case AcknowledgeType.GAP:
    case AcknowledgeType.REJECT:
      return RecordState.ARCHIVED;
    default:
      return undefined;
  }
}
