/**
 * From what the user gave to checked options: names in Kafka's dotted or in camelCase spelling, values parsed, defaults filled in, and
 * a sentence with the nearest right name for anything that is not an option.
 */
import { ConfigError } from "../errors.ts";
import type { ConfigTable } from "./definition.ts";

/** Options as an object, or as name and value pairs such as those of a properties file. */
export type GivenOptions = object | ReadonlyMap<string, unknown>;

/** Checks and completes options. Throws {@link ConfigError} naming the option. */
export function resolveConfig<R>(table: ConfigTable<R>, options: GivenOptions): R {
  const names = Object.keys(table.keys) as (keyof R & string)[];
  const dottedNames = new Map<string, keyof R & string>();
  for (const name of names) {
    dottedNames.set(name, name);
    dottedNames.set(camelCase(name), name);
  }
  const entries = options instanceof Map ? [...options] : Object.entries(options);
  const given = new Set<string>();
  const values = new Map<keyof R & string, unknown>();
  for (const [written, value] of entries as [string, unknown][]) {
    if (value === undefined) continue;
    const name = dottedNames.get(written);
    if (name === undefined) throw unknownOption(table, written);
    if (given.has(name)) throw new ConfigError(`Option ${name} is given twice, in two spellings`);
    given.add(name);
    try {
      values.set(name, table.keys[name].parse(value));
    } catch (error) {
      const shown = table.keys[name].isSecret === true ? "[hidden]" : printed(value);
      throw new ConfigError(`Invalid value ${shown} for ${table.client} option ${name}: ${(error as Error).message}`);
    }
  }
  const resolved: Partial<R> = {};
  for (const name of names) {
    resolved[name] = (values.has(name) ? values.get(name) : table.keys[name].defaultValue) as R[typeof name];
  }
  try {
    return table.check === undefined ? (resolved as R) : table.check(resolved as R, given);
  } catch (error) {
    throw error instanceof ConfigError ? error : new ConfigError((error as Error).message);
  }
}

/** `linger.ms` → `lingerMs`. */
export function camelCase(dotted: string): string {
  return dotted.replace(/[.]([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function unknownOption<R>(table: ConfigTable<R>, written: string): ConfigError {
  const reason = refusalReason(table.refused, written);
  if (reason !== undefined) return new ConfigError(`The ${table.client} option ${written} is not supported: ${reason}`);
  const nearest = nearestName(written, [...Object.keys(table.keys), ...Object.keys(table.keys).map(camelCase)]);
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return new ConfigError(`Unknown ${table.client} option ${written}${hint}`);
}

function refusalReason(refused: ReadonlyMap<string, string>, written: string): string | undefined {
  for (const [pattern, reason] of refused) {
    const spellings = [pattern, camelCase(pattern)];
    for (const spelling of spellings) {
      if (spelling === written) return reason;
      if (spelling.endsWith(".*") && written.startsWith(spelling.slice(0, -1))) return reason;
      if (spelling.endsWith(".*") && camelFamily(spelling.slice(0, -2)).test(written)) return reason;
    }
  }
  return undefined;
}

function camelFamily(prefix: string): RegExp {
  return new RegExp(`^${camelCase(prefix).replace(/[^a-zA-Z0-9]/g, "")}[A-Z]`);
}

function printed(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : typeof value === "function" ? "(function)" : JSON.stringify(value);
}

/** The name with the fewest edits, if it is near enough to be what was meant. */
function nearestName(written: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(written.length / 4)) + 1;
  for (const name of names) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_unused, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
