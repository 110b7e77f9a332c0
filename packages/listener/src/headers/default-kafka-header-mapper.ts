/**
 * Headers of messages (names with values of any kind) to headers of records (bytes), and back: Spring's DefaultKafkaHeaderMapper. Text and bytes are
 * written as they are, everything else as JSON; what each was is told in one more header, `spring_json_header_types`, by the name of its Java class, so that
 * Spring's applications read what ours write and the other way round. A class's name only chooses how JSON is read: nothing is ever loaded by it.
 */
import type { Header } from "@ottla/client";
import { textBytes } from "./header-bytes.ts";
import { KafkaHeaders } from "./kafka-headers.ts";

/** The header that says what the others were. */
export const JSON_TYPES = "spring_json_header_types";

export type MessageHeaders = Readonly<Record<string, unknown>>;

/** A value whose class is of a package that is not trusted: its bytes as they came, and the name of the class. */
export interface NonTrustedHeaderType {
  readonly headerValue: Uint8Array;
  readonly untrustedType: string;
}

export interface KafkaHeaderMapper {
  /** To be sent. */
  fromHeaders(headers: MessageHeaders): Header[];
  /** As they came. */
  toHeaders(source: readonly Header[]): Record<string, unknown>;
}

export interface HeaderMapperOptions {
  /**
   * Names that are sent, with `*`, regardless of case; the first that fits decides, and `!` before it says no. Default `!id`, `!timestamp`, `*`. What a
   * record says by itself (its topic, key, offset …) is never sent.
   */
  readonly patterns?: readonly string[];
  /** Names that are taken in, likewise. Default: all. */
  readonly inboundPatterns?: readonly string[];
  /** Headers that are never JSON, and whether they are taken in as text (true) or bytes. Tracing's are among them anyway, as text. */
  readonly rawMappedHeaders?: Readonly<Record<string, boolean>>;
  /** Text is sent without a word on its type, so that it is taken in as bytes; default false. */
  readonly mapAllStringsOut?: boolean;
  /** Text is sent as JSON, in quotes, for consumers with a Spring older than 2.3; default false. */
  readonly encodeStrings?: boolean;
  /** Names whose headers are all taken in, as a list, where others give their last one. */
  readonly multiValuePatterns?: readonly string[];
  /** Added to `java.lang`, `java.net`, `java.util` and `org.springframework.util`; `*` trusts all. */
  readonly trustedPackages?: readonly string[];
}

const RAW_HEADERS = [
  KafkaHeaders.LISTENER_INFO,
  "b3",
  "traceparent",
  "X-B3-TraceId",
  "X-B3-SpanId",
  "X-B3-Sampled",
  "X-B3-Flags",
];

/** What a consumer is told of its record by itself. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  KafkaHeaders.ACKNOWLEDGMENT,
  KafkaHeaders.CONSUMER,
  KafkaHeaders.KEY,
  KafkaHeaders.OFFSET,
  KafkaHeaders.PARTITION,
  KafkaHeaders.RAW_DATA,
  KafkaHeaders.RECEIVED_KEY,
  KafkaHeaders.RECEIVED_PARTITION,
  KafkaHeaders.RECEIVED_TIMESTAMP,
  KafkaHeaders.RECEIVED_TOPIC,
  KafkaHeaders.TIMESTAMP,
  KafkaHeaders.TIMESTAMP_TYPE,
  KafkaHeaders.BATCH_CONVERTED_HEADERS,
  KafkaHeaders.NATIVE_HEADERS,
  KafkaHeaders.TOPIC,
  KafkaHeaders.DELIVERY_ATTEMPT,
  KafkaHeaders.LISTENER_INFO,
  KafkaHeaders.GROUP_ID,
]);

const TRUSTED_PACKAGES = ["java.lang", "java.net", "java.util", "org.springframework.util"];
const ARRAY_OF_BYTES = "[B";
const ARRAYS: ReadonlySet<string> = new Set([ARRAY_OF_BYTES, "[I", "[J", "[F", "[D", "[C"]);
const STRING = "java.lang.String";
const INT_MAX = 2 ** 31 - 1;

export class DefaultKafkaHeaderMapper implements KafkaHeaderMapper {
  readonly #options: HeaderMapperOptions;
  readonly #outbound: readonly Pattern[];
  readonly #inbound: readonly Pattern[];
  readonly #multiValue: readonly Pattern[];
  readonly #raw: ReadonlyMap<string, boolean>;
  readonly #trusted: readonly string[];

  constructor(options: HeaderMapperOptions = {}) {
    this.#options = options;
    this.#outbound = (options.patterns ?? ["!id", "!timestamp", "*"]).map(patternOf);
    this.#inbound = (options.inboundPatterns ?? ["*"]).map(patternOf);
    this.#multiValue = (options.multiValuePatterns ?? []).map(patternOf);
    this.#raw = new Map([
      ...RAW_HEADERS.map((name): [string, boolean] => [name, true]),
      ...Object.entries(options.rawMappedHeaders ?? {}),
    ]);
    this.#trusted = [...TRUSTED_PACKAGES, ...(options.trustedPackages ?? [])];
  }

  fromHeaders(headers: MessageHeaders): Header[] {
    const mapped: Header[] = [];
    const types: Record<string, string> = {};
    for (const [key, value] of Object.entries(headers)) {
      if (NEVER_SENT.has(key) || !isWanted(this.#outbound, key)) continue;
      const isRaw = this.#options.mapAllStringsOut === true || this.#raw.has(key);
      if (value === null || value === undefined) mapped.push({ key, value: null });
      else if (value instanceof Uint8Array) mapped.push({ key, value });
      else if (typeof value === "string" && isRaw) mapped.push({ key, value: textBytes(value) });
      else {
        const isText = typeof value === "string" && this.#options.encodeStrings !== true;
        mapped.push({ key, value: textBytes(isText ? value : jsonOf(value)) });
        types[key] = javaTypeOf(value);
      }
    }
    if (Object.keys(types).length > 0) mapped.push({ key: JSON_TYPES, value: textBytes(JSON.stringify(types)) });
    return mapped;
  }

  toHeaders(source: readonly Header[]): Record<string, unknown> {
    const types = typesOf(source);
    const headers: Record<string, unknown> = {};
    for (const { key, value } of source) {
      if (key === JSON_TYPES || !isWanted(this.#inbound, key)) continue;
      const read = this.#read(key, bytesOf(value), types[key]);
      if (!isWanted(this.#multiValue, key)) headers[key] = read;
      else headers[key] = [...((headers[key] as unknown[] | undefined) ?? []), read];
    }
    return headers;
  }

  #read(key: string, value: Uint8Array | null, type: string | undefined): unknown {
    if (value === null) return null;
    if (key === KafkaHeaders.DELIVERY_ATTEMPT && value.length === 4) return viewOf(value).getInt32(0);
    if (type === undefined) return this.#raw.get(key) === true ? textOf(value) : value;
    if (type === STRING && value[0] !== 0x22) return textOf(value);
    if (!this.#isTrusted(type)) return { headerValue: value, untrustedType: type } satisfies NonTrustedHeaderType;
    try {
      return valueOf(textOf(value), type);
    } catch {
      // As Spring: what is no JSON after all stays what it is.
      return value;
    }
  }

  #isTrusted(type: string): boolean {
    if (ARRAYS.has(type) || this.#trusted.includes("*")) return true;
    const name = type.startsWith("[") ? type.slice(2) : type;
    const packageName = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    return this.#trusted.some((one) => packageName === one || packageName.startsWith(`${one}.`));
  }
}

interface Pattern {
  readonly expression: RegExp;
  readonly isNegated: boolean;
}

function patternOf(pattern: string): Pattern {
  const isNegated = pattern.startsWith("!");
  const parts = (isNegated ? pattern.slice(1) : pattern)
    .split("*")
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return { expression: new RegExp(`^${parts.join(".*")}$`, "is"), isNegated };
}

function isWanted(patterns: readonly Pattern[], name: string): boolean {
  const first = patterns.find(({ expression }) => expression.test(name));
  return first !== undefined && !first.isNegated;
}

/** The Java class whose JSON is the same. */
function javaTypeOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return STRING;
    case "boolean":
      return "java.lang.Boolean";
    case "bigint":
      return "java.lang.Long";
    case "number":
      if (!Number.isSafeInteger(value)) return "java.lang.Double";
      return Math.abs(value) <= INT_MAX ? "java.lang.Integer" : "java.lang.Long";
    default:
      if (Array.isArray(value)) return "java.util.ArrayList";
      if (value instanceof Date) return "java.util.Date";
      return value instanceof URL ? "java.net.URI" : "java.util.LinkedHashMap";
  }
}

function jsonOf(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  // Jackson's form of a date is its milliseconds.
  return value instanceof Date ? String(value.getTime()) : JSON.stringify(value);
}

function valueOf(json: string, type: string): unknown {
  if (type === "java.lang.Long" && /^-?\d+$/.test(json) && !Number.isSafeInteger(Number(json))) return BigInt(json);
  const value: unknown = JSON.parse(json);
  if (type === "java.util.Date" && typeof value === "number") return new Date(value);
  return type === ARRAY_OF_BYTES && typeof value === "string" ? Buffer.from(value, "base64") : value;
}

/** Pairs of names; none where there is no such header, or one that is none of ours. */
function typesOf(source: readonly Header[]): Readonly<Record<string, string>> {
  const header = source.findLast(({ key }) => key === JSON_TYPES);
  const bytes = header === undefined ? null : bytesOf(header.value);
  if (bytes === null) return {};
  try {
    const types: unknown = JSON.parse(textOf(bytes));
    if (typeof types !== "object" || types === null) return {};
    return Object.fromEntries(Object.entries(types).filter(([, type]) => typeof type === "string")) as Record<
      string,
      string
    >;
  } catch {
    return {};
  }
}

function bytesOf(value: Header["value"]): Uint8Array | null {
  return typeof value === "string" ? textBytes(value) : (value ?? null);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
