/**
 * A tagged field that this version of the schema does not know (KIP-482). It is kept when a message is decoded and
 * written back, in tag order, when the message is encoded again.
 */
export interface RawTaggedField {
  readonly tag: number;
  /** The field's bytes without tag and size: a view of the decoded input. */
  readonly data: Uint8Array;
}
