// Columns as Kafka's tools pad them: each to its own width, one space between, none behind the last.

/** Pads cells to the widths and joins them with one space. */
export function paddedRow(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" ");
}

/** The longest of the values, or `least`. */
export function widest(values: Iterable<string>, least: number): number {
  let width = least;
  for (const value of values) width = Math.max(width, value.length);
  return width;
}

/** Columns that hold numbers, so that JSON has numbers there; a group that is called 42 stays text. */
const NUMBERS: ReadonlySet<string> = new Set([
  "PARTITION",
  "LEADER-EPOCH",
  "CURRENT-OFFSET",
  "LOG-END-OFFSET",
  "START-OFFSET",
  "NEW-OFFSET",
  "LAG",
  "OFFSET-LAG",
  "#PARTITIONS",
  "#MEMBERS",
  "MEMBER-EPOCH",
  "CURRENT-EPOCH",
  "TARGET-EPOCH",
  "GROUP-EPOCH",
  "ASSIGNMENT-EPOCH",
  "TARGET-ASSIGNMENT-EPOCH",
  "TOPOLOGY-EPOCH",
]);

/** `CURRENT-OFFSET` → `currentOffset`, `#MEMBERS` → `members`, `COORDINATOR (ID)` → `coordinator`, `LastFetchTimestamp` → `lastFetchTimestamp`. */
export function columnName(heading: string): string {
  const words = heading
    .replace(/ *\(.*\)$/, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return words
    .map((word, index) => {
      const isShouted = word === word.toUpperCase();
      if (index > 0) return isShouted ? word.slice(0, 1) + word.slice(1).toLowerCase() : word;
      return isShouted ? word.toLowerCase() : word.slice(0, 1).toLowerCase() + word.slice(1);
    })
    .join("");
}

/** A row of a table with names for its cells; what a table shows as `-` is null. */
export function namedCells(headings: readonly string[], cells: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    headings.map((heading, index) => {
      const cell = cells[index] ?? "";
      const value = cell === "-" ? null : NUMBERS.has(heading) && /^-?\d+$/.test(cell) ? Number(cell) : cell;
      return [columnName(heading), value];
    }),
  );
}
