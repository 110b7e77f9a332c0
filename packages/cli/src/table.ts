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
