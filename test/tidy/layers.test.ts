// Imports point down only; a package names what it imports, in package.json and in its build references; nothing reaches
// past another package's entry.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, it } from "node:test";
import { FORBIDDEN, LAYERS } from "../../tools/layers.ts";
import { importsOf, isTest, ROOT, sourceFiles } from "./source-tree.ts";
import type { SourceFile } from "./source-tree.ts";

const files = sourceFiles(["packages/*/src/**/*.ts"]);
const packageOf = (file: SourceFile): string => file.path.split("/")[1] ?? "";
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function readJson(path: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(join(ROOT, path), "utf8"));
  assert(typeof value === "object" && value !== null);
  return { ...value };
}

function ottlaImport(specifier: string): string | undefined {
  return /^@ottla\/([^/]+)/.exec(specifier)?.[1];
}

describe("layers", () => {
  it("every package has a layer", () => {
    assert.deepEqual(
      [...new Set(files.map(packageOf))].filter((name) => !LAYERS.has(name)),
      [],
    );
  });

  it("imports point down only", () => {
    const wrong: string[] = [];
    for (const file of files) {
      const from = packageOf(file);
      for (const specifier of imports.get(file) ?? []) {
        const to = ottlaImport(specifier);
        if (to === undefined || (to === "testkit" && isTest(file))) continue;
        const down = (LAYERS.get(to) ?? Infinity) < (LAYERS.get(from) ?? -1);
        if (!down || FORBIDDEN.get(from)?.includes(to) === true) wrong.push(`${file.path}: ${specifier}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("relative imports stay inside the package and never name its own index", () => {
    const wrong: string[] = [];
    for (const file of files) {
      for (const specifier of imports.get(file) ?? []) {
        if (!specifier.startsWith(".")) continue;
        const target = normalize(join(dirname(file.path), specifier));
        const inside = target.startsWith(`packages/${packageOf(file)}/`);
        if (!inside || target === `packages/${packageOf(file)}/src/index.ts`) wrong.push(`${file.path}: ${specifier}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("package.json and the build references name exactly what the package imports", () => {
    const wrong: string[] = [];
    for (const name of LAYERS.keys()) {
      if (!existsSync(join(ROOT, `packages/${name}/package.json`))) continue;
      const used = new Set(
        files
          .filter((file) => packageOf(file) === name && !isTest(file))
          .flatMap((file) => (imports.get(file) ?? []).map(ottlaImport).filter((to) => to !== undefined)),
      );
      const declared = Object.keys(readJson(`packages/${name}/package.json`)["dependencies"] ?? {})
        .map(ottlaImport)
        .filter((to) => to !== undefined);
      const references: unknown = readJson(`packages/${name}/tsconfig.build.json`)["references"];
      assert(Array.isArray(references));
      const referenced = references.map((reference: { path: string }) => reference.path.split("/")[1] ?? "");
      for (const to of used) {
        if (!declared.includes(to)) wrong.push(`${name} imports ${to} and does not declare it`);
        if (!referenced.includes(to)) wrong.push(`${name} imports ${to} and does not reference it`);
      }
      for (const to of new Set([...declared, ...referenced])) {
        if (!used.has(to)) wrong.push(`${name} declares or references ${to} and does not import it`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
