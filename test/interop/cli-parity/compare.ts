// What counts as the same output of Apache's tool and of ours. Masked is only what must differ: the word each side has for itself, ids, times, and
// on stderr what is Java's own (stack traces, log lines, the table of options behind a usage error).
import assert from "node:assert/strict";
import type { ToolResult } from "../../apache/tool.ts";
import type { Step } from "./steps.ts";

/** The words that stand for `{p}`; of one length, so that columns stay where they are. */
export const SIDES = { apache: "jvm", ours: "our" } as const;

function masked(text: string): string {
  return text
    .replaceAll(/\b(?:jvm|our)(?=[-.])/g, "xxx")
    .replaceAll(/TopicId: \S{22}/g, "TopicId: (id)")
    .replaceAll(/CreateTime:\d{13}/g, "CreateTime:(ms)")
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "(uuid of thirty-six characters......)");
}

/** Lines, and topics with their partitions, in one order for both. */
function sorted(text: string): string {
  const heads = /^(?=Topic: |Dynamic configs )/m;
  return heads.test(text) ? text.split(heads).sort().join("") : text.split("\n").sort().join("\n");
}

const JAVA_ONLY: readonly RegExp[] = [
  /^\tat /,
  /^\[\d{4}-/,
  /^Caused by: /,
  /^\t\.\.\. \d+ more/,
  /^(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b/,
  // Our client has no other protocol to advertise.
  /^The consumer rebalance protocol \(KIP-848\) is production-ready!/,
];

function apacheStderr(text: string): string {
  const beforeUsage = text.split(/^Option {2,}/m)[0] ?? "";
  return masked(beforeUsage)
    .split("\n")
    .filter((line) => !JAVA_ONLY.some((pattern) => pattern.test(line)))
    .join("\n")
    .trim();
}

/** Warnings go to Java's log there, and plainly to stderr here. */
function ourStderr(text: string): string {
  return masked(text)
    .split("\n")
    .filter((line) => !line.startsWith("WARN "))
    .join("\n")
    .trim();
}

/** Fails unless ours is what Apache's tool did. */
export function assertSame(step: Step, apache: ToolResult, ours: ToolResult): void {
  const order = step.unordered === true ? sorted : (text: string): string => text;
  assert.equal(order(masked(ours.stdout)), order(masked(apache.stdout)), "stdout");
  if (step.clearer === undefined) assert.equal(ourStderr(ours.stderr), apacheStderr(apache.stderr), "stderr");
  else assert.match(ours.stderr, step.clearer);
  assert.equal(ours.status, apache.status, "exit code");
  assert.doesNotMatch(ours.stdout + ours.stderr, /^\s+at /m, "no stack trace");
}
