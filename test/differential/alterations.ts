// The suite's check on itself: a server that answers one field differently must be noticed. For every recorded answer each
// field is altered once, on the bytes, and the altered transcript goes through the same comparison as a real one.
//
// Where a mask stands a small alteration may pass by design (another random id is as good); then a gross one (an id that
// means "none", a time that is not now) must be noticed.
import { apiByKey, decodeResponse, encodeResponse } from "./api.ts";
import type { AnyApi } from "./api.ts";
import { API_SCHEMAS, walkMessage } from "./api-schemas.ts";
import type { FieldVisit } from "./api-schemas.ts";
import { compareLeaves } from "./compare.ts";
import { Normaliser, ZERO_UUID } from "./normalise.ts";
import type { Exchange, Transcript } from "./transcript.ts";

export interface AlterationReport {
  /** Fields altered, one alteration counted for each. */
  altered: number;
  /** Of these, noticed only when altered grossly: a mask stands there. */
  masked: number;
  /** Fields in which no alteration was noticed: each is a hole in the comparison. */
  readonly missed: string[];
}

/** Alters every field of every answer of the transcript. */
export function checkAlterations(transcript: Transcript, report: AlterationReport): void {
  const normaliser = new Normaliser(transcript);
  transcript.exchanges.forEach((exchange, index) => {
    const before = normaliser.fork();
    const original = normaliser.exchange(exchange, index);
    const api = apiByKey(exchange.apiKey);
    if (exchange.frame === undefined || api === undefined) return;
    const isNoticed = (frame: Buffer): boolean => {
      const fork = before.fork();
      const altered = fork.exchange({ ...exchange, frame }, index);
      if (compareLeaves(transcript.scenario, altered, original).length > 0) return true;
      return restDiffers(transcript, index + 1, fork, normaliser.fork());
    };
    for (const pattern of patternsOf(api, exchange)) alterOne(api, exchange, pattern, isNoticed, transcript, report);
  });
}

/** A renamed id shows itself only where it returns. */
function restDiffers(transcript: Transcript, from: number, altered: Normaliser, original: Normaliser): boolean {
  return transcript.exchanges.slice(from).some((exchange, i) => {
    const a = altered.exchange(exchange, from + i);
    const b = original.exchange(exchange, from + i);
    return compareLeaves(transcript.scenario, a, b).length > 0;
  });
}

function bodyOf(api: AnyApi, exchange: Exchange): object {
  return decodeResponse(api, exchange.version, exchange.frame ?? Buffer.alloc(0)).body as object;
}

function visitAll(api: AnyApi, exchange: Exchange, body: object, visit: (found: FieldVisit) => void): void {
  const schema = API_SCHEMAS.get(api.key);
  if (schema !== undefined) walkMessage(schema.response, exchange.version, body, visit);
}

function patternsOf(api: AnyApi, exchange: Exchange): string[] {
  const patterns = new Set<string>();
  visitAll(api, exchange, bodyOf(api, exchange), (found) => {
    if (found.shape !== "struct" || found.nullable) patterns.add(found.pattern);
  });
  return [...patterns];
}

function alterOne(
  api: AnyApi,
  exchange: Exchange,
  pattern: string,
  isNoticed: (frame: Buffer) => boolean,
  transcript: Transcript,
  report: AlterationReport,
): void {
  report.altered++;
  const frames = alteredFrames(api, exchange, pattern);
  const first = frames.next();
  if (first.done !== true && isNoticed(first.value)) return;
  for (const frame of frames) {
    if (!isNoticed(frame)) continue;
    report.masked++;
    return;
  }
  report.missed.push(`${transcript.scenario}: ${exchange.api} v${exchange.version} ${pattern}`);
}

/** The answer with the field's first occurrence altered: a little, then grossly. */
function* alteredFrames(api: AnyApi, exchange: Exchange, pattern: string): Generator<Buffer> {
  for (let choice = 0; ; choice++) {
    const decoded = decodeResponse(api, exchange.version, exchange.frame ?? Buffer.alloc(0));
    let found: FieldVisit | undefined;
    visitAll(api, exchange, decoded.body as object, (visit) => {
      if (visit.pattern === pattern && (visit.shape !== "struct" || visit.nullable)) found ??= visit;
    });
    if (found === undefined) return;
    const choices = alternatives(found);
    if (choice >= choices.length) return;
    found.holder[found.key] = choices[choice];
    try {
      yield encodeResponse(api, exchange.version, decoded);
    } catch {
      // Not every alternative fits the field's type.
    }
  }
}

function alternatives({ value, field, nullable }: FieldVisit): unknown[] {
  if (Array.isArray(value)) {
    const elements: unknown[] = value;
    if (elements.length > 0) return [elements.slice(1), [...elements, elements[0]]];
    return [...["", 0, {}, ZERO_UUID].map((element) => [element]), ...(nullable ? [null] : [])];
  }
  if (value instanceof Uint8Array) {
    const changed = Buffer.from(value);
    if (changed.length === 0) return [Buffer.from([1])];
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    return [changed];
  }
  if (typeof value === "boolean") return [!value];
  if (typeof value === "bigint") return [value + 1n, value - 1n, -1n];
  if (typeof value === "number") return value === Infinity ? [0] : [value + 1, value - 1, 12345, -1, 0];
  if (typeof value === "string" && field.type === "uuid") {
    const other = value.startsWith("B") ? `C${value.slice(1)}` : `B${value.slice(1)}`;
    return [other, ZERO_UUID];
  }
  if (typeof value === "string") return [`${value}x`, ""];
  return [{}, [], "x", Buffer.from([1])];
}
