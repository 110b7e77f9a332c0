/**
 * Parsing of whole property sets against a table of definitions: Kafka's `ConfigDef.parse`.
 */

import { ConfigException, UnservedConfigException } from "./config-exception.ts";
import type { ConfigDefinition, ConfigValue } from "./config-definition.ts";
import { formatConfigValue, type ParsedConfigValue, parseConfigValue } from "./config-value.ts";

/** Definitions by key. */
export type ConfigTable = ReadonlyMap<string, ConfigDefinition>;

/**
 * Every value of the table: from `props` where set, else the default; validated. Keys the table does not have are
 * left alone. Throws `ConfigException` on the first value that is wrong or missing.
 */
export function parseConfigs(table: ConfigTable, props: ReadonlyMap<string, string | null>): Map<string, ConfigValue> {
  const values = new Map<string, ConfigValue>();
  for (const definition of table.values()) values.set(definition.name, parseConfig(definition, props).value);
  return values;
}

/** The value of one key out of a property set, validated. */
export function parseConfig(
  definition: ConfigDefinition,
  props: ReadonlyMap<string, string | null>,
): ParsedConfigValue {
  const given = props.get(definition.name);
  if (given === undefined && definition.defaultText === undefined) {
    throw new ConfigException(`Missing required configuration "${definition.name}" which has no default value.`);
  }
  return parseAndValidate(definition, given === undefined ? (definition.defaultText ?? null) : given);
}

/** Parses and validates one text for one key. Duplicates in a validated list are dropped, as Kafka does. */
export function parseAndValidate(definition: ConfigDefinition, text: string | null): ParsedConfigValue {
  const { name, type, validator } = definition;
  const parsed = parseConfigValue(name, text, type);
  let value = parsed.value;
  if (validator !== undefined && type === "LIST" && Array.isArray(value)) value = [...new Set(value as string[])];
  validator?.ensureValid(name, value, parsed.text);
  return { value, text: parsed.text };
}

/**
 * A text as Java's `convertToString` prints it after parsing: numbers in plain form and exact, lists joined by commas.
 * Throws `ConfigException` if it does not parse.
 */
export function canonicalText(definition: ConfigDefinition, text: string | null): string | null {
  const { name, type } = definition;
  const parsed = parseConfigValue(name, text, type);
  const isNumberOrBoolean = typeof parsed.value === "number" || typeof parsed.value === "boolean";
  return isNumberOrBoolean ? parsed.text : formatConfigValue(parsed.value, type);
}

/** What a key has when nobody sets it; null where it has no value. Throws for a required key. */
export function defaultValue(definition: ConfigDefinition): ConfigValue {
  return parseConfig(definition, NO_PROPS).value;
}

const NO_PROPS: ReadonlyMap<string, string | null> = new Map();

/** Whether a text means the same as the key's default. */
export function isDefaultValue(definition: ConfigDefinition, text: string | null): boolean {
  if (text === definition.defaultText) return true;
  if (definition.defaultText === undefined || definition.defaultText === null || text === null) return false;
  const { name, type } = definition;
  const given = parseConfigValue(name, text, type).value;
  return JSON.stringify(given) === JSON.stringify(parseConfigValue(name, definition.defaultText, type).value);
}

/** Throws `UnservedConfigException` if the key is one we refuse and the text is not its default. */
export function ensureServed(definition: ConfigDefinition, text: string | null): void {
  const { name, served } = definition;
  if (served === true || !("refused" in served) || isDefaultValue(definition, text)) return;
  const shown = definition.type === "PASSWORD" ? "[hidden]" : text;
  throw new UnservedConfigException(`Configuration ${name} cannot be set to ${shown}: ${served.refused}`);
}
