/** Version ranges of the schema language, and code that differs by version. */
import type { Versions } from "./schema-types.ts";

/** A closed range; empty when `low > high`. An open end is Infinity. */
export interface VersionRange {
  readonly low: number;
  readonly high: number;
}

const NO_VERSIONS: VersionRange = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };

/** Parses `"3"`, `"3-9"`, `"3+"` or `"none"`. */
export function parseVersions(versions: Versions | undefined): VersionRange {
  if (versions === undefined || versions === "none") return NO_VERSIONS;
  const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(versions);
  if (match === null) throw new Error(`not a version range: ${versions}`);
  const low = Number(match[1]);
  return { low, high: match[2] === "+" ? Number.POSITIVE_INFINITY : Number(match[3] ?? low) };
}

/** Whether the range has the version. */
export function includes(range: VersionRange, version: number): boolean {
  return version >= range.low && version <= range.high;
}

/** The versions that both ranges have. */
export function intersect(a: VersionRange, b: VersionRange): VersionRange {
  return { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
}

/** Successive versions for which `code` says the same. */
export interface Segment {
  readonly range: VersionRange;
  readonly code: string;
}

/** Groups the versions of a finite range by the code that serves them. */
export function segments(range: VersionRange, code: (version: number) => string): Segment[] {
  const result: { range: { low: number; high: number }; code: string }[] = [];
  for (let version = range.low; version <= range.high; version++) {
    const text = code(version);
    const last = result.at(-1);
    if (last !== undefined && last.code === text) last.range.high = version;
    else result.push({ range: { low: version, high: version }, code: text });
  }
  return result;
}

/** One expression that picks the code of `version`, newest first. */
export function expressionByVersion(range: VersionRange, code: (version: number) => string): string {
  const parts = segments(range, code);
  const oldest = parts.shift();
  if (oldest === undefined) throw new Error("no version to write code for");
  let expression = oldest.code;
  for (const { range: from, code: text } of parts) {
    expression = `version >= ${from.low} ? ${text} : ${expression}`;
  }
  return expression;
}

/** Statements that pick the code of `version`, newest first; versions without code get none. */
export function statementsByVersion(range: VersionRange, code: (version: number) => string): string[] {
  const parts = segments(range, code).toReversed();
  if (parts.length === 1) return parts[0]?.code === "" ? [] : [parts[0]?.code ?? ""];
  const lines: string[] = [];
  for (const [index, { range: versions, code: text }] of parts.entries()) {
    const isOldest = index === parts.length - 1;
    if (isOldest && text === "") break;
    const condition = isOldest ? "" : `if (version >= ${versions.low}) `;
    if (lines.length === 0) lines.push(`${condition}{`);
    else lines[lines.length - 1] = `} else ${condition}{`;
    if (text !== "") lines.push(text);
    lines.push("}");
  }
  return lines;
}
