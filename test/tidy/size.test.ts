// Small rooms: a file has at most 600 lines (tests 800) and a function at most 70. What is larger stands in the ratchet
// with its size, may only shrink, and leaves the ratchet when it is small enough.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { isGenerated, isTest, lineOf, ROOT, sourceFiles, walk } from "./source-tree.ts";
import type { SourceFile } from "./source-tree.ts";

const FILE_LINES_MAX = 600;
const TEST_FILE_LINES_MAX = 800;
const FUNCTION_LINES_MAX = 70;

const files = sourceFiles([
  "packages/*/{src,compile,bench}/**/*.ts",
  "test/**/*.ts",
  "tools/**/*.ts",
  "bench/**/*.ts",
]).filter((file) => !isGenerated(file));

function readRatchet(): Map<string, number> {
  const parsed: unknown = JSON.parse(readFileSync(join(ROOT, "test/tidy/size-ratchet.json"), "utf8"));
  assert(typeof parsed === "object" && parsed !== null);
  return new Map(
    Object.entries(parsed).map(([key, value]: [string, unknown]) => {
      assert(typeof value === "number");
      return [key, value];
    }),
  );
}

function oversizedFunctions(file: SourceFile): [string, number][] {
  const found: [string, number][] = [];
  walk(file, (node, parent) => {
    if (!/Function(Declaration|Expression)$/.test(node.type)) return;
    const lines = lineOf(file, node.end) - lineOf(file, node.start) + 1;
    if (lines <= FUNCTION_LINES_MAX) return;
    const holder = [node["id"], parent?.["key"], parent?.["id"]].find(
      (name): name is { name: string } => typeof name === "object" && name !== null && "name" in name,
    );
    // A suite is a list of facts, not a function to be read in one go.
    const isSuite = isTest(file) && /\b(it|test)\(/.test(file.text.slice(node.start, node.end));
    if (!isSuite) found.push([`${file.path}#${holder?.name ?? "anonymous"}`, lines]);
  });
  return found;
}

describe("size", () => {
  it("no file or function outgrows its limit or its place in the ratchet", () => {
    const ratchet = readRatchet();
    const sizes = new Map<string, number>();
    for (const file of files) {
      if (file.lineCount > (isTest(file) ? TEST_FILE_LINES_MAX : FILE_LINES_MAX)) sizes.set(file.path, file.lineCount);
      for (const [name, lines] of oversizedFunctions(file)) sizes.set(name, lines);
    }
    const grown = [...sizes].filter(([name, lines]) => lines > (ratchet.get(name) ?? 0));
    assert.deepEqual(grown, [], "split these");
    const stale = [...ratchet].filter(([name, lines]) => (sizes.get(name) ?? 0) < lines);
    assert.deepEqual(stale, [], "these shrank: lower or remove them in size-ratchet.json");
  });
});
