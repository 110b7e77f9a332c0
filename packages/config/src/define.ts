/**
 * The notation in which the tables of keys are written: one call a key, named by its type. A key is served unless the
 * table says otherwise.
 */

import type {
  ConfigDefinition,
  ConfigImportance,
  ConfigType,
  ConfigValidator,
  DynamicUpdateMode,
  Served,
} from "./config-definition.ts";
import { atLeast, between } from "./validators.ts";

/** Everything of a key beside its name, type and default. */
export interface KeyOptions {
  /** One or two sentences in our words. */
  readonly doc: string;
  readonly importance?: ConfigImportance;
  /** Lower bound, shorthand for the validator `atLeast`; together with `max`, `between`. */
  readonly min?: number;
  readonly max?: number;
  readonly validator?: ConfigValidator;
  readonly dynamic?: DynamicUpdateMode;
  readonly isInternal?: boolean;
  /** Why a value other than the default is refused. */
  readonly refused?: string;
  /** Why the value concerns nothing here; see `Served`. */
  readonly inert?: string;
}

type DefineKey = (name: string, defaultText: string | null | undefined, options: KeyOptions) => ConfigDefinition;

function keyOf(type: ConfigType): DefineKey {
  return (name, defaultText, options) => ({
    name,
    type,
    defaultText,
    validator: validatorOf(options),
    importance: options.importance ?? "MEDIUM",
    doc: options.doc,
    isInternal: options.isInternal ?? false,
    dynamic: options.dynamic ?? "read-only",
    served: servedOf(options),
  });
}

function validatorOf(options: KeyOptions): ConfigValidator | undefined {
  if (options.validator !== undefined) return options.validator;
  if (options.min === undefined) return undefined;
  return options.max === undefined ? atLeast(options.min) : between(options.min, options.max);
}

function servedOf(options: KeyOptions): Served {
  if (options.refused !== undefined) return { refused: options.refused };
  return options.inert === undefined ? true : { inert: options.inert };
}

export const boolean: DefineKey = keyOf("BOOLEAN");
export const string: DefineKey = keyOf("STRING");
export const int: DefineKey = keyOf("INT");
export const short: DefineKey = keyOf("SHORT");
export const long: DefineKey = keyOf("LONG");
export const double: DefineKey = keyOf("DOUBLE");
export const list: DefineKey = keyOf("LIST");
export const className: DefineKey = keyOf("CLASS");
export const password: DefineKey = keyOf("PASSWORD");

/** 2^63−1 as it is written: "no limit". */
export const LONG_MAX = "9223372036854775807";

/** The table itself, by name; a name defined twice is a mistake in the table. */
export function tableOf(...parts: readonly (readonly ConfigDefinition[])[]): ReadonlyMap<string, ConfigDefinition> {
  return new Map(parts.flat().map((definition) => [definition.name, definition]));
}
