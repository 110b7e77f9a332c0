/**
 * From the text of an `application.yml` to flat names and values: its documents in order, those of profiles that are not active left out, later ones over
 * earlier ones.
 */
import { ConfigError } from "@ottla/client";
import { parseAllDocuments } from "yaml";
import { canonical } from "./relaxed-names.ts";

/** Values by their full name as written, in order of appearance. Lists have `[0]`, `[1]`, … behind the name. */
export type FlatProperties = Map<string, string>;

const ON_PROFILE = "spring.config.activate.on-profile";

/** Throws {@link ConfigError} for what is not YAML. */
export function flattenYaml(text: string, activeProfiles: readonly string[]): FlatProperties {
  const result: FlatProperties = new Map();
  for (const document of parseAllDocuments(text)) {
    const [problem] = document.errors;
    if (problem !== undefined) throw new ConfigError(`The YAML cannot be read: ${problem.message}`);
    const flat: FlatProperties = new Map();
    flatten(document.toJS({ mapAsMap: true }), "", flat);
    const condition = take(flat, ON_PROFILE);
    if (condition !== undefined && !fits(condition, activeProfiles)) continue;
    for (const [name, value] of flat) put(result, name, value);
  }
  return result;
}

/** A later value replaces an earlier one in whatever spelling; a later list replaces an earlier one whole. */
function put(result: FlatProperties, name: string, value: string): void {
  const wanted = canonical(name);
  const list = /^(.*)\[0\]$/.exec(wanted)?.[1];
  for (const known of result.keys()) {
    const other = canonical(known);
    if (other === wanted || (list !== undefined && (other === list || other.startsWith(`${list}[`))))
      result.delete(known);
  }
  result.set(name, value);
}

function take(flat: FlatProperties, name: string): string | undefined {
  for (const [known, value] of flat) {
    if (canonical(known) !== canonical(name)) continue;
    flat.delete(known);
    return value;
  }
  return undefined;
}

function flatten(node: unknown, prefix: string, into: FlatProperties): void {
  if (node instanceof Map) {
    for (const [key, value] of node) flatten(value, prefix === "" ? String(key) : `${prefix}.${String(key)}`, into);
  } else if (Array.isArray(node)) {
    for (const [index, value] of node.entries()) flatten(value, `${prefix}[${index}]`, into);
  } else if (prefix !== "" && node !== null && node !== undefined) into.set(prefix, String(node));
}

/** `a | b`, `a & !b`, `a, b`: Spring's profile expressions without parentheses. */
function fits(expression: string, active: readonly string[]): boolean {
  if (/[()]/.test(expression))
    throw new ConfigError(`Parentheses in the profile expression '${expression}' are not supported`);
  return expression.split(/[|,]/).some((part) =>
    part.split("&").every((word) => {
      const name = word.trim();
      return name.startsWith("!") ? !active.includes(name.slice(1).trim()) : active.includes(name);
    }),
  );
}
