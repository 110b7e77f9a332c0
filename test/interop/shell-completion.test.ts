// The completion scripts in the shells they are for, a real zsh and a real fish (bash: test/integration/cli-beyond.test.ts).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { hasProgram, skipFor } from "../apache/jars.ts";
import { BIN } from "../support/cli-process.ts";

const run = promisify(execFile);

function missing(shell: string): string | false {
  return hasProgram(shell) ? false : skipFor(`${shell} is not on the PATH: its completion cannot be tried`);
}

describe("completion", () => {
  let home: string;
  before(() => {
    home = mkdtempSync(join(tmpdir(), "ottla-shell-"));
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  /** The lines that a script prints in a shell that has read nothing of the user's. */
  async function lines(shell: string, args: readonly string[]): Promise<string[]> {
    const env = { ...process.env, PATH: `${BIN}:${process.env["PATH"] ?? ""}`, HOME: home, NODE_OPTIONS: "" };
    const { stdout } = await run(shell, [...args], { env });
    return stdout.split("\n").filter((line) => line !== "");
  }

  it(
    "fish completes options and commands, with what they are for, also for Kafka's names",
    { skip: missing("fish") },
    async () => {
      const complete = (line: string): string => `complete -C "${line}"`;
      const calls = ["ottla topics --list --exc", "kafka-topics.sh --unav", "ottla consumer-g"].map(complete);
      const script = ["ottla completion fish | source", ...calls].join("; ");
      assert.deepEqual(await lines("fish", ["--no-config", "-c", script]), [
        "--exclude-internal\twith --list or --describe: leave internal topics out",
        "--unavailable-partitions\twith --describe: only partitions without a leader",
        "consumer-groups\tlist, describe, delete and reset consumer groups",
      ]);
    },
  );

  it(
    "zsh knows the function for both names, and is given words with what they are for",
    { skip: missing("zsh") },
    async () => {
      // What _describe would show stands in an array whose name it is given.
      const script = `autoload -Uz compinit; compinit -u -D
source <(ottla completion zsh)
print -r -- "$_comps[ottla] \${_postpatcomps[(k)kafka-*.sh]} \${(v)_postpatcomps[(R)_ottla]}"
_describe() { shift; print -rl -- "\${(@P)1}" }
words=(ottla topics --list --exc); CURRENT=4; _ottla
words=(/opt/kafka/bin/kafka-topics.sh --unav); CURRENT=2; _ottla`;
      const [registered = "", ...described] = await lines("zsh", ["-f", "-c", script]);
      assert.match(registered, /^_ottla .*_ottla$/);
      assert.deepEqual(described, [
        "--exclude-internal:with --list or --describe: leave internal topics out",
        "--unavailable-partitions:with --describe: only partitions without a leader",
      ]);
    },
  );
});
