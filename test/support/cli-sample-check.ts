// Whether our tool does what Apache's did when it was recorded: the same call, the same state behind it, and what both print compared after masking.
import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { apacheStderr, maskIds, ourStderr, sortedBlocks } from "./cli-output.ts";
import { cliSample } from "./cli-sample.ts";

/** What is particular about one call. */
export interface Expectation {
  /** The arguments instead of those of the sample, where the shell's quotes were not recorded. */
  readonly args?: readonly string[];
  /** Apache printed in the order of a hash table. */
  readonly unordered?: true;
  /** Times, speeds and sizes differ, and the widths of their columns. */
  readonly numbers?: true;
  /** Apache said it in a stack trace, or less clearly. */
  readonly clearer?: RegExp;
  /** Texts that differ from one run to the next, and a word for each. */
  readonly masks?: readonly (readonly [RegExp, string])[];
}

export type Samples = Readonly<Record<string, Expectation>>;

/** What stands behind the calls. */
export interface SampleScene {
  /** Of the broker, as long as {@link RECORDED_AT}. */
  readonly bootstrap: string;
  /** Where files are that calls name. */
  readonly directory: string;
}

/** Where Apache's broker listened. */
export const RECORDED_AT = "127.0.0.1:19092";
/** Where files were. */
const RECORDED_DIRECTORY = "/var/lib";
/** The broker of samples about a cluster with three nodes: whatever it says here is true of one, too. */
const RECORDED_CLUSTER_AT = "127.0.0.1:29191";

function withoutNumbers(text: string): string {
  return text.replaceAll(/-?\d+(?:\.\d+)?/g, "N").replaceAll(/N +/g, "N ");
}

async function check(name: string, expectation: Expectation, { bootstrap, directory }: SampleScene): Promise<void> {
  const { args, unordered, numbers, clearer, masks = [] } = expectation;
  const sample = cliSample(name);
  const io = capturedIo(sample.stdin);
  const words = (args ?? sample.args).map((word, at, all) => {
    if (word === RECORDED_AT || word === RECORDED_CLUSTER_AT) return bootstrap;
    // Nothing more comes after seconds that does not come after half of one.
    if (/^--timeout(?:-ms)?$/.test(all[at - 1] ?? "")) return "500";
    if (word.startsWith(`${RECORDED_DIRECTORY}/`)) return word.replace(RECORDED_DIRECTORY, directory);
    return /^[a-z0-9]+\.(?:json|csv|properties)$/.test(word) ? join(directory, word) : word;
  });
  const status = await runCommand([sample.tool, ...words], io);
  const [host = "", port = ""] = bootstrap.split(":");
  const [recordedHost, recordedPort] = RECORDED_AT.split(":");
  const read = (text: string): string => {
    const there = text
      .replaceAll(bootstrap, RECORDED_AT)
      .replaceAll(`${host} ${port} `, `${recordedHost} ${recordedPort} `);
    let masked = maskIds(
      there.replaceAll(directory, RECORDED_DIRECTORY).replaceAll(/timeout \(\d+ ms\)/g, "timeout (500 ms)"),
    );
    for (const [pattern, word] of masks) masked = masked.replaceAll(pattern, word);
    if (numbers === true) masked = withoutNumbers(masked);
    return unordered === true ? sortedBlocks(masked) : masked;
  };
  assert.equal(read(io.out()), read(sample.output.stdout), "stdout");
  if (clearer === undefined)
    assert.equal(ourStderr(read(io.err())), apacheStderr(read(sample.output.stderr)), "stderr");
  else assert.match(io.err(), clearer);
  assert.equal(status, sample.output.status, "exit code");
}

/** A test for each sample, in this order: later ones see what earlier ones did. @param scene asked for when a test runs */
export function checkAll(samples: Samples, scene: () => SampleScene): void {
  for (const [name, expectation] of Object.entries(samples)) it(name, () => check(name, expectation, scene()));
}
