/**
 * How an option is declared: its Kafka name, the kind of value, the default, the values allowed, and whether this client serves it.
 *
 * An option that Kafka has and this client does not serve is declared all the same, so that giving it is refused by name with a reason.
 * Nothing is ever accepted and ignored.
 */

/** One option. `parse` turns what the user gave into the value, or throws a plain `Error` that says what is allowed. */
export interface ConfigKey<T> {
  readonly defaultValue: T;
  readonly parse: (given: unknown) => T;
  /** Whether the value must never be shown. */
  readonly isSecret?: boolean;
}

/** One option each for every key of the resolved options `R`. */
export type ConfigKeys<R> = { readonly [K in keyof R]: ConfigKey<R[K]> };

/** All options of one kind of client. */
export interface ConfigTable<R> {
  /** Named in error messages: `producer`, `consumer`, `admin`. */
  readonly client: string;
  readonly keys: ConfigKeys<R>;
  /** Options of Kafka's client that are not served, with the reason. A trailing `*` stands for a family. */
  readonly refused: ReadonlyMap<string, string>;
  /** Checks that involve several options; `given` holds the names the user set. Throws a plain `Error`. */
  readonly check?: (resolved: R, given: ReadonlySet<string>) => R;
}

/** The camelCase spelling of a dotted option name. */
export type CamelCase<S extends string> = S extends `${infer Head}.${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** The same options under their camelCase names. */
export type CamelOptions<O> = { readonly [K in keyof O as CamelCase<K & string>]: O[K] };

/** A number within bounds; text is parsed, as from a properties file. `integer` also refuses fractions. */
export function numberKey(defaultValue: number, min: number, max: number = Number.MAX_SAFE_INTEGER): ConfigKey<number> {
  return {
    defaultValue,
    parse(given) {
      const text = typeof given === "string" ? given.trim() : given;
      const value = typeof text === "string" && text !== "" ? Number(text) : text;
      if (typeof value !== "number" || !Number.isInteger(value)) throw new Error("must be a whole number");
      if (value < min) throw new Error(`must be at least ${min}`);
      if (value > max) throw new Error(`must be at most ${max}`);
      return value;
    },
  };
}

/** A number within bounds that may be a fraction. */
export function fractionKey(defaultValue: number, min: number, max: number): ConfigKey<number> {
  return {
    defaultValue,
    parse(given) {
      const value = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
      if (typeof value !== "number" || Number.isNaN(value)) throw new Error("must be a number");
      if (value < min || value > max) throw new Error(`must be from ${min} to ${max}`);
      return value;
    },
  };
}

/** Text that is never shown, not even when it is wrong; may be missing. */
export function secretKey(): ConfigKey<string | null> {
  const text = optionalStringKey();
  return { defaultValue: null, parse: (given) => text.parse(given), isSecret: true };
}

/** true or false; the words are parsed, as from a properties file. */
export function booleanKey(defaultValue: boolean): ConfigKey<boolean> {
  return {
    defaultValue,
    parse(given) {
      if (typeof given === "boolean") return given;
      const text = typeof given === "string" ? given.trim().toLowerCase() : "";
      if (text === "true") return true;
      if (text === "false") return false;
      throw new Error("must be true or false");
    },
  };
}

/** Text. */
export function stringKey(defaultValue: string): ConfigKey<string> {
  return {
    defaultValue,
    parse(given) {
      if (typeof given !== "string") throw new Error("must be a string");
      return given.trim();
    },
  };
}

/** Text that may be missing, but not empty. */
export function optionalStringKey(): ConfigKey<string | null> {
  return {
    defaultValue: null,
    parse(given) {
      if (given === null) return null;
      if (typeof given !== "string" || given.trim() === "") throw new Error("must be a non-empty string");
      return given.trim();
    },
  };
}

/** One of several words; case is ignored. */
export function wordKey<W extends string>(defaultValue: W, words: readonly W[]): ConfigKey<W> {
  return {
    defaultValue,
    parse(given) {
      const text = typeof given === "string" ? given.trim().toLowerCase() : String(given);
      const word = words.find((one) => one.toLowerCase() === text);
      if (word === undefined) throw new Error(`must be one of ${words.join(", ")}`);
      return word;
    },
  };
}

/** A list of words, given as an array or separated by commas. */
export function listKey(defaultValue: readonly string[]): ConfigKey<readonly string[]> {
  return {
    defaultValue,
    parse(given) {
      const items = typeof given === "string" ? given.split(",") : given;
      if (!Array.isArray(items)) throw new Error("must be a list, or text separated by commas");
      const words: string[] = [];
      for (const item of items) {
        if (typeof item !== "string") throw new Error("must hold text only");
        if (item.trim() !== "") words.push(item.trim());
      }
      return words;
    },
  };
}
