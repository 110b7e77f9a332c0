/** Sends what a listener returns: one record, or one for each element of a list. */
import type { Header } from "@ottla/client";
import { ConfigError } from "@ottla/client";
import { lastHeader } from "../container/delivery.ts";
import { Addressed } from "../decorators/marks.ts";
import type { SendToTarget } from "../decorators/marks.ts";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { int32Of } from "../headers/header-bytes.ts";
import { KafkaHeaders } from "../headers/kafka-headers.ts";
import type { ResultHandler } from "../listener/handler-adapter.ts";
import type { KafkaTemplate } from "./kafka-template.ts";
import { configuredHeaders } from "./reply-headers.ts";
import type { AnyReplyHeadersConfigurer } from "./reply-headers.ts";

export interface SendResultsOptions {
  readonly target: SendToTarget;
  /** The name of the header with the correlation id, in the request and in what is sent. */
  readonly correlationHeader: string;
  /** A list is several results. */
  readonly splitIterables: boolean;
  /** Chooses further headers; default: none. */
  readonly replyHeadersConfigurer?: AnyReplyHeadersConfigurer | undefined;
}

export function sendResults(
  template: KafkaTemplate<unknown, unknown>,
  { target, correlationHeader, splitIterables, replyHeadersConfigurer }: SendResultsOptions,
): ResultHandler {
  return async (returned, source) => {
    const { value: result, sendTo } = returned instanceof Addressed ? returned : new Addressed(returned, { target });
    if (result === undefined || result === null || sendTo === undefined) return;
    const request = isRecord(source) ? source : undefined;
    const topic = topicOf(sendTo.target, source, result, request);
    const results = splitIterables && isList(result) ? result : [result];
    const address = replyAddress(request, correlationHeader);
    if (replyHeadersConfigurer === undefined) {
      await Promise.all(results.map((value) => template.send({ topic, ...address, value })));
      return;
    }
    const asked = request ?? (isRecords(source) ? source : undefined);
    const headers = {
      [KafkaHeaders.TOPIC]: topic,
      ...configuredHeaders(replyHeadersConfigurer, asked, correlationHeader),
      ...messageAddress(address),
    };
    await Promise.all(results.map((payload) => template.send({ payload, headers })));
  };
}

function topicOf(target: SendToTarget, source: unknown, result: unknown, request: AnyRecord | undefined): string {
  if (typeof target === "string" && target !== "") return target;
  if (typeof target === "function") return target({ request: source, result });
  const reply = request === undefined ? undefined : lastHeader(request.headers, KafkaHeaders.REPLY_TOPIC);
  if (reply === undefined || reply === null) {
    throw new ConfigError(
      `No topic to send the result to: @SendTo names none, and the request has no header ${KafkaHeaders.REPLY_TOPIC}`,
    );
  }
  return Buffer.from(reply).toString();
}

interface ReplyAddress {
  readonly key: unknown;
  readonly partition?: number;
  readonly headers: readonly Header[];
}

/** A reply has the request's key and correlation, and goes to the partition that the request names. */
function replyAddress(request: AnyRecord | undefined, correlationHeader: string): ReplyAddress {
  if (request === undefined) return { key: null, headers: [] };
  const correlation = lastHeader(request.headers, correlationHeader);
  const partition = int32Of(lastHeader(request.headers, KafkaHeaders.REPLY_PARTITION));
  return {
    key: request.key,
    ...(partition === undefined ? {} : { partition }),
    headers: correlation === undefined ? [] : [{ key: correlationHeader, value: correlation }],
  };
}

/** The same as headers of a message. */
function messageAddress({ key, partition, headers }: ReplyAddress): Record<string, unknown> {
  return {
    ...Object.fromEntries(headers.map(({ key: name, value }) => [name, value])),
    ...(partition === undefined ? {} : { [KafkaHeaders.PARTITION]: partition }),
    ...(key === null || key === undefined ? {} : { [KafkaHeaders.KEY]: key }),
  };
}

function isRecord(source: unknown): source is AnyRecord {
  return typeof source === "object" && source !== null && "rawValue" in source;
}

function isRecords(source: unknown): source is readonly AnyRecord[] {
  return Array.isArray(source) && source.every(isRecord);
}

/** Text and bytes are one value, not a list. */
function isList(result: unknown): result is unknown[] {
  return Array.isArray(result);
}
