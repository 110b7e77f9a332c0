/** Values of properties as Spring Boot reads them: durations, sizes, lists, words. Pure. Throws plain errors that say what is allowed. */
import { fileURLToPath } from "node:url";

export type ValueKind =
  | "text"
  | "whole"
  | "decimal"
  | "truth"
  | "duration"
  | "duration-seconds"
  | "size"
  | "list"
  | "resource";

const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const SIZES: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1_024,
  MB: 1_048_576,
  GB: 1_073_741_824,
  TB: 1_099_511_627_776,
};

export function parseValue(kind: ValueKind, text: string): string | number | boolean {
  switch (kind) {
    case "text":
    case "list":
      return text;
    case "whole":
      return number(text, /^[-+]?\d+$/, "a whole number");
    case "decimal":
      return number(text, /^[-+]?\d+(\.\d+)?$/, "a number");
    case "truth":
      return truth(text);
    case "duration":
      return duration(text, 1);
    case "duration-seconds":
      return duration(text, 1_000);
    case "size":
      return size(text);
    case "resource":
      return file(text);
  }
}

function number(text: string, pattern: RegExp, what: string): number {
  if (!pattern.test(text)) throw new Error(`must be ${what}`);
  return Number(text);
}

/** Boot's words. */
function truth(text: string): boolean {
  const word = text.toLowerCase();
  if (["true", "on", "yes", "1"].includes(word)) return true;
  if (["false", "off", "no", "0"].includes(word)) return false;
  throw new Error("must be true or false");
}

/** `5s`, `100ms`, `PT1M30S`, or a number in the unit that is the property's own; in milliseconds. */
function duration(text: string, plainUnitMs: number): number {
  const simple = /^([-+]?\d+)\s*([a-z]*)$/i.exec(text);
  if (simple !== null) {
    const unit = simple[2]?.toLowerCase() ?? "";
    const unitMs = unit === "" ? plainUnitMs : UNITS_MS[unit];
    if (unitMs !== undefined) return Number(simple[1]) * unitMs;
  }
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (iso !== null && /\d/.test(text)) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = iso.slice(1).map((part) => Number(part ?? 0));
    return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
  }
  throw new Error("must be a duration such as 5s, 100ms or PT1M");
}

/** A file, with Spring's `file:` in front of it or without. */
function file(text: string): string {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return text;
  if (scheme !== "file") throw new Error(`must be a file: nothing is read from ${scheme}: here`);
  return text.startsWith("file://") ? fileURLToPath(text) : text.slice("file:".length);
}

function size(text: string): number {
  const match = /^(\d+)\s*(B|KB|MB|GB|TB)?$/i.exec(text);
  const unit = SIZES[(match?.[2] ?? "B").toUpperCase()];
  if (match === null || unit === undefined) throw new Error("must be a size such as 512KB or a number of bytes");
  return Number(match[1]) * unit;
}
