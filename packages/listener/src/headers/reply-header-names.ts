/** Where a request says how it is to be answered: the names of the headers, Spring's or the application's. */
import { ConfigError } from "@ottla/client";
import { KafkaHeaders } from "./kafka-headers.ts";

export interface ReplyHeaderNames {
  readonly correlation: string;
  readonly replyTopic: string;
  readonly replyPartition: string;
}

/** Throws a `ConfigError` for a name that is empty, and for two that are the same. */
export function replyHeaderNames(given: {
  readonly correlationHeaderName?: string;
  readonly replyTopicHeaderName?: string;
  readonly replyPartitionHeaderName?: string;
}): ReplyHeaderNames {
  const names = {
    correlation: correlationHeaderName(given),
    replyTopic: headerName("replyTopicHeaderName", given.replyTopicHeaderName, KafkaHeaders.REPLY_TOPIC),
    replyPartition: headerName(
      "replyPartitionHeaderName",
      given.replyPartitionHeaderName,
      KafkaHeaders.REPLY_PARTITION,
    ),
  };
  if (new Set(Object.values(names)).size < 3) {
    throw new ConfigError(
      `A request's headers need different names: ${names.correlation}, ${names.replyTopic}, ${names.replyPartition}`,
    );
  }
  return names;
}

/** The name of the header with the correlation id. Throws a `ConfigError` for an empty one. */
export function correlationHeaderName(given: { readonly correlationHeaderName?: string }): string {
  return headerName("correlationHeaderName", given.correlationHeaderName, KafkaHeaders.CORRELATION_ID);
}

function headerName(option: string, given: string | undefined, fallback: string): string {
  if (given === "") throw new ConfigError(`${option} must not be empty`);
  return given ?? fallback;
}
