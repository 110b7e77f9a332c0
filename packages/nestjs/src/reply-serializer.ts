/**
 * What a handler returns as the value of its reply, as Nest's own Kafka server writes it (its serializer is not exported): a message (something with `key` or
 * `value`) as it is, anything else as its value; objects as JSON.
 */
import type { ConsumerSerializer } from "@nestjs/microservices";

/** A message that is ready to be sent. */
export interface OutgoingMessage {
  readonly key?: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers: Readonly<Record<string, Buffer | string>>;
}

export class ReplySerializer implements ConsumerSerializer {
  serialize(result: unknown): OutgoingMessage {
    const message = isMessage(result) ? result : { value: result };
    const { key } = message;
    return {
      ...(key === undefined || key === null ? {} : { key: encoded(key) }),
      value: encoded(message.value),
      headers: message.headers ?? {},
    };
  }
}

interface Message {
  readonly key?: unknown;
  readonly value?: unknown;
  readonly headers?: Readonly<Record<string, Buffer | string>>;
}

function isMessage(result: unknown): result is Message {
  return typeof result === "object" && result !== null && ("key" in result || "value" in result);
}

function encoded(data: unknown): Buffer | string | null {
  if (data === undefined || data === null) return null;
  if (typeof data === "string" || Buffer.isBuffer(data)) return data;
  if (typeof data !== "object") return String(data as number | boolean | bigint);
  const { toString } = data;
  // A class that says how it is written is written so.
  const isPlain = Array.isArray(data) || toString === Object.prototype.toString;
  return isPlain ? JSON.stringify(data) : toString.call(data);
}
