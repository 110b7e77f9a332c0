// What ottla's own commands share, those that Kafka does not have: help goes to stdout and ends with exit code 0, and a wrong flag is refused with
// where to find the right ones.
import type { Command, CommandIo } from "./command.ts";
import { addCommonOptions, withCommonOptions } from "./common-options.ts";
import { CommanderError, declared, refuseRepetition, sentenceOf, shapeOf, valuesOf } from "./declared-options.ts";
import type { Options } from "./declared-options.ts";
import { UsageError } from "./failure.ts";
import type { ToolOptions } from "./tool-options.ts";

/** A command of ottla's own: its options and arguments, and what it does with them. */
export interface OttlaCommand {
  /** As it is called: `ottla start`. */
  readonly name: string;
  readonly description: string;
  options(options: Options): void;
  /** It gives --json and --strict-exit a meaning of its own, and is told of a cluster in its own way. */
  readonly hasOwnCommonOptions?: true;
  /** --bootstrap-server is what it stores, not what it talks to. */
  readonly isWithoutCluster?: true;
  /** Answers with the exit code. */
  run(values: ToolOptions, io: CommandIo, words: readonly string[]): Promise<number>;
}

function optionsOf(command: OttlaCommand, helpTo: CommandIo["stdout"] | undefined): Options {
  const options = declared({
    name: command.name,
    description: command.description,
    helpOption: ["-h, --help", "print usage information"],
    helpTo,
    options(own) {
      command.options(own);
      if (command.hasOwnCommonOptions !== true) addCommonOptions(own, command.isWithoutCluster);
    },
  });
  refuseRepetition(options);
  return options;
}

export function ottlaCommand(command: OttlaCommand): Command {
  return {
    shape: () => shapeOf(optionsOf(command, undefined)),
    async run(args: readonly string[], io: CommandIo): Promise<number> {
      const options = optionsOf(command, io.stdout);
      try {
        options.parse([...args], { from: "user" });
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        if (error.code === "commander.helpDisplayed") return 0;
        throw new UsageError(`${sentenceOf(error)} ('${command.name} --help' lists the options)`);
      }
      const run = (values: ToolOptions, own: CommandIo): Promise<number> => command.run(values, own, options.args);
      if (command.hasOwnCommonOptions === true) return await run(valuesOf(options), io);
      return await withCommonOptions(options, valuesOf(options), io, run);
    },
  };
}
