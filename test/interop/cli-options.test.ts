// Every option of every tool of Apache Kafka 4.3 is one of ours: asked of its own help. What ours does with it is seen by the other tests of the tools.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { COMMANDS } from "../../packages/cli/src/command-table.ts";
import type { CommandShape } from "../../packages/cli/src/command.ts";
import { apacheSkip } from "../apache/jars.ts";
import { runTool, TOOLS } from "../apache/tool.ts";
import { startToolServer } from "./cli-parity/tool-server.ts";
import type { ToolServer } from "./cli-parity/tool-server.ts";

/** Not among our tools. */
const OTHERS: ReadonlySet<string> = new Set(["kafka-e2e-latency"]);

/** Their help ends the process that they run in. */
const ENDS_THE_PROCESS: readonly string[] = [
  "kafka-cluster",
  "kafka-features",
  "kafka-metadata-quorum",
  "kafka-producer-perf-test",
  "kafka-storage",
  "kafka-transactions",
  "kafka-verifiable-consumer",
  "kafka-verifiable-producer",
];

/** The names of options that stand at the beginning of a help text's lines, also behind a short one. */
function optionsIn(help: string): Set<string> {
  const names = new Set<string>();
  for (const line of help.split("\n")) {
    const [head = ""] = /^ {0,3}(?:-\w(?: [\w.:-]+)?, )*--[A-Za-z][\w.-]*(?:[ ,].*)?$/.exec(line) ?? [];
    const [, name] = /(--[A-Za-z][\w.-]*)/.exec(head) ?? [];
    if (name !== undefined) names.add(name);
  }
  return names;
}

function names({ options }: CommandShape): Set<string> {
  return new Set(options.map(({ name }) => name));
}

describe("options of our tools", { skip: apacheSkip() }, () => {
  let jvm: ToolServer;
  before(() => {
    jvm = startToolServer();
  });
  after(() => jvm[Symbol.asyncDispose]());

  async function help(script: string, mainClass: string, ...words: string[]): Promise<Set<string>> {
    const args = [...words, "--help"];
    const isAlone = ENDS_THE_PROCESS.includes(script);
    const { stdout, stderr } = await (isAlone ? runTool(mainClass, args) : jvm.run(mainClass, args));
    return optionsIn(stdout + stderr);
  }

  for (const [script, mainClass] of Object.entries(TOOLS).filter(([name]) => !OTHERS.has(name))) {
    it(script, async () => {
      const shape = (await COMMANDS.get(script.slice("kafka-".length))?.load())?.shape();
      assert(shape !== undefined, `there is no ${script}`);
      const theirs = await help(script, mainClass);
      assert(theirs.size > 0 || shape.subcommands.size > 0, "its help has options");
      const missing = [...theirs].filter((name) => !names(shape).has(name));
      for (const [subcommand, own] of shape.subcommands) {
        const both = new Set([...names(shape), ...names(own)]);
        for (const name of await help(script, mainClass, subcommand))
          if (!both.has(name)) missing.push(`${subcommand} ${name}`);
      }
      assert.deepEqual(missing, []);
    });
  }
});
