/** Which headers an answer has beside the correlation id: Spring's ReplyHeadersConfigurer. */
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { KafkaHeaders } from "../headers/kafka-headers.ts";
import { messageHeadersOfAll, receivedHeaders } from "../headers/message-headers.ts";

export interface ReplyHeadersConfigurer {
  /**
   * Whether a header of the request becomes one of the answer. It is asked about the request's headers as `messageHeaders()` reads them, not about the
   * correlation id, which is always copied, nor about `id`, `timestamp` and those that begin with `kafka_received`, which never are. What a record says by
   * itself (`kafka_offset` and its like) is offered, and sent by no header mapper of Spring's kind.
   */
  shouldCopy(headerName: string, headerValue: unknown): boolean;
  /**
   * Headers to add. They win over copied ones, and those that say where a message goes (`kafka_topic`, `kafka_partitionId`, `kafka_messageKey`,
   * `kafka_timestamp`) do so here; the request's correlation id, key and reply partition win over them. Default: none.
   */
  additionalHeaders?(): Readonly<Record<string, unknown>> | undefined;
}

/** Whatever may stand as one: a function is its `shouldCopy`. */
export type AnyReplyHeadersConfigurer = ReplyHeadersConfigurer | ReplyHeadersConfigurer["shouldCopy"];

const RECEIVED = "kafka_received";

/** What the configurer wants of the request's headers, and what it adds. */
export function configuredHeaders(
  configurer: AnyReplyHeadersConfigurer,
  source: AnyRecord | readonly AnyRecord[] | undefined,
  correlationHeader: string,
): Record<string, unknown> {
  const { shouldCopy, additionalHeaders }: ReplyHeadersConfigurer =
    typeof configurer === "function"
      ? { shouldCopy: configurer }
      : {
          shouldCopy: (name, value) => configurer.shouldCopy(name, value),
          additionalHeaders: () => configurer.additionalHeaders?.(),
        };
  const never: ReadonlySet<string> = new Set(["id", "timestamp", KafkaHeaders.RAW_DATA, correlationHeader]);
  const copied = Object.entries(headersOf(source)).filter(
    ([name, value]) => !never.has(name) && !name.startsWith(RECEIVED) && shouldCopy(name, value),
  );
  return { ...Object.fromEntries(copied), ...additionalHeaders?.() };
}

function headersOf(source: AnyRecord | readonly AnyRecord[] | undefined): Record<string, unknown> {
  if (source === undefined) return {};
  return "rawValue" in source ? receivedHeaders(source, undefined) : messageHeadersOfAll(source, undefined);
}
