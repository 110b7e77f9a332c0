// What Kafka's command-line tools share: options written `--x v` or `--x=v`, no abbreviations, one clear sentence for a wrong one, and
// --help / --version as Kafka's tools have them (help goes to stderr and ends with exit code 1).
import type { Command, CommandIo } from "./command.ts";
import { addCommonOptions, withCommonOptions } from "./common-options.ts";
import {
  CommanderError,
  declared,
  optionOf,
  refuseRepetition,
  sentenceOf,
  shapeOf,
  valuesOf,
} from "./declared-options.ts";
import type { Options } from "./declared-options.ts";
import { UsageError } from "./failure.ts";
import type { ToolOptions } from "./tool-options.ts";

export { exactlyOneAction, refuseWith, repeatable, ToolOptions } from "./tool-options.ts";

/** The version of Kafka whose tools these are. */
export const KAFKA_VERSION = "4.3.0";

/** A tool: its options, and what it does with them. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** Adds the tool's own options. */
  options(options: Options): void;
  /** Answers with the exit code. */
  run(values: ToolOptions, io: CommandIo): Promise<number>;
}

/** Words that a usage error of commander is said in. */
function usageError(error: CommanderError): UsageError {
  switch (error.code) {
    case "commander.unknownOption":
      return new UsageError(`${optionOf(error)} is not a recognized option`);
    case "commander.optionMissingArgument":
      return new UsageError(`Option ${optionOf(error)} requires an argument`);
    case "commander.excessArguments":
      return new UsageError("Arguments without an option's name are not understood: write --option value");
    default:
      return new UsageError(sentenceOf(error));
  }
}

function optionsOf(tool: Tool, helpTo: CommandIo["stderr"] | undefined): Options {
  const options = declared({
    name: tool.name,
    description: tool.description,
    helpOption: ["--help", "print usage information"],
    helpTo,
    options(own) {
      own.option("--version", "display Kafka version");
      tool.options(own);
      addCommonOptions(own);
    },
  });
  refuseRepetition(options);
  return options;
}

/** Makes the command of a tool. */
export function toolCommand(tool: Tool): Command {
  return {
    shape: () => shapeOf(optionsOf(tool, undefined)),
    async run(args: readonly string[], io: CommandIo): Promise<number> {
      const options = optionsOf(tool, io.stderr);
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
      const values = valuesOf(options);
      if (values.has("version")) {
        io.stdout.write(`${KAFKA_VERSION}\n`);
        return 0;
      }
      return await withCommonOptions(options, values, io, (...given) => tool.run(...given));
    },
  };
}
