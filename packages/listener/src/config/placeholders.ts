/**
 * `${name}` and `${name:default}` in texts, as Spring resolves them: names are looked up in the environment and in the configuration, defaults may hold
 * placeholders themselves, and one without a value or a default is an error. Pure.
 */
import { ConfigError } from "@ottla/client";

/** The value of a name; undefined when there is none. */
export type Lookup = (name: string) => string | undefined;

const DEPTH_MAX = 16;

export function resolvePlaceholders(text: string, lookup: Lookup, depth = 0): string {
  if (!text.includes("${")) return text;
  if (depth > DEPTH_MAX) throw new ConfigError(`The placeholders in '${text}' lead round in a circle`);
  let resolved = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("${", at);
    if (start < 0) return resolved + text.slice(at);
    const end = closingBrace(text, start + 2);
    if (end < 0) return resolved + text.slice(at);
    resolved += text.slice(at, start) + valueOf(text.slice(start + 2, end), lookup, depth);
    at = end + 1;
  }
}

function valueOf(inner: string, lookup: Lookup, depth: number): string {
  const expression = resolvePlaceholders(inner, lookup, depth + 1);
  const whole = lookup(expression);
  if (whole !== undefined) return resolvePlaceholders(whole, lookup, depth + 1);
  const colon = expression.indexOf(":");
  const name = colon < 0 ? expression : expression.slice(0, colon);
  const found = lookup(name);
  if (found !== undefined) return resolvePlaceholders(found, lookup, depth + 1);
  if (colon < 0) throw new ConfigError(`Could not resolve placeholder '${name}'`);
  return expression.slice(colon + 1);
}

/** The brace that ends the placeholder, past those of placeholders inside of it; -1 when there is none. */
function closingBrace(text: string, from: number): number {
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    if (text.startsWith("${", index)) depth++;
    else if (text[index] === "}" && depth-- === 0) return index;
  }
  return -1;
}
