// Every command by name. A command is loaded when it is called, so that none pays for another.
import type { CommandEntry } from "./command.ts";

export const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  ["start", { summary: "run a broker", load: async () => (await import("./commands/start.ts")).start }],
]);
