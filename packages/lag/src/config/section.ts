// One section of a configuration: its keys are declared with their kinds, defaults and fates, and what a file or the environment says is checked
// against that once. No key is taken and ignored: what has no meaning here is named in a warning with the reason, what is not known is refused.

/** A configuration that cannot be used; the message names the key. */
export class LagConfigError extends Error {
  readonly code = "ERR_OTTLA_LAG_CONFIG";
}

export type Value = string | number | boolean | readonly string[] | ReadonlyMap<string, string>;

/** A key of a section. */
export interface Key {
  readonly kind: "text" | "integer" | "number" | "boolean" | "list" | "map";
  /** What holds where the key is left out; the kind's empty value by default. */
  readonly default?: Value;
  readonly least?: number;
  readonly isRequired?: true;
  /** The values a text may have. */
  readonly oneOf?: readonly string[];
  /** Why the key does nothing here. */
  readonly unused?: string;
  /** Why the key is refused. */
  readonly refused?: string;
}

export type Keys = Readonly<Record<string, Key>>;

/** What a section is read from, besides the file: overrides by environment variable, and a place for warnings. */
export interface Surroundings {
  readonly environment: ReadonlyMap<string, string>;
  readonly prefix: string;
  warn(sentence: string): void;
}

/** The checked values of a section. */
export class Section {
  readonly name: string;
  readonly #keys: Keys;
  readonly #values: ReadonlyMap<string, Value>;
  readonly #given: ReadonlySet<string>;

  constructor(name: string, keys: Keys, values: ReadonlyMap<string, Value>, given: ReadonlySet<string>) {
    this.name = name;
    this.#keys = keys;
    this.#values = values;
    this.#given = given;
  }

  /** Whether the key was given, by the file or the environment. */
  has(key: string): boolean {
    return this.#given.has(key);
  }

  text(key: string): string {
    const value = this.#value(key, "text");
    return typeof value === "string" ? value : "";
  }

  /** A number, whole for keys of kind integer. */
  number(key: string): number {
    const value = this.#value(key, this.#keys[key]?.kind === "number" ? "number" : "integer");
    return typeof value === "number" ? value : 0;
  }

  boolean(key: string): boolean {
    return this.#value(key, "boolean") === true;
  }

  list(key: string): readonly string[] {
    const value = this.#value(key, "list");
    return Array.isArray(value) ? value : [];
  }

  map(key: string): ReadonlyMap<string, string> {
    const value = this.#value(key, "map");
    return value instanceof Map ? value : new Map<string, string>();
  }

  #value(key: string, kind: Key["kind"]): Value | undefined {
    if (this.#keys[key]?.kind !== kind) throw new Error(`${key} is no ${kind} of this section`);
    return this.#values.get(key) ?? this.#keys[key]?.default;
  }
}

/** The members of a table, by name in lower case. @throws LagConfigError for what is no table */
export function members(path: string, table: unknown): Map<string, unknown> {
  if (table === undefined || table === null) return new Map();
  if (typeof table !== "object" || Array.isArray(table)) throw new LagConfigError(`${path} is not a table`);
  return new Map(Object.entries(table));
}

/** Checks one section. @throws LagConfigError naming the key */
export function readSection(path: string, table: unknown, keys: Keys, around: Surroundings): Section {
  const given = new Map([...members(path, table)].map(([key, value]) => [key.toLowerCase(), value]));
  for (const key of given.keys()) {
    if (!Object.hasOwn(keys, key)) throw new LagConfigError(`${path}.${key} is not a key of that section`);
  }
  for (const key of Object.keys(keys)) {
    const name = `${around.prefix}_${path}_${key}`.toUpperCase().replaceAll(/[.-]/g, "_");
    const text = around.environment.get(name);
    if (text !== undefined) given.set(key, text);
  }
  const values = new Map<string, Value>();
  for (const [key, declared] of Object.entries(keys)) {
    const value = given.get(key);
    if (value === undefined) {
      if (declared.isRequired === true) throw new LagConfigError(`${path}.${key} is missing`);
      continue;
    }
    if (declared.refused !== undefined) throw new LagConfigError(`${path}.${key} is refused: ${declared.refused}`);
    if (declared.unused !== undefined) around.warn(`${path}.${key} has no effect: ${declared.unused}`);
    values.set(key, checked(`${path}.${key}`, value, declared));
  }
  return new Section(path.split(".").slice(1).join("."), keys, values, new Set(given.keys()));
}

function checked(path: string, value: unknown, key: Key): Value {
  const converted = convert(value, key.kind);
  if (converted === undefined) throw new LagConfigError(`${path} is not of kind ${key.kind}`);
  if (typeof converted === "number" && key.least !== undefined && converted < key.least)
    throw new LagConfigError(`${path} is at least ${key.least}`);
  if (typeof converted === "string" && key.oneOf !== undefined && !key.oneOf.includes(converted))
    throw new LagConfigError(`${path} is one of ${key.oneOf.join(", ")}; ${converted} is not`);
  return converted;
}

/** Undefined for a value that is not of the kind. Texts of the environment, and numbers in quotes, count as what they say. */
function convert(value: unknown, kind: Key["kind"]): Value | undefined {
  switch (kind) {
    case "text":
      // A time of TOML counts as its text.
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
      return typeof value === "string" ? value : isPlain(value) ? String(value) : undefined;
    case "integer":
    case "number": {
      const number = isPlain(value) && value !== "" ? Number(value) : Number.NaN;
      const isFine = kind === "integer" ? Number.isSafeInteger(number) : Number.isFinite(number);
      return isFine && typeof value !== "boolean" ? number : undefined;
    }
    case "boolean":
      if (typeof value === "boolean") return value;
      return value === "true" ? true : value === "false" ? false : undefined;
    case "list":
      if (typeof value === "string") return value.split(/[\s,]+/).filter((part) => part !== "");
      return Array.isArray(value) && value.every(isPlain) ? value.map(String) : undefined;
    default:
      if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
      return new Map(Object.entries(value).map(([name, one]) => [name.toLowerCase(), String(one)]));
  }
}

function isPlain(value: unknown): value is string | number | boolean | bigint {
  return ["string", "number", "boolean", "bigint"].includes(typeof value);
}
