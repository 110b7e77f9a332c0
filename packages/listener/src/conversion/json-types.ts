/**
 * JSON whose type stands in a header, as Spring's JsonSerializer writes it (`__TypeId__`): the name is looked up among the types that were registered, and
 * nowhere else. A header is whoever's who can write to the topic, so a name that is not registered is an error of the record and never loads code.
 */
import { ConfigError } from "@ottla/client";
import type { Header, ProducerRecord } from "@ottla/client";
import { lastHeader } from "../container/delivery.ts";
import { MessageConversionException } from "../errors/exceptions.ts";
import { textBytes } from "../headers/header-bytes.ts";
import { headerList } from "../headers/header-list.ts";
import type { ProducerInterceptor } from "../template/kafka-template.ts";
import { parsedJson, validated } from "./payload-converter.ts";
import type { PayloadConverter, StandardSchema } from "./payload-converter.ts";

/** The header of a value's type. */
export const TYPE_ID = "__TypeId__";

/** How a type is told by its name, and its name by its values. */
export interface JsonType {
  /** Values that are instances of it are written with its name. */
  readonly type?: abstract new (...args: never[]) => object;
  /** What becomes of the parsed JSON: a schema's output or a function's result; default: the parsed JSON. */
  readonly read?: StandardSchema | ((parsed: unknown) => unknown);
}

export class JsonTypes {
  readonly #types: ReadonlyMap<string, JsonType>;

  /** @param types by the names that stand in headers: those of Java's classes, where Java writes or reads as well */
  constructor(types: Readonly<Record<string, JsonType>>) {
    this.#types = new Map(Object.entries(types));
    if (this.#types.size === 0) throw new ConfigError("JsonTypes needs at least one type");
  }

  /**
   * For a listener's `value`. Null stays null. Throws a MessageConversionException, which is never retried, for text that is no JSON, for a name that is
   * not registered, and without a header unless there is a `defaultType`.
   */
  converter(options: { readonly defaultType?: string } = {}): PayloadConverter {
    const { defaultType } = options;
    if (defaultType !== undefined && !this.#types.has(defaultType)) {
      throw new ConfigError(`defaultType ${defaultType} is not a registered type`);
    }
    return (value, record) => {
      if (value === null || value === undefined) return null;
      const header = lastHeader(record.headers, TYPE_ID);
      const name = header === undefined || header === null ? defaultType : Buffer.from(header).toString();
      if (name === undefined) {
        throw new MessageConversionException("No type information in headers and no default type provided");
      }
      const type = this.#types.get(name);
      if (type === undefined) throw new MessageConversionException(`The type '${name}' is not registered`);
      return readAs(type, parsedJson(value));
    };
  }

  /** For a template's `producerInterceptor`: names the type of each value, and writes objects as JSON; text and bytes stay what they are. */
  interceptor<K = unknown>(): ProducerInterceptor<K, unknown> {
    return {
      onSend: (record) => {
        const { value } = record;
        if (typeof value !== "object" || value === null || value instanceof Uint8Array) return record;
        const name = this.#nameOf(value);
        const headers = name === undefined ? headerList(record.headers) : withType(record.headers, name);
        return { ...record, value: JSON.stringify(value), headers };
      },
    };
  }

  #nameOf(value: object): string | undefined {
    for (const [name, { type }] of this.#types) if (type !== undefined && value.constructor === type) return name;
    for (const [name, { type }] of this.#types) if (type !== undefined && value instanceof type) return name;
    return undefined;
  }
}

function readAs({ read }: JsonType, parsed: unknown): unknown {
  if (read === undefined) return parsed;
  return typeof read === "function" ? read(parsed) : validated(read, parsed);
}

/** One name, even where a record is sent on. */
function withType(headers: ProducerRecord["headers"], name: string): Header[] {
  return [...headerList(headers).filter(({ key }) => key !== TYPE_ID), { key: TYPE_ID, value: textBytes(name) }];
}
