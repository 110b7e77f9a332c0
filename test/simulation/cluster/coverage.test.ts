import assert from "node:assert/strict";
import { test } from "node:test";
import { reachedLines } from "./coverage.ts";

const SOURCE = `// A comment.
export function both(one) {
  if (one) {
    return "reached";
  }
  return "never";
}

function uncalled() {
  return 1;
}
`;

function range(text: string, count: number): { startOffset: number; endOffset: number; count: number } {
  const startOffset = SOURCE.indexOf(text);
  return { startOffset, endOffset: startOffset + text.length, count };
}

test("a line counts as reached where the innermost range around it ran", () => {
  const functionOf = (functionName: string, ...ranges: ReturnType<typeof range>[]) => ({
    ...{ functionName, ranges, isBlockCoverage: true },
  });
  const functions = [
    functionOf("", range(SOURCE, 1)),
    functionOf(
      "both",
      range(SOURCE.slice(SOURCE.indexOf("function both"), SOURCE.indexOf("\n\n")), 2),
      range('return "never";', 0),
    ),
    functionOf("uncalled", range("function uncalled() {\n  return 1;\n}", 0)),
  ];
  const script = { scriptId: "1", url: "file:///x.ts", functions };
  assert.deepEqual(reachedLines(SOURCE, script), [true, true, true, false, false, false]);
  assert.deepEqual(reachedLines(SOURCE, undefined), [false, false, false, false, false, false], "never loaded");
});
