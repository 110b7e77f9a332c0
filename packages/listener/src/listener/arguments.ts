/**
 * What a handler asks for, in its order: the same list for functions and for decorated methods, since standard decorators know nothing of parameters.
 *
 * `args: [payload(), header("trace"), acknowledgment()]` calls `handler(payload, trace, ack)`. Without a list a handler gets payload and context.
 */
import type { Acknowledgment, BatchListenerContext, ListenerContext } from "../container/delivery.ts";
import { lastHeader } from "../container/delivery.ts";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { MethodArgumentResolutionException } from "../errors/exceptions.ts";
import { DefaultKafkaHeaderMapper } from "../headers/default-kafka-header-mapper.ts";
import type { KafkaHeaderMapper } from "../headers/default-kafka-header-mapper.ts";
import { receivedHeaders } from "../headers/message-headers.ts";
import { convertPayload } from "../conversion/payload-converter.ts";
import type { PayloadConverter } from "../conversion/payload-converter.ts";

/** One argument of a handler. */
export interface ArgumentResolver {
  ofRecord(record: AnyRecord, context: ListenerContext): unknown;
  ofBatch(records: readonly AnyRecord[], context: BatchListenerContext): unknown;
}

/** The value, or all values; with a converter or a schema: what that makes of it. */
export function payload(converter?: PayloadConverter): ArgumentResolver {
  const convert = (record: AnyRecord): unknown => convertPayload(converter, record);
  return { ofRecord: convert, ofBatch: (records) => records.map(convert) };
}

/** The record, or all records. */
export function record(): ArgumentResolver {
  return { ofRecord: (one) => one, ofBatch: (records) => records };
}

/** The text of the last header of that name, one for each record of a batch; undefined where there is none, unless it is required. */
export function header(name: string, options: { readonly required?: boolean } = {}): ArgumentResolver {
  const read = (one: AnyRecord): string | null | undefined => {
    const value = lastHeader(one.headers, name);
    if (value === undefined && options.required === true) {
      throw new MethodArgumentResolutionException(`Missing header '${name}'`);
    }
    return value === undefined || value === null ? value : Buffer.from(value).toString();
  };
  return { ofRecord: read, ofBatch: (records) => records.map(read) };
}

/** All headers: the last value of each name, as bytes. */
export function headers(): ArgumentResolver {
  const read = (one: AnyRecord): ReadonlyMap<string, Uint8Array | null> =>
    new Map(one.headers.map(({ key, value }) => [key, value]));
  return { ofRecord: read, ofBatch: (records) => records.map(read) };
}

/**
 * All headers by name, as the mapper reads them (default {@link DefaultKafkaHeaderMapper}), with what Spring's MessageHeaders say of the record: its topic,
 * partition, offset, key, timestamp, and the group.
 */
export function messageHeaders(mapper: KafkaHeaderMapper = new DefaultKafkaHeaderMapper()): ArgumentResolver {
  return {
    ofRecord: (one, { groupId }) => receivedHeaders(one, groupId, mapper),
    ofBatch: (records, { groupId }) => records.map((one) => receivedHeaders(one, groupId, mapper)),
  };
}

/** The acknowledgement. Needs ackMode MANUAL or MANUAL_IMMEDIATE. */
export function acknowledgment(): ArgumentResolver {
  const read = (context: { readonly acknowledgment: Acknowledgment | undefined }): Acknowledgment => {
    if (context.acknowledgment !== undefined) return context.acknowledgment;
    throw new MethodArgumentResolutionException(
      "No Acknowledgment available as an argument, the listener container must have a MANUAL AckMode to populate the Acknowledgment.",
    );
  };
  return { ofRecord: (_record, context) => read(context), ofBatch: (_records, context) => read(context) };
}

/** The consumer. */
export function consumer(): ArgumentResolver {
  return { ofRecord: (_record, context) => context.consumer, ofBatch: (_records, context) => context.consumer };
}

/** Where the record is from. */
export interface ConsumerRecordMetadata {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: string;
}

export function metadata(): ArgumentResolver {
  const read = ({ topic, partition, offset, timestamp, timestampType }: AnyRecord): ConsumerRecordMetadata => ({
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
  });
  return { ofRecord: read, ofBatch: (records) => records.map(read) };
}

/** Everything: what a handler without a list gets as its second argument. */
export function context(): ArgumentResolver {
  return { ofRecord: (_record, all) => all, ofBatch: (_records, all) => all };
}

/** What handlers get that ask for nothing in particular. */
export const DEFAULT_ARGUMENTS: readonly ArgumentResolver[] = [payload(), context()];
