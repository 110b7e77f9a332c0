// Columns as Kafka's tools pad them: each to its own width, one space between, none behind the last.

/** One column: its heading and the least width of its cells; 0 leaves the cell as it is. */
export interface Column {
  readonly heading: string;
  readonly width: number;
}

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
