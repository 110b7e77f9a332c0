/** A payload with headers by name, as Spring's Message: where a record goes is told by its `kafka_` headers. */
import { KafkaError } from "@ottla/client";
import type { ProducerRecord } from "@ottla/client";
import type { KafkaHeaderMapper } from "../headers/default-kafka-header-mapper.ts";
import { KafkaHeaders } from "../headers/kafka-headers.ts";

export interface Message<T = unknown> {
  readonly payload: T;
  /** `kafka_topic`, `kafka_partitionId`, `kafka_messageKey` and `kafka_timestamp` say where to; everything else becomes a header of the record, as the template's header mapper makes it. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The record that a message stands for; its topic may come from the template, and the mapper makes its headers. */
export function recordOf<K, V>(
  message: Message<V>,
  defaultTopic: string | undefined,
  headerMapper: KafkaHeaderMapper,
): ProducerRecord<K, V> {
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
    headers: headerMapper.fromHeaders(headers),
  };
}
