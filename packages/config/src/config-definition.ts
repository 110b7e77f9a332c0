/**
 * What one configuration key is: its type, default, validation, documentation, how it may change while the broker
 * runs, and whether this broker obeys it. The tables of keys are plain data built with these types.
 */

/** Kafka's `ConfigDef.Type`. */
export type ConfigType = "BOOLEAN" | "STRING" | "INT" | "SHORT" | "LONG" | "DOUBLE" | "LIST" | "CLASS" | "PASSWORD";

/** Kafka's `ConfigDef.Importance`. */
export type ConfigImportance = "HIGH" | "MEDIUM" | "LOW";

/**
 * A parsed value. LONG becomes a number in which 2^63−1 is `Infinity` ("no limit"); the text is what is stored and
 * shown. PASSWORD stays the secret text: whoever shows it must ask `isSensitive` first.
 */
export type ConfigValue = boolean | number | string | readonly string[] | null;

/** Checks one parsed value and says what is valid in DescribeConfigs' and Kafka's own notation. */
export interface ConfigValidator {
  /** Kafka's text of the valid values, e.g. `[0,...]`. */
  readonly description: string;
  /** Throws `ConfigException`. `text` is the value as Java would print it after parsing, or null. */
  ensureValid(name: string, value: ConfigValue, text: string | null): void;
}

/** How a broker config may change at run time; Kafka's `dynamicConfigUpdateModes`. */
export type DynamicUpdateMode = "read-only" | "per-broker" | "cluster-wide";

/**
 * Whether we obey a key. `true`: a test sees its effect. `refused`: any value but the default is refused with the
 * reason. `inert`: accepted because it concerns something that is switched off as a whole here, where Apache Kafka
 * would not read the value either.
 */
export type Served = true | { readonly refused: string } | { readonly inert: string };

/** One configuration key. */
export interface ConfigDefinition {
  readonly name: string;
  readonly type: ConfigType;
  /** Default as text; null means no value, `undefined` means the key is required. */
  readonly defaultText: string | null | undefined;
  readonly validator: ConfigValidator | undefined;
  readonly importance: ConfigImportance;
  readonly doc: string;
  /** Hidden from DescribeConfigs and from documentation, as Kafka's `defineInternal`. */
  readonly isInternal: boolean;
  /** Broker configs only; "read-only" for every other kind. */
  readonly dynamic: DynamicUpdateMode;
  readonly served: Served;
}

/** Whether a value of this key must not be shown. */
export function isSensitive(definition: Pick<ConfigDefinition, "type">): boolean {
  return definition.type === "PASSWORD";
}
