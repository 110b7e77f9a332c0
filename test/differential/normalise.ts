// A transcript as a flat list of named values, with the masks applied. Two transcripts are equal when these lists are.
import { ResponseHeader } from "@ottla/protocol";
import { apiByKey, decodeResponse } from "./api.ts";
import { API_SCHEMAS, walkMessage } from "./api-schemas.ts";
import type { FieldVisit } from "./api-schemas.ts";
import { MASKS, ORDER_MASKS, REQUEST_TEXT, UUID_TEXT } from "./masks.ts";
import type { Mask, OrderMask } from "./masks.ts";
import { recordsLeaves } from "./records-view.ts";
import type { Exchange, Transcript } from "./transcript.ts";

/** Path of a value within the transcript → the value as comparable text. */
export type Leaves = ReadonlyMap<string, string>;

export const ZERO_UUID = "AAAAAAAAAAAAAAAAAAAAAA";
/** Clocks of two processes on one machine agree better than this. */
const CLOCK_SLACK_MS = 2000;

/** All exchanges of a transcript. */
export function normalise(transcript: Transcript): Leaves {
  const normaliser = new Normaliser(transcript);
  const leaves = new Map<string, string>();
  transcript.exchanges.forEach((exchange, index) => {
    for (const [path, value] of normaliser.exchange(exchange, index)) leaves.set(path, value);
  });
  if (transcript.ended !== undefined) leaves.set("ended", normaliser.text(transcript.ended));
  return leaves;
}

/** Holds the names that were given so far; exchanges must be taken in order. */
export class Normaliser {
  readonly #transcript: Transcript;
  readonly #names: Map<string, string>;
  readonly #counts: Map<string, number>;
  /** Only whole words: a port's digits inside other text are not the port. */
  readonly #literals: readonly (readonly [RegExp, string])[];
  #leaves = new Map<string, string>();

  constructor(transcript: Transcript, from?: Normaliser) {
    this.#transcript = transcript;
    this.#names = new Map(from?.nameEntries());
    this.#counts = new Map(from?.countEntries());
    const quoted = (text: string): string => text.replaceAll(/[^\w]/g, "\\$&");
    this.#literals =
      from === undefined
        ? [...transcript.literals].map(
            ([own, name]) => [new RegExp(`(?<!\\w)${quoted(own)}(?!\\w)`, "g"), name] as const,
          )
        : from.#literals;
  }

  nameEntries(): Iterable<[string, string]> {
    return this.#names;
  }

  countEntries(): Iterable<[string, number]> {
    return this.#counts;
  }

  /** A copy that can go on from here on its own. */
  fork(): Normaliser {
    return new Normaliser(this.#transcript, this);
  }

  exchange(exchange: Exchange, index: number): Leaves {
    this.#leaves = new Map();
    const prefix = `${index} ${exchange.api}${exchange.version < 0 ? "" : ` v${exchange.version}`}`;
    this.#leaves.set(`${prefix}: outcome`, exchange.outcome);
    if (exchange.isDelayed !== undefined) this.#leaves.set(`${prefix}: isDelayed`, String(exchange.isDelayed));
    if (exchange.frame !== undefined) this.#frame(exchange, exchange.frame, prefix);
    return this.#leaves;
  }

  #frame(exchange: Exchange, frame: Buffer, prefix: string): void {
    const api = apiByKey(exchange.apiKey);
    const schema = API_SCHEMAS.get(exchange.apiKey);
    if (api === undefined || schema === undefined) {
      this.#leaves.set(`${prefix}: bytes`, frame.toString("hex"));
      return;
    }
    let decoded: { readonly header: ResponseHeader; readonly body: object };
    try {
      decoded = decodeResponse(api, exchange.version, frame);
    } catch (error) {
      this.#leaves.set(`${prefix}: bytes`, `${frame.toString("hex")} (${String(error)})`);
      return;
    }
    this.#leaves.set(`${prefix}: header tags`, comparable(decoded.header.unknownTaggedFields ?? []));
    const masks = this.#orderMasks(exchange.api);
    sortWhereOrderSaysNothing(masks, decoded.body, this.#transcript.names);
    walkMessage(
      schema.response,
      exchange.version,
      decoded.body,
      (found) => this.#visit(exchange, found, `${prefix}: `),
      (pattern, element, index) => labelOf(masks, pattern, element, index, this.#transcript.names),
    );
  }

  #orderMasks(api: string): OrderMask[] {
    const { scenario } = this.#transcript;
    return ORDER_MASKS.filter((mask) => mask.api === api && mask.scenario?.test(scenario) !== false);
  }

  #visit(exchange: Exchange, found: FieldVisit, prefix: string): void {
    const { value, path, pattern, shape, holder } = found;
    const tags =
      typeof holder === "object" && "unknownTaggedFields" in holder ? holder["unknownTaggedFields"] : undefined;
    if (tags !== undefined) this.#leaves.set(`${prefix}${path} beside it unknown tags`, comparable(tags));
    if (shape === "array") {
      this.#leaves.set(`${prefix}${path}.length`, String((value as unknown[]).length));
    } else if (shape === "struct") {
      if (found.nullable) this.#leaves.set(`${prefix}${path}`, "present");
    } else if (value instanceof Uint8Array && found.field.type === "records") {
      this.#leaves.set(`${prefix}${path}.bytes`, value.length === 0 ? "none" : "some");
      for (const [below, leaf] of recordsLeaves(value)) {
        const maskPattern = `${pattern}${below.replaceAll(/\[\d+\]/g, "[]")}`;
        const shown = below.endsWith("records") ? comparable(leaf) : this.#masked(exchange.api, maskPattern, leaf);
        this.#leaves.set(`${prefix}${path}${below}`, shown);
      }
    } else {
      this.#leaves.set(`${prefix}${path}`, this.#masked(exchange.api, pattern, value));
    }
  }

  #masked(api: string, pattern: string, value: unknown): string {
    const mask = maskAt(api, pattern);
    if (mask?.kind === "rename") return this.#renamed(mask.name, value);
    if (mask?.kind === "wall clock" && typeof value === "number" && this.#isNow(value)) return "<now>";
    if (mask?.kind === "magnitude" && typeof value === "number" && value > 0) return "<positive>";
    if (mask?.kind === "presence" && typeof value === "string" && value !== "") return "<some text>";
    if (typeof value === "string") return JSON.stringify(this.text(value));
    if (typeof value === "number" && pattern.endsWith("port")) {
      return this.#transcript.literals.get(String(value)) ?? comparable(value);
    }
    return comparable(value);
  }

  #isNow(value: number): boolean {
    return value >= this.#transcript.startedMs - CLOCK_SLACK_MS && value <= this.#transcript.endedMs + CLOCK_SLACK_MS;
  }

  /** The n-th different value of its kind; values that mean "none" stay. */
  #renamed(kind: string, value: unknown): string {
    const raw = String(value);
    if (value === null || raw === "-1" || raw === "0" || raw === "" || raw === ZERO_UUID) return comparable(value);
    return this.#transcript.names.get(raw) ?? this.#name(kind, raw);
  }

  #name(kind: string, raw: string): string {
    const known = this.#names.get(`${kind} ${raw}`);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const name = `<${kind} #${count}>`;
    this.#names.set(`${kind} ${raw}`, name);
    return name;
  }

  /** A text without what is the server's own and without random ids. */
  text(value: string): string {
    let text = value.replace(REQUEST_TEXT, "Request <request> ");
    for (const [pattern, name] of this.#literals) text = text.replaceAll(pattern, name);
    text = text.replaceAll(UUID_TEXT, (uuid) => this.#transcript.names.get(uuid) ?? this.#name("uuid", uuid));
    text = text.replaceAll(/(?<!\d)\d{13}(?!\d)/g, (digits) => this.#relativeTime(Number(digits)) ?? digits);
    return text.replaceAll(
      /(?<![\w-])[\w-]{22}(?![\w-])/g,
      (word) => this.#transcript.names.get(word) ?? this.#names.get(`generated uuid ${word}`) ?? word,
    );
  }

  /** Times in error messages ("within [now − limit, now + limit]") as their distance from now, in steps of 20 s. */
  #relativeTime(ms: number): string | undefined {
    const distance = ms - this.#transcript.startedMs;
    return Math.abs(distance) > 100_000_000 ? undefined : `<now ${Math.round(distance / 20_000) * 20} s>`;
  }
}

export function maskAt(api: string, pattern: string): Mask | undefined {
  return MASKS.find((mask) =>
    mask.places.some((place) => (place.api === "*" || place.api === api) && place.pattern.test(pattern)),
  );
}

function comparable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "bigint") return `${inner}n`;
    if (inner instanceof Uint8Array) return Buffer.from(inner).toString("hex");
    return inner === Infinity ? "2^63-1" : inner;
  });
}

function sortWhereOrderSaysNothing(
  masks: readonly OrderMask[],
  body: object,
  names: ReadonlyMap<string, string>,
): void {
  for (const mask of masks) sortAt(body, mask.pattern.split("."), (element) => sortKey(element, mask.by, names));
}

/** Where the order says nothing an element is called by its key, so that one more element is one difference. */
function labelOf(
  masks: readonly OrderMask[],
  pattern: string,
  element: unknown,
  index: number,
  names: ReadonlyMap<string, string>,
): string {
  const mask = masks.find((entry) => entry.pattern === pattern);
  if (mask === undefined || typeof element !== "object" || element === null) return String(index);
  const parts = mask.by.map((name) => {
    const value = keyText((element as Record<string, unknown>)[name]);
    // A random id that nobody has named cannot be part of a label: it would not be the same on both sides.
    return named(value, names) ?? (name === "topicId" ? "" : value);
  });
  const label = parts.filter((part) => part !== "" && part !== "null").join(" ");
  return label === "" ? String(index) : label;
}

function sortAt(holder: unknown, path: readonly string[], keyOf: (element: unknown) => string): void {
  const [step, ...rest] = path;
  if (step === undefined || typeof holder !== "object" || holder === null) return;
  const inner = (holder as Record<string, unknown>)[step.replace("[]", "")];
  if (!Array.isArray(inner)) return;
  if (rest.length > 0) inner.forEach((element) => sortAt(element, rest, keyOf));
  else inner.sort((a, b) => compareText(keyOf(a), keyOf(b)));
}

function sortKey(element: unknown, by: readonly string[], names: ReadonlyMap<string, string>): string {
  if (typeof element !== "object" || element === null) return String(element).padStart(12);
  const values = by.map((name) => (element as Record<string, unknown>)[name]);
  return values
    .map(keyText)
    .map((value) => named(value, names) ?? value.padStart(12))
    .join(" ");
}

/** A key may be a list of parts. */
function keyText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** The name of a random id, or a text with the random id in it replaced by its name. */
function named(value: string, names: ReadonlyMap<string, string>): string | undefined {
  const whole = names.get(value);
  if (whole !== undefined) return whole;
  const replaced = value.replaceAll(UUID_TEXT, (uuid) => names.get(uuid) ?? uuid);
  return replaced === value ? undefined : replaced;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
