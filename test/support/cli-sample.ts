// A recorded call of one of Apache's command-line tools (test/fixtures/cli).
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ToolOutput } from "./cli-output.ts";

const FIXTURES: string = join(dirname(dirname(fileURLToPath(import.meta.url))), "fixtures", "cli");

export interface CliSample {
  /** Without `kafka-` and `.sh`. */
  readonly tool: string;
  /** As recorded, split at blanks: what stood in quotes is split too. */
  readonly args: readonly string[];
  readonly stdin: string;
  readonly output: ToolOutput;
}

const FORM =
  /^\$ kafka-(\S+)\.sh (.*?)(?: {3}< stdin:)?\n((?:# {3}\| .*\n)*)# exit code: (\d+)\n# ---- stdout ----\n([^]*?)(?:# ---- stderr ----\n([^]*))?$/;

/** The names of all. */
export function recordedCalls(): string[] {
  return readdirSync(FIXTURES).flatMap((file) => (file.endsWith(".txt") ? [file.slice(0, -".txt".length)] : []));
}

/** Reads one. @throws Error when the file is not a sample */
export function cliSample(name: string): CliSample {
  const text = readFileSync(join(FIXTURES, `${name}.txt`), "utf8");
  const [, tool, args, stdin = "", status, stdout = "", stderr = ""] = FORM.exec(text) ?? [];
  if (tool === undefined || args === undefined) throw new Error(`${name} is not a recorded call`);
  return {
    tool,
    args: args.split(" ").filter((word) => word !== ""),
    stdin: stdin.replaceAll(/^# {3}\| /gm, ""),
    output: { status: Number(status), stdout, stderr },
  };
}
