// The options that a command was given, read by name with their type checked.
import { UsageError } from "./failure.ts";

export type OptionValues = Readonly<Record<string, unknown>>;

export class ToolOptions {
  readonly #values: OptionValues;

  constructor(values: OptionValues) {
    this.#values = values;
  }

  has(name: string): boolean {
    const value = this.#values[name];
    return value !== undefined && value !== false;
  }

  /** The value of an option; undefined when it was not given. */
  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  /** @throws UsageError when the option is missing */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new UsageError(`Missing required argument "[${name}]"`);
    return value;
  }

  /** The values of an option that may be given more than once. */
  list(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** @throws UsageError when the value is not a whole number */
  integer(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) {
      throw new UsageError(`Cannot parse argument '${text}' of option ${name}`);
    }
    return value;
  }

  /** The same, with another value for one option. */
  with(name: string, value: string): ToolOptions {
    return new ToolOptions({ ...this.#values, [name]: value });
  }
}

/** An option that may be given more than once. */
export function repeatable(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** Exactly one of the named actions must be given; answers with its name. */
export function exactlyOneAction(values: ToolOptions, actions: readonly string[], sentence: string): string {
  const given = actions.filter((action) => values.has(action));
  const [action] = given;
  if (action === undefined || given.length !== 1) throw new UsageError(sentence);
  return action;
}

/** Refuses options that do not go with the chosen action. */
export function refuseWith(values: ToolOptions, action: string, others: readonly string[]): void {
  for (const other of others) {
    if (values.has(other)) throw new UsageError(`Option "[${action}]" can't be used with option "[${other}]"`);
  }
}
