// What the sub-commands of kafka-transactions print, and how they fail.
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { namedCells, widest } from "../../table.ts";

/** A table with every cell padded to its column and followed by a tab. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[], io: CommandIo): void {
  if (io.row !== undefined) {
    for (const row of rows) io.row(namedCells(headings, row));
    return;
  }
  const widths = headings.map((heading, column) =>
    widest(
      rows.map((row) => row[column] ?? ""),
      heading.length,
    ),
  );
  for (const row of [headings, ...rows]) {
    io.stdout.write(`${row.map((cell, column) => `${cell.padEnd(widths[column] ?? 0)}\t`).join("")}\n`);
  }
}

/** Ends the command with a sentence on stderr. */
export function fail(sentence: string): never {
  throw new UsageError(sentence);
}

/** Ends the command because a broker refused, as Kafka's tool says it. */
export function failWith(sentence: string, error: Error): never {
  throw new UsageError(`${sentence}: ${error.message}. Enable debug logging for additional detail.`);
}

/** The value, or the tool's failure with a sentence of its own. */
export async function orFail<T>(call: Promise<T>, sentence: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    return failWith(sentence, error instanceof Error ? error : new Error(String(error)));
  }
}
