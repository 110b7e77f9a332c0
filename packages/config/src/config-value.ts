/**
 * Text to value and back, by type, exactly as Java's `ConfigDef.parseType` and `convertToString` read and print them:
 * what one accepts the other accepts, and an error names the value as it was written.
 */

import { invalidValue } from "./config-exception.ts";
import type { ConfigType, ConfigValue } from "./config-definition.ts";

/** A value together with the text Java would print for it (null for null): messages and DescribeConfigs show that. */
export interface ParsedConfigValue {
  readonly value: ConfigValue;
  readonly text: string | null;
}

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);
const INTEGER = /^[+-]?[0-9]+$/;
const DOUBLE = /^[+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?)$/;

/**
 * Reads the text of one value. Throws `ConfigException` with Kafka's message. A class name is taken as it is: there
 * are no classes to load here.
 */
export function parseConfigValue(name: string, text: string | null, type: ConfigType): ParsedConfigValue {
  if (text === null) return { value: null, text: null };
  const trimmed = javaTrim(text);
  switch (type) {
    case "BOOLEAN": {
      const lower = trimmed.toLowerCase();
      if (lower !== "true" && lower !== "false") {
        throw invalidValue(name, text, "Expected value to be either true or false");
      }
      return { value: lower === "true", text: lower };
    }
    case "STRING":
      return { value: trimmed, text: trimmed };
    case "PASSWORD":
      return { value: trimmed, text: "[hidden]" };
    case "CLASS":
      return { value: trimmed, text: trimmed === "" ? trimmed : `class ${trimmed}` };
    case "INT":
      return parseInteger(name, text, trimmed, { type, min: -(2n ** 31n), max: 2n ** 31n - 1n });
    case "SHORT":
      return parseInteger(name, text, trimmed, { type, min: -32768n, max: 32767n });
    case "LONG":
      return parseInteger(name, text, trimmed, { type, min: LONG_MIN, max: LONG_MAX });
    case "DOUBLE": {
      if (!DOUBLE.test(trimmed)) throw invalidValue(name, text, "Not a number of type DOUBLE");
      const value = Number(trimmed.replace(/([0-9.])[fFdD]$/, "$1"));
      return { value, text: formatDouble(value) };
    }
    case "LIST": {
      const value = trimmed === "" ? [] : trimmed.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/);
      return { value, text: formatJavaList(value) };
    }
  }
}

function parseInteger(
  name: string,
  text: string,
  trimmed: string,
  bounds: { type: ConfigType; min: bigint; max: bigint },
): ParsedConfigValue {
  const integer = INTEGER.test(trimmed) ? BigInt(trimmed.replace("+", "")) : undefined;
  if (integer === undefined || integer < bounds.min || integer > bounds.max) {
    throw invalidValue(name, text, `Not a number of type ${bounds.type}`);
  }
  return { value: integer === LONG_MAX ? Infinity : Number(integer), text: integer.toString() };
}

/** The text under which a parsed value is stored and described: lists joined by commas, 2^63−1 for `Infinity`. */
export function formatConfigValue(value: ConfigValue, type: ConfigType): string | null {
  if (value === null) return null;
  if (typeof value === "number") {
    if (type === "DOUBLE") return formatDouble(value);
    return value === Infinity ? LONG_MAX.toString() : value.toString();
  }
  if (typeof value === "boolean") return value ? "true" : "false";
  return typeof value === "string" ? value : value.join(",");
}

/** A list as Java's `List.toString` prints it. */
export function formatJavaList(values: readonly string[]): string {
  return `[${values.join(", ")}]`;
}

/** `String.trim` of Java: drops characters up to U+0020 only. */
export function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

/** `Double.toString` of Java: always a fraction, scientific below 10^-3 and from 10^7 on. */
export function formatDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const plain = value.toString();
    return plain.includes(".") ? plain : `${plain}.0`;
  }
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  const fraction = mantissa.includes(".") ? mantissa : `${mantissa}.0`;
  return `${fraction}E${exponent.replace("+", "")}`;
}
