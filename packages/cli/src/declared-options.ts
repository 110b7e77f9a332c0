// One way to declare options, for every command: commander parses, and what was given is read by name. Commands differ in how they speak: Kafka's
// tools in the words of jopt-simple (tool.ts) or argparse4j (subcommand-tool.ts), ottla's own in commander's (ottla-command.ts).
import { Command as Options, CommanderError } from "commander";
import type { Writable } from "node:stream";
import type { CommandShape, OptionShape } from "./command.ts";
import { UsageError } from "./failure.ts";
import { ToolOptions } from "./tool-options.ts";

export { CommanderError, Options };

export interface Declaration {
  readonly name: string;
  readonly description: string;
  readonly helpOption: readonly [flags: string, summary: string];
  /** Where help is printed. */
  readonly helpTo: Writable | undefined;
  /** Adds the command's own options. */
  options(options: Options): void;
}

/** Options that print help where they were told to, and throw what is wrong instead of ending the process. */
export function declared({ name, description, helpOption, helpTo, options: declare }: Declaration): Options {
  const options = new Options(name)
    .description(description)
    .helpOption(...helpOption)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => helpTo?.write(text), writeErr: () => undefined });
  declare(options);
  return options;
}

/** The values of options by their long names, which is how Kafka's documentation calls them. */
export function valuesOf(...parsed: readonly Options[]): ToolOptions {
  const values: Record<string, unknown> = Object.create(null);
  for (const options of parsed) {
    for (const option of options.options) {
      const set = options.opts()[option.attributeName()] as unknown;
      const value = option.negate ? set === false : set;
      if (value !== undefined) values[option.long?.slice(2) ?? ""] = value;
    }
  }
  return new ToolOptions(values);
}

/** Makes an option that takes a value refuse a second one, unless it was declared as repeatable. */
export function refuseRepetition(options: Options): void {
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

/** The name of the option that an error of commander is about. */
export function optionOf(error: CommanderError): string {
  return /'-{0,2}([^' <]+)/.exec(error.message)?.[1] ?? "";
}

/** What an error of commander says, without its prefix. */
export function sentenceOf(error: CommanderError): string {
  return error.message.replace(/^error: /, "");
}

/** What shells complete. */
export function shapeOf(options: Options): CommandShape {
  const own = options.options.flatMap((option): OptionShape[] => {
    const { long, description: summary, flags } = option;
    const [, value] = /[<[]([^\]>]+)[\]>]/.exec(flags) ?? [];
    return long === undefined || long === null ? [] : [{ name: long, summary, value }];
  });
  const subcommands = options.commands.map(
    (one) => [one.name(), { ...shapeOf(one), summary: one.description() }] as const,
  );
  return {
    options: [...own, { name: "--help", summary: "print usage information", value: undefined }],
    subcommands: new Map(subcommands),
  };
}
