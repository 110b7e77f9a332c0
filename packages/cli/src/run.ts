// One call of the `ottla` executable: picks the command named by the first argument, loads only that command, and turns what it returns or
// throws into an exit code. A user never sees a stack trace for a mistake of theirs or for a broker that is away.
import { COMMANDS } from "./command-table.ts";
import type { CommandIo } from "./command.ts";
import { describeFailure, UsageError } from "./failure.ts";
import { usage } from "./usage.ts";
import { VERSION } from "./version.ts";

async function dispatch(argv: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    io.stdout.write(usage());
    return name === undefined ? 1 : 0;
  }
  if (name === "--version" || name === "version") {
    io.stdout.write(`ottla ${VERSION}\n`);
    return 0;
  }
  if (name === "__complete") {
    const { complete } = await import("./complete.ts");
    return await complete(rest, io);
  }
  const entry = COMMANDS.get(name);
  if (entry === undefined) throw new UsageError(`${name} is not a command of ottla; 'ottla help' lists them.`);
  const command = await entry.load();
  return command.run(rest, io);
}

/** Runs a command to its end; answers with the exit code, and never rejects. */
export async function runCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    io.stderr.write(`${describeFailure(error)}\n`);
    return 1;
  }
}
