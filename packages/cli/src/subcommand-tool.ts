// Tools of Kafka that have sub-commands (argparse4j's): `tool --common value sub-command --own value`. Help goes to stdout, what is wrong to stderr
// with exit code 1.
import type { Admin } from "@ottla/client";
import type { Command, CommandIo } from "./command.ts";
import { addCommonOptions, withCommonOptions } from "./common-options.ts";
import { CommanderError, declared, optionOf, sentenceOf, shapeOf, valuesOf } from "./declared-options.ts";
import type { Options } from "./declared-options.ts";
import { KAFKA_VERSION } from "./tool.ts";
import type { ToolOptions } from "./tool-options.ts";

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
  readonly required?: readonly string[];
  /** The sentence with which a call is refused; undefined where nothing is wrong with it. */
  refusal?(subcommand: Subcommand, values: ToolOptions): string | undefined;
  readonly subcommands: readonly Subcommand[];
  /** Answers with the exit code. */
  run(subcommand: Subcommand, values: ToolOptions, io: CommandIo): Promise<number>;
}

interface Parsed {
  readonly root: Options;
  chosen: { readonly subcommand: Subcommand; readonly options: Options } | undefined;
}

/** Makes the command of a tool. */
export function subcommandTool(tool: SubcommandTool): Command {
  return {
    shape: () => shapeOf(declaredOptions(tool, undefined).root),
    async run(args: readonly string[], io: CommandIo): Promise<number> {
      const parsed = declaredOptions(tool, io.stdout);
      const { root } = parsed;
      const fail = (sentence: string): number => {
        io.stderr.write(`usage: ${tool.name} [-h] [options] COMMAND ...\n${tool.name}: error: ${sentence}\n`);
        return 1;
      };
      try {
        root.parse([...args], { from: "user" });
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        return error.code === "commander.helpDisplayed" ? 1 : fail(refusal(error));
      }
      if (valuesOf(root).has("version")) {
        io.stdout.write(`${KAFKA_VERSION}\n`);
        return 0;
      }
      const { chosen } = parsed;
      if (chosen === undefined)
        return fail(root.args[0] === undefined ? "too few arguments" : `invalid choice: '${root.args[0]}'`);
      const { subcommand, options } = chosen;
      const given = valuesOf(root, options);
      // The servers stand before the sub-command of some tools and behind it with others.
      const connecting = options.options.some((one) => one.long === "--bootstrap-server") ? options : root;
      return await withCommonOptions(connecting, given, io, async (values, own) => {
        for (const name of [...(tool.required ?? []), ...(subcommand.required ?? [])]) {
          if (!values.has(name)) return fail(`argument --${name} is required`);
        }
        const refused = tool.refusal?.(subcommand, values);
        return refused === undefined ? await tool.run(subcommand, values, own) : fail(refused);
      });
    },
  };
}

function declaredOptions(tool: SubcommandTool, helpTo: CommandIo["stdout"] | undefined): Parsed {
  const helpOption = ["-h, --help", "show this help message and exit"] as const;
  const root = declared({
    name: tool.name,
    description: tool.description,
    helpOption,
    helpTo,
    options(own) {
      own.option("-v, --version", "show the version of this Kafka distribution and exit");
      tool.options(own);
      addCommonOptions(own);
    },
  });
  const parsed: Parsed = { root: root.allowExcessArguments().enablePositionalOptions(), chosen: undefined };
  root.action(() => undefined);
  for (const subcommand of tool.subcommands) {
    const { name, summary: description } = subcommand;
    const declare = (own: Options): void => {
      subcommand.options(own);
      addCommonOptions(own);
    };
    const options = declared({ name, description, helpOption, helpTo, options: declare });
    options.action(() => void (parsed.chosen = { subcommand, options }));
    root.addCommand(options);
  }
  return parsed;
}

function refusal(error: CommanderError): string {
  switch (error.code) {
    case "commander.unknownOption":
      return `unrecognized arguments: '--${optionOf(error)}'`;
    case "commander.optionMissingArgument":
      return `argument --${optionOf(error)}: expected one argument`;
    default:
      return sentenceOf(error);
  }
}
