// What a command is: a function of its arguments and the three standard streams that answers with an exit code.
import type { Readable, Writable } from "node:stream";

/** One thing that a command prints, with names for its parts. */
export type Row = Readonly<Record<string, unknown>>;

/** The standard streams, so that a test can run a command in process, and what options beyond Kafka's change about a call. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** With --json: takes what would else be printed as a table or a line, and prints it as a line of JSON. */
  readonly row?: (row: Row) => void;
  /** With --strict-exit: told of what failed although Kafka's tool ends with 0. */
  readonly onFailure?: () => void;
  /** Of the chosen context: configurations of clients, below those of the call itself. */
  readonly properties?: ReadonlyMap<string, string>;
}

/** An option as shells complete it. */
export interface OptionShape {
  /** With its dashes: `--topic`. */
  readonly name: string;
  readonly summary: string;
  /** What its value is called: `file`; undefined for an option without one. */
  readonly value: string | undefined;
}

export interface CommandShape {
  readonly options: readonly OptionShape[];
  /** By name. */
  readonly subcommands: ReadonlyMap<string, CommandShape & { readonly summary: string }>;
}

export interface Command {
  /**
   * Runs the command.
   * @param args the arguments after the command's name
   * @returns the exit code, as the Kafka tool of the same name gives it
   * @throws UsageError for a wrong flag or a missing one; KafkaError for what a broker refused
   */
  run(args: readonly string[], io: CommandIo): Promise<number>;
  /** What can be given to it. */
  shape(): CommandShape;
}

/** A command in the table: its one-line summary and how to load it. */
export interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}
