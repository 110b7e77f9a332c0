// Whether a call did the same with Apache's tool and with ours, beside the word each side has for itself.
import assert from "node:assert/strict";
import { apacheStderr, maskIds, ourStderr, sortedBlocks } from "../../support/cli-output.ts";
import type { ToolOutput } from "../../support/cli-output.ts";
import type { Step } from "./steps.ts";

/** The words that stand for `{p}`; of one length, so that columns stay where they are. */
export const SIDES = { apache: "jvm", ours: "our" } as const;

function masked(text: string): string {
  const beside = text.replaceAll(/\b(?:jvm|our)(?=[-.])/g, "xxx");
  // The id of a member, in front of its address.
  return maskIds(beside).replaceAll(/(?<= )[\w-]{22}(?= \/127)/g, "(id of 22 characters.)");
}

/** What Apache's tool prints, without the stacks of exceptions: a line for each, `at …`, causes, which may have none, and an empty line behind. */
function withoutStacks(text: string): string {
  const frames = String.raw`(?:\t(?:at|\.\.\.) .*\n)`;
  const name = String.raw`[\w.$]+(?:Exception|Error)\b.*\n`;
  return text.replaceAll(new RegExp(`^${name}${frames}+(?:Caused by: ${name}${frames}*)*(?:\\n$)?`, "gm"), "");
}

/** A number, and the spaces that fill its column. */
function withoutNumbers(text: string): string {
  return text.replaceAll(/(?<![\w-])-?\d+ */g, "N ");
}

/** What a step's output is compared as. */
function readerOf(step: Step): (text: string) => string {
  const order = step.unordered === true ? sortedBlocks : (text: string): string => text;
  const numbers = step.numbers === true ? withoutNumbers : (text: string): string => text;
  return (text) => order(numbers(masked(text)));
}

/** Fails unless Apache's tool did the same at two clusters. */
export function assertSameOfApache(step: Step, expected: ToolOutput, found: ToolOutput): void {
  const read = readerOf(step);
  assert.equal(read(withoutStacks(found.stdout)), read(withoutStacks(expected.stdout)), "stdout");
  assert.equal(apacheStderr(masked(found.stderr)), apacheStderr(masked(expected.stderr)), "stderr");
  assert.equal(found.status, expected.status, "exit code");
}

/** Fails unless ours is what Apache's tool did. */
export function assertSame(step: Step, apache: ToolOutput, ours: ToolOutput): void {
  const read = readerOf(step);
  assert.equal(read(ours.stdout), read(withoutStacks(apache.stdout)), "stdout");
  if (step.clearer === undefined)
    assert.equal(ourStderr(masked(ours.stderr)), apacheStderr(masked(apache.stderr)), "stderr");
  else assert.match(ours.stderr, step.clearer);
  assert.equal(ours.status, apache.status, "exit code");
  assert.doesNotMatch(ours.stdout + ours.stderr, /^\s+at /m, "no stack trace");
}
