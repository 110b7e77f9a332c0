// What must not stay behind: focused tests, notes to self, debug output, dead files, generated code that drifted from its
// schemas, handlers without their header.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, it } from "node:test";
import { importsOf, isGenerated, isTest, ROOT, sourceFiles } from "./source-tree.ts";
import type { SourceFile } from "./source-tree.ts";

const everything = sourceFiles([
  "packages/*/{src,schema,compile,bench}/**/*.ts",
  "test/**/*.ts",
  "tools/**/*.ts",
  "bench/**/*.ts",
]);
const own = everything.filter((file) => !isGenerated(file));

function matching(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    file.text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}`] : [])),
  );
}

describe("hygiene", () => {
  it("no test is focused or left for later", () => {
    assert.deepEqual(matching(own, /\b(it|test|describe)\.(only|todo)\(/), []);
  });

  it("no bare note to self and no debugger statement", () => {
    const pattern = new RegExp(
      `\\b(${["TO", "FIX"].map((word) => (word === "TO" ? "TODO" : "FIXME")).join("|")})\\b|^\\s*debugger;`,
    );
    assert.deepEqual(
      matching(
        own.filter((file) => !file.path.startsWith("test/tidy/")),
        pattern,
      ),
      [],
    );
  });

  it("packages write to the console only in the command line", () => {
    const files = own.filter(
      (file) => file.path.includes("/src/") && !file.path.startsWith("packages/cli/") && !isTest(file),
    );
    assert.deepEqual(matching(files, /\bconsole\.\w+\(/), []);
  });

  it("every request handler opens with its title, its behaviour and its versions", () => {
    const handlers = sourceFiles(["packages/broker/src/handlers/[0-9][0-9]-*.ts"]).filter((file) => !isTest(file));
    const bare = handlers.filter((file) => {
      const header = /^(\/\/.*\n)+/.exec(file.text)?.[0] ?? /^\/\*\*?[\s\S]*?\*\//.exec(file.text)?.[0] ?? "";
      return !/\(\d+\)|\bv\d+/.test(header) || !/Behaviou?r/.test(header) || !/Version notes/.test(header);
    });
    assert.deepEqual(
      bare.map((file) => file.path),
      [],
    );
  });

  it("every source file is reachable from an entry", () => {
    const byPath = new Map(everything.map((file) => [file.path, file]));
    const isEntry = (file: SourceFile): boolean =>
      isTest(file) ||
      !file.path.includes("/src/") ||
      /^packages\/[^/]+\/src\/(index|main|node|worker)\.ts$/.test(file.path) ||
      /^packages\/protocol\/src\/generated\//.test(file.path) ||
      /\.worker\.ts$/.test(file.path);
    const queue = everything.filter((file) => isEntry(file) && !isTest(file));
    const seen = new Set(queue.map((file) => file.path));
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      for (const specifier of importsOf(file)) {
        const path = normalize(join(dirname(file.path), specifier));
        const target = specifier.startsWith(".") ? byPath.get(path) : undefined;
        if (target !== undefined && !seen.has(path)) {
          seen.add(path);
          queue.push(target);
        }
      }
    }
    const dead = everything.filter((file) => file.path.includes("/src/") && !isTest(file) && !seen.has(file.path));
    assert.deepEqual(
      dead.map((file) => file.path),
      [],
    );
  });

  it(
    "generated code is what the schemas generate",
    { skip: !existsSync(join(ROOT, "packages/protocol/compile")) },
    () => {
      const result = spawnSync("npm", ["run", "--silent", "generate", "--", "--check"], {
        cwd: ROOT,
        encoding: "utf8",
      });
      assert.equal(result.status, 0, result.stdout + result.stderr);
    },
  );
});
