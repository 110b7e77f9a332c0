// The repository's TypeScript as the tidy tests see it: every file with its text, its syntax tree when asked, and the
// modules it imports.
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "rolldown/parseAst";

export const ROOT: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface SourceFile {
  /** Path from the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lineCount: number;
}

/** A syntax-tree node, as far as tidy looks at one. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function sourceFiles(patterns: readonly string[]): SourceFile[] {
  const paths = patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
  return [...new Set(paths)].sort().map((path) => {
    const text = readFileSync(join(ROOT, path), "utf8");
    return { path: path.replaceAll("\\", "/"), text, lineCount: text.split("\n").length };
  });
}

export function isGenerated(file: SourceFile): boolean {
  return file.path.includes("/generated/");
}

export function isTest(file: SourceFile): boolean {
  return file.path.endsWith(".test.ts") || file.path.includes("/testing/") || file.path.startsWith("test/");
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Calls `visit` for each node of the file's syntax tree, parents first. */
export function walk(file: SourceFile, visit: (node: SyntaxNode, parent: SyntaxNode | undefined) => void): void {
  const program: unknown = parseAst(file.text, { lang: "ts" }, file.path);
  const descend = (value: unknown, parent: SyntaxNode | undefined): void => {
    if (Array.isArray(value)) {
      for (const item of value) descend(item, parent);
    } else if (isNode(value)) {
      visit(value, parent);
      for (const [key, child] of Object.entries(value)) if (key !== "parent") descend(child, value);
    }
  };
  descend(program, undefined);
}

/** The modules a file imports or re-exports, static and dynamic, as written. */
export function importsOf(file: SourceFile): string[] {
  const found = new Set<string>();
  walk(file, (node) => {
    const source = node["source"];
    if (isNode(source) && typeof source["value"] === "string") found.add(source["value"]);
  });
  return [...found];
}

export function lineOf(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split("\n").length;
}
