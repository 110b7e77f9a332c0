// Pure folders hold state machines that a simulation can replay: no input or output, clock, randomness, timers, `async`.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PURE_FOLDERS } from "../../tools/layers.ts";
import { importsOf, isTest, lineOf, sourceFiles, walk } from "./source-tree.ts";
import type { SourceFile } from "./source-tree.ts";

const BANNED_GLOBALS = new Set([
  "Date",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "process",
  "performance",
  "crypto",
  "fetch",
  "systemClock",
  "systemRandom",
]);

function impurities(file: SourceFile): string[] {
  const found = importsOf(file)
    .filter((specifier) => specifier.startsWith("node:"))
    .map((specifier) => `${file.path}: imports ${specifier}`);
  walk(file, (node, parent) => {
    const at = `${file.path}:${lineOf(file, node.start)}`;
    if (node["async"] === true || node.type === "AwaitExpression") found.push(`${at}: async`);
    if (node.type === "Identifier" && typeof node["name"] === "string" && BANNED_GLOBALS.has(node["name"])) {
      const isProperty = parent !== undefined && (parent["property"] === node || parent["key"] === node);
      if (!isProperty) found.push(`${at}: ${node["name"]}`);
    }
    if (node.type === "MemberExpression" && /^Math\.random\b/.test(file.text.slice(node.start, node.end))) {
      found.push(`${at}: Math.random`);
    }
  });
  return found;
}

describe("purity", () => {
  it("state machines do nothing but compute", () => {
    const files = sourceFiles(PURE_FOLDERS.map((folder) => `${folder}/**/*.ts`)).filter((file) => !isTest(file));
    assert(files.length > 0);
    assert.deepEqual(files.flatMap(impurities), []);
  });

  it("the check sees an impurity", () => {
    const text = "export async function f() { await 1; return Date.now() + Math.random(); }";
    assert.equal(impurities({ path: "x.ts", text, lineCount: 1 }).length, 4);
  });
});
