// The overview that `ottla help` prints.
import { COMMANDS } from "./command-table.ts";

export function usage(): string {
  const width = Math.max(...[...COMMANDS.keys()].map((name) => name.length));
  const lines = [...COMMANDS].map(([name, entry]) => `  ${name.padEnd(width)}  ${entry.summary}`);
  return `Usage: ottla <command> [options]\n\nCommands:\n${lines.join("\n")}\n\n'ottla <command> --help' lists a command's options.\n`;
}
