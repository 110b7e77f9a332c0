// What Kafka's command-line tools share: options written `--x v` or `--x=v`, no abbreviations, one clear sentence for a wrong one, and
// --help / --version as Kafka's tools have them (help goes to stderr and ends with exit code 1).
import { Command as Options, CommanderError } from "commander";
import type { Command, CommandIo } from "./command.ts";
import { UsageError } from "./failure.ts";

/** The version of Kafka whose tools these are. */
export const KAFKA_VERSION = "4.3.0";

export type OptionValues = Readonly<Record<string, unknown>>;

/** A tool: its options, and what it does with them. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** Adds the tool's own options. */
  options(options: Options): void;
  /** Answers with the exit code. */
  run(values: ToolOptions, io: CommandIo): Promise<number>;
}

/** The options that were given, read by name with their type checked. */
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
}

/** An option that may be given more than once. */
export function repeatable(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** Makes an option that takes a value refuse a second one, unless it was declared as repeatable. */
function refuseRepetition(options: Options): void {
  for (const option of options.options) {
    if (option.parseArg !== undefined || !(option.required || option.optional)) continue;
    const name = option.long?.slice(2) ?? "";
    let isGiven = false;
    option.argParser((value: string) => {
      if (isGiven) throw new UsageError(`Found multiple arguments for option ${name}, but you asked for only one`);
      isGiven = true;
      return value;
    });
  }
}

/** Words that a usage error of commander is said in. */
function usageError(error: CommanderError): UsageError {
  const option = /'-{0,2}([^' <]+)/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownOption":
      return new UsageError(`${option} is not a recognized option`);
    case "commander.optionMissingArgument":
      return new UsageError(`Option ${option} requires an argument`);
    case "commander.excessArguments":
      return new UsageError("Arguments without an option's name are not understood: write --option value");
    default:
      return new UsageError(error.message.replace(/^error: /, ""));
  }
}

/** Makes the command of a tool. */
export function toolCommand(tool: Tool): Command {
  return {
    async run(args: readonly string[], io: CommandIo): Promise<number> {
      const options = new Options(tool.name)
        .description(tool.description)
        .helpOption("--help", "print usage information")
        .option("--version", "display Kafka version")
        .exitOverride()
        .configureOutput({ writeOut: (text) => io.stderr.write(text), writeErr: () => undefined });
      tool.options(options);
      refuseRepetition(options);
      if (args.length === 0) {
        io.stderr.write(options.helpInformation());
        return 1;
      }
      try {
        options.parse([...args], { from: "user" });
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        if (error.code === "commander.helpDisplayed") return 1;
        throw usageError(error);
      }
      const parsed = new Map(options.options.map((option) => [option.long?.slice(2) ?? "", option.attributeName()]));
      const values: Record<string, unknown> = Object.create(null);
      for (const [name, attribute] of parsed) values[name] = options.opts()[attribute];
      if (values["version"] === true) {
        io.stdout.write(`${KAFKA_VERSION}\n`);
        return 0;
      }
      return tool.run(new ToolOptions(values), io);
    },
  };
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
