// Tools of Kafka that have sub-commands (argparse4j's): `tool --common value sub-command --own value`. Help goes to stdout, what is wrong to stderr
// with exit code 1.
import { Command as Options, CommanderError } from "commander";
import type { Admin } from "@ottla/client";
import type { Command, CommandIo } from "./command.ts";
import { KAFKA_VERSION, ToolOptions } from "./tool.ts";

/** One of a tool's sub-commands. */
export interface Subcommand {
  readonly name: string;
  readonly summary: string;
  options(options: Options): void;
  /** The options that must be given. */
  readonly required?: readonly string[];
  run(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void>;
}

export interface SubcommandTool {
  readonly name: string;
  readonly description: string;
  /** Adds the options that stand before the sub-command. */
  options(options: Options): void;
  readonly required: readonly string[];
  readonly subcommands: readonly Subcommand[];
  /** Answers with the exit code. */
  run(subcommand: Subcommand, values: ToolOptions, io: CommandIo): Promise<number>;
}

interface Parsed {
  subcommand: Subcommand;
  values: ToolOptions;
}

/** Makes the command of a tool. */
export function subcommandTool(tool: SubcommandTool): Command {
  return {
    async run(args: readonly string[], io: CommandIo): Promise<number> {
      const parsed = parse(tool, args, io);
      return typeof parsed === "number" ? parsed : await tool.run(parsed.subcommand, parsed.values, io);
    },
  };
}

function parse(tool: SubcommandTool, args: readonly string[], io: CommandIo): Parsed | number {
  let parsed: Parsed | undefined;
  const root = options(tool.name, tool.description, io)
    .option("-v, --version", "show the version of this Kafka distribution and exit")
    .allowExcessArguments()
    .enablePositionalOptions();
  tool.options(root);
  for (const subcommand of tool.subcommands) {
    const own = options(subcommand.name, subcommand.summary, io);
    subcommand.options(own);
    own.action(() => {
      parsed = { subcommand, values: new ToolOptions({ ...namedOptions(root), ...namedOptions(own) }) };
    });
    root.addCommand(own);
  }
  root.action(() => undefined);
  const fail = (sentence: string): number => {
    io.stderr.write(`usage: ${tool.name} [-h] [options] COMMAND ...\n${tool.name}: error: ${sentence}\n`);
    return 1;
  };
  try {
    root.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.code === "commander.helpDisplayed" ? 1 : fail(sentenceOf(error));
  }
  if (namedOptions(root)["version"] === true) {
    io.stdout.write(`${KAFKA_VERSION}\n`);
    return 0;
  }
  if (parsed === undefined)
    return fail(root.args[0] === undefined ? "too few arguments" : `invalid choice: '${root.args[0]}'`);
  for (const name of [...tool.required, ...(parsed.subcommand.required ?? [])]) {
    if (!parsed.values.has(name)) return fail(`argument --${name} is required`);
  }
  return parsed;
}

function options(name: string, description: string, io: CommandIo): Options {
  return new Options(name)
    .description(description)
    .helpOption("-h, --help", "show this help message and exit")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => undefined });
}

function namedOptions(command: Options): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  for (const option of command.options) {
    const value = command.opts()[option.attributeName()] as unknown;
    if (value !== undefined) values[option.long?.slice(2) ?? ""] = value;
  }
  return values;
}

function sentenceOf(error: CommanderError): string {
  const word = /'-{0,2}([^' <]+)/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownOption":
      return `unrecognized arguments: '--${word}'`;
    case "commander.optionMissingArgument":
      return `argument --${word}: expected one argument`;
    default:
      return error.message.replace(/^error: /, "");
  }
}
