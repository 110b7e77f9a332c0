// What counts as the same output of Apache's command-line tool and of ours. Masked is only what must differ: ids, times, and on stderr what is
// Java's own (stack traces, log lines, the table of options behind a usage error, an advertisement for a protocol our client does not have).

/** What a tool did. */
export interface ToolOutput {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ids and times, each by a text that stands for it, of the same length where a column's width depends on it. */
export function maskIds(text: string): string {
  return text
    .replaceAll(/TopicId: \S{22}/g, "TopicId: (id)")
    .replaceAll(/CreateTime:\d{13}/g, "CreateTime:(ms)")
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "(uuid of thirty-six characters......)");
}

/** Lines, and topics with their partitions, in one order for both: for what Java prints in the order of a hash table. */
export function sortedBlocks(text: string): string {
  const heads = /^(?=Topic: |Dynamic configs )/m;
  return heads.test(text) ? text.split(heads).sort().join("") : text.split("\n").sort().join("\n");
}

const JAVA_ONLY: readonly RegExp[] = [
  /^\tat /,
  /^\[\d{4}-/,
  /^Caused by: /,
  /^\t\.\.\. \d+ more/,
  /^(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b/,
  /^The consumer rebalance protocol \(KIP-848\) is production-ready!/,
];

/** What Apache's tool says to a person on stderr. */
export function apacheStderr(text: string): string {
  const beforeUsage = text.split(/^Option (?: |\(\* = required\))/m)[0] ?? "";
  const lines = beforeUsage.split("\n").filter((line) => !JAVA_ONLY.some((pattern) => pattern.test(line)));
  return lines.join("\n").trim();
}

/** What ours says: warnings go to Java's log there, and plainly to stderr here. */
export function ourStderr(text: string): string {
  const lines = text.split("\n").filter((line) => !line.startsWith("WARN "));
  return lines.join("\n").trim();
}
