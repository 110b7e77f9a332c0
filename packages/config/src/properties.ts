/**
 * The text format of `java.util.Properties`: comments with `#` and `!`, `=`, `:` or blanks between key and value,
 * backslash escapes with `\uXXXX`, and lines continued by a backslash. Also the writer for `meta.properties`.
 */

import { ConfigException } from "./config-exception.ts";

/** Reads a properties text. A key written twice keeps its last value, as in Java. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const { key, value } = splitLine(line);
    properties.set(unescapeText(key), unescapeText(value));
  }
  return properties;
}

/** Natural lines joined over trailing backslashes, without comments, blank lines and leading blanks. */
function* logicalLines(text: string): Generator<string> {
  let pending: string | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, "");
    if (pending === undefined && (line === "" || line.startsWith("#") || line.startsWith("!"))) continue;
    const joined: string = (pending ?? "") + line;
    const trailing = /\\*$/.exec(line)?.[0].length ?? 0;
    if (trailing % 2 === 1) {
      pending = joined.slice(0, -1);
      continue;
    }
    pending = undefined;
    yield joined;
  }
  if (pending !== undefined) yield pending;
}

/** The key ends at the first unescaped `=`, `:` or blank; blanks and one separator after it are dropped. */
function splitLine(line: string): { key: string; value: string } {
  let end = 0;
  while (end < line.length && !" \t\f=:".includes(line.charAt(end))) end += line.charAt(end) === "\\" ? 2 : 1;
  const key = line.slice(0, end);
  const value = line.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, "");
  return { key, value };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["n", "\n"],
  ["r", "\r"],
  ["f", "\f"],
]);

function unescapeText(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\u([0-9a-fA-F]{4})|\\(u)|\\([^]?)/g, (_, hex?: string, bad?: string, single?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (bad !== undefined) throw new ConfigException("Malformed \\uxxxx encoding.");
    return ESCAPES.get(single ?? "") ?? single ?? "";
  });
}

/** Writes properties as Java's `store` does, in the order given, without the time stamp comment. */
export function formatProperties(properties: ReadonlyMap<string, string>): string {
  let text = "";
  for (const [key, value] of properties) text += `${escapeText(key, true)}=${escapeText(value, false)}\n`;
  return text;
}

function escapeText(text: string, isKey: boolean): string {
  let escaped = "";
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    const code = text.charCodeAt(index);
    if (char === " ") escaped += isKey || index === 0 ? "\\ " : " ";
    else if (char === "\t") escaped += "\\t";
    else if (char === "\n") escaped += "\\n";
    else if (char === "\r") escaped += "\\r";
    else if (char === "\f") escaped += "\\f";
    else if ("\\=:#!".includes(char)) escaped += `\\${char}`;
    else if (code < 0x20 || code > 0x7e) escaped += `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
    else escaped += char;
  }
  return escaped;
}
