// Makes docs/client/reference.md from the docstrings of what @ottla/client exports: classes with their methods, functions, and the types that go in and
// come out. `node tools/api-reference.ts` writes the page, `--check` fails when it is not what the sources say (the tidy tests do that).
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "rolldown/parseAst";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = join(ROOT, "packages/client/src");
const PAGE = join(ROOT, "docs/client/reference.md");

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Module {
  readonly text: string;
  readonly body: readonly Node[];
}

const modules = new Map<string, Module>();

function load(file: string): Module {
  let known = modules.get(file);
  if (known === undefined) {
    const text = readFileSync(file, "utf8");
    known = { text, body: parseAst(text, { lang: "ts" }).body as unknown as Node[] };
    modules.set(file, known);
  }
  return known;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return "";
  const name = node["name"] ?? node["value"];
  return typeof name === "string" ? name : "";
}

/** The docstring that stands right in front of a declaration, as one paragraph. */
function docOf({ text }: Module, start: number): string {
  const before = text.slice(0, start).trimEnd();
  if (!before.endsWith("*/")) return "";
  const comment = before.slice(before.lastIndexOf("/*"));
  if (!comment.startsWith("/**")) return "";
  return comment
    .slice(3, -2)
    .split("\n")
    .map((line) => line.replace(/^\s*\*+ ?/, "").trim())
    .join(" ")
    .replace(/\{@link ([^}]+)\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .trim();
}

/** Exported declarations of a module by name. */
function declarations(file: string): Map<string, { readonly node: Node; readonly start: number }> {
  const found = new Map<string, { node: Node; start: number }>();
  for (const statement of load(file).body) {
    const declaration = statement["declaration"];
    if (statement.type !== "ExportNamedDeclaration" || !isNode(declaration)) continue;
    const names =
      declaration.type === "VariableDeclaration"
        ? nodes(declaration["declarations"]).map((one) => nameOf(one["id"]))
        : [nameOf(declaration["id"])];
    // A value and a type of one name are told as one.
    for (const name of names) if (!found.has(name)) found.set(name, { node: declaration, start: statement.start });
  }
  return found;
}

function signature(module: Module, from: number, to: number): string {
  return module.text
    .slice(from, to)
    .replace(/\s+/g, " ")
    .replace(/[{;=]\s*$/, "")
    .trim();
}

function* members(module: Module, node: Node): Generator<string> {
  const body = node["body"];
  if (!isNode(body)) return;
  for (const member of nodes(body["body"])) {
    const key = member["key"];
    const isHidden = isNode(key) && (key.type === "PrivateIdentifier" || member["accessibility"] === "private");
    if (isHidden || member["computed"] === true) continue;
    const value = member["value"];
    const code = isNode(value) && isNode(value["body"]) ? value["body"].start : member.end;
    const text = signature(module, member.start, code)
      .replace(/^async /, "")
      .replace(/^override /, "");
    const doc = docOf(module, member.start);
    if (nameOf(key) === "constructor")
      yield `- \`new ${nameOf(node["id"])}${text.slice("constructor".length)}\`${doc === "" ? "" : `: ${doc}`}`;
    else yield `- \`${text}\`${doc === "" ? "" : `: ${doc}`}`;
  }
}

function entry(file: string, name: string): string {
  const module = load(file);
  const found = declarations(file).get(name);
  if (found === undefined) throw new Error(`${file} does not export ${name}`);
  const { node, start } = found;
  const doc = docOf(module, start);
  const lines = [`### ${name}`, "", ...(doc === "" ? [] : [doc, ""])];
  if (node.type === "ClassDeclaration" || node.type === "TSInterfaceDeclaration")
    lines.push(...members(module, node), "");
  else if (node.type === "FunctionDeclaration") {
    const code = node["body"];
    lines.push(`\`${signature(module, node.start, isNode(code) ? code.start : node.end)}\``, "");
  } else if (node.type === "TSTypeAliasDeclaration") lines.push(`\`${signature(module, node.start, node.end)}\``, "");
  return lines.join("\n");
}

interface Exported {
  readonly file: string;
  readonly names: readonly string[];
}

/** What the index exports, in its order. */
function exported(): Exported[] {
  const index = load(join(SOURCE, "index.ts"));
  return index.body.flatMap((statement) => {
    const source = nameOf(statement["source"]);
    if (source === "") return [];
    const file = join(SOURCE, source);
    const names =
      statement.type === "ExportAllDeclaration"
        ? [...declarations(file).keys()]
        : nodes(statement["specifiers"]).map((one) => nameOf(one["exported"]));
    return [{ file, names }];
  });
}

const kinds: Readonly<Record<string, string>> = {
  ClassDeclaration: "Classes",
  FunctionDeclaration: "Functions",
  TSInterfaceDeclaration: "Types",
  TSTypeAliasDeclaration: "Types",
  VariableDeclaration: "Constants",
};

function page(): string {
  const sections = new Map<string, string[]>(["Classes", "Functions", "Constants", "Types"].map((kind) => [kind, []]));
  const seen = new Set<string>();
  for (const { file, names } of exported()) {
    for (const name of names) {
      const found = declarations(file).get(name);
      if (found === undefined || seen.has(name)) continue;
      seen.add(name);
      sections.get(kinds[found.node.type] ?? "Types")?.push(entry(file, name));
    }
  }
  const head = "# Reference of the client\n\nMade from the docstrings by `node tools/api-reference.ts`: do not edit.\n";
  return (
    [head, ...[...sections].map(([kind, entries]) => `## ${kind}\n\n${entries.join("\n")}`)].join("\n").trimEnd() + "\n"
  );
}

const made = page();
if (!process.argv.includes("--check")) writeFileSync(PAGE, made);
else if (readFileSync(PAGE, "utf8") !== made) {
  process.stderr.write("docs/client/reference.md is not what the sources say: node tools/api-reference.ts\n");
  process.exit(1);
}
