// Whether a call did the same with Apache's tool and with ours, beside the word each side has for itself.
import assert from "node:assert/strict";
import { apacheStderr, maskIds, ourStderr, sortedBlocks } from "../../support/cli-output.ts";
import type { ToolOutput } from "../../support/cli-output.ts";
import type { Step } from "./steps.ts";

/** The words that stand for `{p}`; of one length, so that columns stay where they are. */
export const SIDES = { apache: "jvm", ours: "our" } as const;

function masked(text: string): string {
  return maskIds(text.replaceAll(/\b(?:jvm|our)(?=[-.])/g, "xxx"));
}

/** Fails unless ours is what Apache's tool did. */
export function assertSame(step: Step, apache: ToolOutput, ours: ToolOutput): void {
  const order = step.unordered === true ? sortedBlocks : (text: string): string => text;
  assert.equal(order(masked(ours.stdout)), order(masked(apache.stdout)), "stdout");
  if (step.clearer === undefined)
    assert.equal(ourStderr(masked(ours.stderr)), apacheStderr(masked(apache.stderr)), "stderr");
  else assert.match(ours.stderr, step.clearer);
  assert.equal(ours.status, apache.status, "exit code");
  assert.doesNotMatch(ours.stdout + ours.stderr, /^\s+at /m, "no stack trace");
}
