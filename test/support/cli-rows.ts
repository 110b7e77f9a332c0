// What the rows of --json hold, as docs/command-line.md has it, and as a tool printed it.
import { readFileSync } from "node:fs";

const DOCS = new URL("../../docs/command-line.md", import.meta.url);

/** The names in each kind of row, by the call that prints them. */
export function documentedRows(): ReadonlyMap<string, readonly string[]> {
  const [, section = ""] = readFileSync(DOCS, "utf8").split("### Rows of each tool\n");
  const lines = section.split("\n## ")[0]?.split("\n") ?? [];
  const cells = lines.map((line) => /^\| `([^`]+)` *\| (.*?) *\|$/.exec(line) ?? []);
  return new Map(
    cells.flatMap(([, call, shapes]) => (call === undefined ? [] : [[call, shapes?.split("<br>") ?? []]])),
  );
}

/** The names in rows, each combination once, in the order in which they came; messages, which are words, left out. */
export function shapesOf(out: string): string[] {
  const rows = out.split("\n").filter(Boolean);
  const shapes = rows.map((line) => Object.keys(JSON.parse(line) as object).join(", "));
  return [...new Set(shapes)].filter((shape) => shape !== "message");
}
