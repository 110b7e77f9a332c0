// What could stand at the cursor of a shell: commands, options, files, and names of topics, groups and contexts, asked of the cluster that the line
// names. A line each: the word, a tab, and what it is. It never fails, and never takes long.
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { COMMANDS } from "./command-table.ts";
import type { CommandIo, CommandShape } from "./command.ts";
import { ToolOptions } from "./tool-options.ts";

/** How long the cluster is asked for names, in ms. */
const ASK_MS = 1_500;

interface Candidate {
  readonly word: string;
  readonly summary?: string;
}

/** bash takes `--topic=x` apart into three words. */
function joined(words: readonly string[]): string[] {
  const result: string[] = [];
  for (const [index, word] of words.entries()) {
    if (word === "=" && index > 0) {
      if (index === words.length - 1) result.push("");
      continue;
    }
    const match = /^(--[\w.-]+)=(.*)$/s.exec(word);
    if (match === null) result.push(word);
    else result.push(match[1] ?? "", match[2] ?? "");
  }
  return result;
}

/** The value of an option on the line. */
function given(words: readonly string[], option: string): string | undefined {
  const at = words.indexOf(option);
  return at === -1 ? undefined : words[at + 1];
}

function files(partial: string): Candidate[] {
  const isDirectory = partial.endsWith("/");
  const directory = isDirectory ? partial : dirname(partial);
  const prefix = isDirectory || partial === "" ? "" : basename(partial);
  const shown = partial.includes("/") ? directory : "";
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter(({ name }) => name.startsWith(prefix))
      .map((entry) => ({ word: `${join(shown, entry.name)}${entry.isDirectory() ? "/" : ""}` }));
  } catch {
    return [];
  }
}

async function namesOfCluster(words: readonly string[], kind: "topic" | "group", io: CommandIo): Promise<Candidate[]> {
  const { isContextChosen } = await import("./contexts/chosen-context.ts");
  const context = given(words, "--context");
  const properties = new Map<string, string>();
  let servers = given(words, "--bootstrap-server");
  if (servers === undefined && isContextChosen(context, process.env)) {
    const { loadContext } = await import("./contexts/contexts-file.ts");
    for (const [key, value] of loadContext(context, process.env)) properties.set(key, value);
    servers = properties.get("bootstrap.servers");
  }
  if (servers === undefined) return [];
  const { openAdmin } = await import("./connection.ts");
  const quiet = {
    ...io,
    stderr: new (await import("./message-lines.ts")).MessageLines(() => undefined, io.stdout),
    properties,
  };
  const file = given(words, "--command-config");
  const values = new ToolOptions({
    "bootstrap-server": servers,
    ...(file !== undefined && { "command-config": file }),
  });
  await using admin = await openAdmin(values, quiet);
  const timeoutMs = ASK_MS;
  if (kind === "topic") {
    const listed = await admin.listTopics({ timeoutMs, listInternal: true });
    return listed.map(({ name, isInternal }) => ({ word: name, summary: isInternal ? "internal topic" : "topic" }));
  }
  const { groups } = await admin.listGroups({ timeoutMs });
  return groups.map(({ groupId, type }) => ({ word: groupId, summary: `${type ?? ""} group`.trim().toLowerCase() }));
}

async function values(option: string, kind: string, words: readonly string[], io: CommandIo): Promise<Candidate[]> {
  if (/^(?:file|path|directory)$/.test(kind)) return files(words.at(-1) ?? "");
  if (option === "--context") {
    const { readContexts } = await import("./contexts/contexts-file.ts");
    return [...readContexts(process.env).contexts.keys()].map((word) => ({ word, summary: "context" }));
  }
  if (option === "--topic" || option === "--input-topic") return await namesOfCluster(words, "topic", io);
  return option === "--group" ? await namesOfCluster(words, "group", io) : [];
}

function wordsOf(shape: CommandShape, hasSubcommand: boolean): Candidate[] {
  const subcommands = [...shape.subcommands].map(([word, { summary }]) => ({ word, summary }));
  const options = shape.options.map(({ name, summary }) => ({ word: name, summary }));
  return [...(hasSubcommand ? [] : subcommands), ...options];
}

async function candidates(words: readonly string[], io: CommandIo): Promise<Candidate[]> {
  const [name = "", ...rest] = words;
  if (rest.length === 0) return [...COMMANDS].map(([word, { summary }]) => ({ word, summary }));
  const entry = COMMANDS.get(name);
  if (entry === undefined) return [];
  const shape = (await entry.load()).shape();
  const chosen = rest.slice(0, -1).find((word) => shape.subcommands.has(word));
  const options = [...shape.options, ...(shape.subcommands.get(chosen ?? "")?.options ?? [])];
  const before = options.find((one) => one.name === rest.at(-2));
  if (before?.value !== undefined) return await values(before.name, before.value, rest, io);
  const own = chosen === undefined ? shape : (shape.subcommands.get(chosen) ?? shape);
  const used = new Set(rest.slice(0, -1));
  return wordsOf(own, chosen !== undefined).filter(({ word }) => !used.has(word));
}

/** @param words the line behind the program's name, up to the cursor; the last one is what has been typed of the word at it */
export async function complete(words: readonly string[], io: CommandIo): Promise<number> {
  const line = joined(words);
  const partial = line.at(-1) ?? "";
  try {
    const found = (await candidates(line, io)).filter(({ word }) => word.startsWith(partial));
    io.stdout.write(found.map(({ word, summary = "" }) => `${word}\t${summary.replaceAll(/\s+/g, " ")}\n`).join(""));
  } catch {
    // A shell shows nothing where there is nothing to show.
  }
  return 0;
}
