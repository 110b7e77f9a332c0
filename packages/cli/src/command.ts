// What a command is: a function of its arguments and the three standard streams that answers with an exit code.
import type { Readable, Writable } from "node:stream";

/** The standard streams, so that a test can run a command in process. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export interface Command {
  /**
   * Runs the command.
   * @param args the arguments after the command's name
   * @returns the exit code, as the Kafka tool of the same name gives it
   * @throws UsageError for a wrong flag or a missing one; KafkaError for what a broker refused
   */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** A command in the table: its one-line summary and how to load it. */
export interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}
