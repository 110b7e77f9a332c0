/** One field of a message, for whoever writes messages as the JSON of Kafka's converters: `@ottla/protocol/messages/<family>-json`. */
export interface JsonField {
  readonly name: string;
  /** The first and the last version of the message that have it. */
  readonly from: number;
  readonly to: number;
  /** Present for a tagged field: left out where the value is this. */
  readonly unless?: unknown;
  /** A number with a fraction. */
  readonly isDouble?: true;
  /** Of the struct, or of the structs in the array, that is the value. */
  readonly fields?: readonly JsonField[];
}
