/**
 * Serializers that choose among others: by the topic, by the class of the value, or by a header that sender and reader agree on. Spring's
 * DelegatingByTopicSerializer, DelegatingByTypeSerializer and DelegatingSerializer, and their deserializers.
 */
import { ConfigError } from "@ottla/client";
import type { Deserializer, Header, Serializer } from "@ottla/client";
import { lastHeader } from "../container/delivery.ts";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { MessageConversionException } from "../errors/exceptions.ts";
import { textBytes } from "../headers/header-bytes.ts";
import { headerList } from "../headers/header-list.ts";
import type { ProducerInterceptor } from "../template/kafka-template.ts";
import type { PayloadConverter } from "./payload-converter.ts";

/** Names the serializer of a record's value. */
export const VALUE_SERIALIZATION_SELECTOR = "spring.kafka.serialization.selector";

/** Topics whose whole name matches. The first that does decides. */
type ByTopic<S> = readonly (readonly [RegExp, S])[];

/** For `value.serializer` or `key.serializer`. Throws for a topic that no expression fits, unless there is a default. */
export function delegatingByTopicSerializer(
  delegates: ByTopic<Serializer<never>>,
  defaultDelegate?: Serializer<never>,
): Serializer<unknown> {
  const find = byTopic(delegates, defaultDelegate);
  // Which values a topic has, its delegate says.
  return (data, topic) => (find(topic) as Serializer<unknown>)(data, topic);
}

/** For `value.deserializer` or `key.deserializer`. Throws for a topic that no expression fits, unless there is a default. */
export function delegatingByTopicDeserializer(
  delegates: ByTopic<Deserializer<unknown>>,
  defaultDelegate?: Deserializer<unknown>,
): Deserializer<unknown> {
  const find = byTopic(delegates, defaultDelegate);
  return (data, topic) => find(topic)(data, topic);
}

type AnyClass = abstract new (...args: never[]) => object;

/**
 * For `value.serializer` or `key.serializer`: by the class of the value, String, Number and Boolean being those of text and so on. With `isAssignable` a class
 * serves its subclasses as well, and the first that fits decides. Null is null. Throws for a value of no class given.
 */
export function delegatingByTypeSerializer(
  delegates: readonly (readonly [AnyClass, Serializer<never>])[],
  options: { readonly isAssignable?: boolean } = {},
): Serializer<unknown> {
  return (data, topic) => {
    if (data === null || data === undefined) return null;
    const value: object = Object(data);
    const found = delegates.find(([type]) =>
      options.isAssignable === true ? value instanceof type : value.constructor === type,
    );
    if (found === undefined) {
      const names = delegates.map(([type]) => type.name).join(", ");
      throw new TypeError(`No matching delegate for type: ${value.constructor.name}; supported types: ${names}`);
    }
    return (found[1] as Serializer<unknown>)(data, topic);
  };
}

/** One way to write and to read values. */
export interface NamedSerde {
  readonly serializer?: Serializer<never>;
  readonly deserializer?: Deserializer<unknown>;
}

/**
 * By a header. A template with {@link DelegatingSerdes.interceptor} (and a serializer for bytes) writes each value as its record's header says; a listener
 * whose `value` is {@link DelegatingSerdes.converter} reads it so.
 */
export class DelegatingSerdes {
  readonly #serdes: ReadonlyMap<string, NamedSerde>;

  /** @param serdes by the selector in the header. Throws a `ConfigError` when there is none */
  constructor(serdes: Readonly<Record<string, NamedSerde>>) {
    this.#serdes = new Map(Object.entries(serdes));
    if (this.#serdes.size === 0) throw new ConfigError("DelegatingSerdes needs at least one serde");
  }

  /** Throws for a record without the header, or with a selector that nobody serves. */
  interceptor<K = unknown>(): ProducerInterceptor<K, unknown> {
    return {
      onSend: (record) => {
        const headers = headerList(record.headers);
        const selector = lastOf(headers);
        if (selector === undefined) {
          throw new TypeError(`No '${VALUE_SERIALIZATION_SELECTOR}' header present: it says how the value is written`);
        }
        const serializer = this.#serdes.get(selector)?.serializer;
        if (serializer === undefined) throw new TypeError(`No serializer found for '${selector}'`);
        const value = (serializer as Serializer<unknown>)(record.value, record.topic);
        return { ...record, headers, value: typeof value === "string" ? textBytes(value) : (value ?? null) };
      },
    };
  }

  /** As Spring: without the header, or with a selector that nobody serves, the value is its bytes. What a deserializer throws is never tried again. */
  converter(): PayloadConverter {
    return (_value: unknown, record: AnyRecord) => {
      const header = lastHeader(record.headers, VALUE_SERIALIZATION_SELECTOR);
      const selector = header === undefined || header === null ? undefined : Buffer.from(header).toString();
      const deserializer = selector === undefined ? undefined : this.#serdes.get(selector)?.deserializer;
      if (deserializer === undefined) return record.rawValue;
      try {
        return deserializer(record.rawValue, record.topic);
      } catch (cause) {
        throw new MessageConversionException(`The deserializer for '${selector}' failed`, cause);
      }
    };
  }
}

function byTopic<S>(delegates: ByTopic<S>, defaultDelegate: S | undefined): (topic: string) => S {
  const whole = delegates.map(([{ source, flags }, delegate]): [RegExp, S] => [
    new RegExp(`^(?:${source})$`, flags.replaceAll(/[gy]/g, "")),
    delegate,
  ]);
  return (topic) => {
    const found = whole.find(([expression]) => expression.test(topic))?.[1] ?? defaultDelegate;
    if (found === undefined) throw new TypeError(`No (de)serializer found for topic '${topic}'`);
    return found;
  };
}

function lastOf(headers: readonly Header[]): string | undefined {
  const value = headers.findLast(({ key }) => key === VALUE_SERIALIZATION_SELECTOR)?.value;
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : Buffer.from(value).toString();
}
