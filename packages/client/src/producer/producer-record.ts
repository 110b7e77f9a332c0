/**
 * What goes into a producer and what comes back: a record, its headers, and where the broker put it.
 */

/** Key or value as given: text becomes UTF-8, bytes are taken as they are, null (or left out) is Kafka's null. */
export type Payload = string | Uint8Array | null | undefined;

/** One header. A name may occur more than once. */
export interface Header {
  readonly key: string;
  readonly value: Uint8Array | string | null;
}

/** Headers as a list, which keeps order and repetition, or as an object for the simple case. */
export type Headers = readonly Header[] | Readonly<Record<string, Uint8Array | string | null>>;

/** A record to send. `K` and `V` are what the serializers take. */
export interface ProducerRecord<K = Payload, V = Payload> {
  readonly topic: string;
  /** Where to put it; left out, the partitioner decides. */
  readonly partition?: number | undefined;
  readonly key?: K;
  readonly value?: V;
  readonly headers?: Headers | undefined;
  /** Milliseconds since the epoch; default: now. */
  readonly timestamp?: number | undefined;
}

/** What may end the wait of a send. */
export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Where a record ended up. */
export interface RecordMetadata {
  readonly topic: string;
  readonly partition: number;
  /** -1 when the broker did not tell (acks=0, or a duplicate whose offset is not known any more). */
  readonly offset: number;
  /** The record's own timestamp, or the log append time where the topic uses that. */
  readonly timestamp: number;
  readonly serializedKeySize: number;
  readonly serializedValueSize: number;
}

/** Turns a key or value into bytes. */
export type Serializer<T> = (data: T, topic: string) => Uint8Array | string | null | undefined;

/** Chooses a partition. `availablePartitions` have a leader now. Returning -1 leaves the choice to the built-in partitioner. */
export type Partitioner = (input: PartitionerInput) => number;

export interface PartitionerInput {
  readonly topic: string;
  readonly key: unknown;
  readonly keyBytes: Uint8Array | null;
  readonly value: unknown;
  readonly partitionCount: number;
  readonly availablePartitions: readonly number[];
}
