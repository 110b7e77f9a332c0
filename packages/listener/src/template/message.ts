/** A payload with headers by name, as Spring's Message: where a record goes is told by its `kafka_` headers. */
import { KafkaError } from "@ottla/client";
import type { ProducerRecord } from "@ottla/client";
import { KafkaHeaders } from "../headers/kafka-headers.ts";

export interface Message<T = unknown> {
  readonly payload: T;
  /** `kafka_topic`, `kafka_partitionId`, `kafka_messageKey` and `kafka_timestamp` say where to; everything else becomes a header of the record. */
  readonly headers: Readonly<Record<string, unknown>>;
}

const ADDRESS: ReadonlySet<string> = new Set([
  KafkaHeaders.TOPIC,
  KafkaHeaders.PARTITION,
  KafkaHeaders.KEY,
  KafkaHeaders.TIMESTAMP,
]);

/** The record that a message stands for; its topic may come from the template. */
export function recordOf<K, V>(message: Message<V>, defaultTopic: string | undefined): ProducerRecord<K, V> {
  const { headers, payload } = message;
  const topic = headers[KafkaHeaders.TOPIC] ?? defaultTopic;
  if (typeof topic !== "string")
    throw new KafkaError("INVALID_ARGUMENT", `A message needs the header ${KafkaHeaders.TOPIC}`);
  const partition = headers[KafkaHeaders.PARTITION];
  const timestamp = headers[KafkaHeaders.TIMESTAMP];
  return {
    topic,
    // The header's type is what the template's caller says it is, as with Spring's raw headers.
    key: headers[KafkaHeaders.KEY] as K,
    value: payload,
    ...(typeof partition === "number" ? { partition } : {}),
    ...(typeof timestamp === "number" ? { timestamp } : {}),
    headers: Object.entries(headers)
      .filter(([name]) => !ADDRESS.has(name))
      .map(([name, value]) => ({ key: name, value: headerValue(value) })),
  };
}

/** Text and bytes as they are; everything else as JSON, like Spring's header mapper. */
function headerValue(value: unknown): Uint8Array | string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  return JSON.stringify(value);
}
