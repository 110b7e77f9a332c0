// The suite's check on itself: a server that answers one field differently must be noticed. In every scenario each field
// of our answers is altered once, on the bytes, and the altered answer goes through the same comparison as a real one.
//
// Where a mask stands a small alteration may pass by design (another random id is as good); then a gross one (an id that
// means "none", a time that is not now) must be noticed. A field whose difference is explained cannot be checked: it is counted.
import { apiByKey, decodeResponse, encodeResponse } from "./api.ts";
import type { AnyApi } from "./api.ts";
import { API_SCHEMAS, walkMessage } from "./api-schemas.ts";
import type { FieldVisit } from "./api-schemas.ts";
import { compareLeaves, unexplained } from "./compare.ts";
import { Normaliser, ZERO_UUID } from "./normalise.ts";
import type { Leaves } from "./normalise.ts";
import type { Exchange, Transcript } from "./transcript.ts";

export interface AlterationReport {
  /** Fields altered, one alteration counted for each. */
  altered: number;
  /** Of these, noticed only when altered grossly: a mask stands there. */
  masked: number;
  /** Of these, swallowed by an explained difference. */
  explained: number;
  /** Fields in which no alteration was noticed: each is a hole in the comparison. */
  readonly missed: string[];
}

export function newReport(): AlterationReport {
  return { altered: 0, masked: 0, explained: 0, missed: [] };
}

type Verdict = "noticed" | "explained" | "unseen";

/** Alters every field that answers of ours have, once in the scenario, and compares with Apache's. */
export function checkAlterations(ours: Transcript, apache: Transcript, report: AlterationReport): void {
  const apacheNormaliser = new Normaliser(apache);
  const apacheLeaves = apache.exchanges.map((exchange, index) => new Map(apacheNormaliser.exchange(exchange, index)));
  const normaliser = new Normaliser(ours);
  const done = new Set<string>();
  ours.exchanges.forEach((exchange, index) => {
    const before = normaliser.fork();
    normaliser.exchange(exchange, index);
    const after = normaliser.fork();
    const api = apiByKey(exchange.apiKey);
    const expected = apacheLeaves[index];
    if (exchange.frame === undefined || api === undefined || expected === undefined) return;
    const judge = (frame: Buffer): Verdict => {
      const fork = before.fork();
      const verdict = judgeExchange(ours.scenario, fork.exchange({ ...exchange, frame }, index), expected);
      if (verdict === "noticed") return verdict;
      return restDiffers(ours, index + 1, fork, after.fork()) ? "noticed" : verdict;
    };
    for (const pattern of patternsOf(api, exchange)) {
      const field = `${api.name} v${exchange.version} ${pattern}`;
      if (done.has(field)) continue;
      done.add(field);
      alterOne(api, exchange, pattern, judge, ours, report);
    }
  });
}

function judgeExchange(scenario: string, altered: Leaves, expected: Leaves): Verdict {
  const differences = compareLeaves(scenario, altered, expected);
  if (differences.length === 0) return "unseen";
  return unexplained(differences, new Set()).length > 0 ? "noticed" : "explained";
}

/** A renamed id shows itself only where it returns. */
function restDiffers(transcript: Transcript, from: number, altered: Normaliser, original: Normaliser): boolean {
  return transcript.exchanges.slice(from).some((exchange, i) => {
    const a = new Map(altered.exchange(exchange, from + i));
    const b = original.exchange(exchange, from + i);
    return compareLeaves(transcript.scenario, a, b).length > 0;
  });
}

function visitAll(api: AnyApi, exchange: Exchange, body: object, visit: (found: FieldVisit) => void): void {
  const schema = API_SCHEMAS.get(api.key);
  if (schema !== undefined) walkMessage(schema.response, exchange.version, body, visit);
}

function isAlterable(found: FieldVisit): boolean {
  return found.shape !== "struct" || found.nullable;
}

function patternsOf(api: AnyApi, exchange: Exchange): string[] {
  const patterns = new Set<string>();
  const { body } = decodeResponse(api, exchange.version, exchange.frame ?? Buffer.alloc(0));
  visitAll(api, exchange, body as object, (found) => {
    if (isAlterable(found)) patterns.add(found.pattern);
  });
  return [...patterns];
}

function alterOne(
  api: AnyApi,
  exchange: Exchange,
  pattern: string,
  judge: (frame: Buffer) => Verdict,
  transcript: Transcript,
  report: AlterationReport,
): void {
  report.altered++;
  let isExplained = false;
  let count = 0;
  for (const frame of alteredFrames(api, exchange, pattern)) {
    const verdict = judge(frame);
    if (verdict === "noticed") {
      if (count > 0 && !isExplained) report.masked++;
      return;
    }
    isExplained ||= verdict === "explained";
    count++;
  }
  if (isExplained) report.explained++;
  else report.missed.push(`${transcript.scenario}: ${exchange.api} v${exchange.version} ${pattern}`);
}

/** The answer with the field's first occurrence altered: a little, then grossly. */
function* alteredFrames(api: AnyApi, exchange: Exchange, pattern: string): Generator<Buffer> {
  for (let choice = 0; ; choice++) {
    const decoded = decodeResponse(api, exchange.version, exchange.frame ?? Buffer.alloc(0));
    let found: FieldVisit | undefined;
    visitAll(api, exchange, decoded.body as object, (visit) => {
      if (visit.pattern === pattern && isAlterable(visit)) found ??= visit;
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
  return [{}, [], "x", Buffer.from([1]), ...(nullable && value !== null ? [null] : [])];
}
