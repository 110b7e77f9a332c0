// What a benchmark is, and how its figures are put together: alternating runs, the median of each side, the ratio between them.

/** One measured quantity of both sides. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ottla: readonly number[];
  readonly peer: readonly number[];
  /** Whether a larger value is the better one. */
  readonly higherIsBetter: boolean;
}

export interface Bench {
  readonly name: string;
  /** What is measured, against whom, in one line. */
  readonly about: string;
  run(context: BenchContext): Promise<readonly Figure[]>;
}

export interface BenchContext {
  /** Alternating runs of each side. */
  readonly rounds: number;
  /** Progress, to stderr. */
  say(text: string): void;
  /** What the report must say beside the figures, such as the configuration of a broker; each text once. */
  note(text: string): void;
  /** Whether `--only` leaves this case of a benchmark in. */
  wants(caseName: string): boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** How many times better we are than the peer: above 1 we win. */
export function ratio(figure: Figure): number {
  const [ours, theirs] = [median(figure.ottla), median(figure.peer)];
  return figure.higherIsBetter ? ours / theirs : theirs / ours;
}

/** Runs both sides in turn, swapping who goes first, so that neither profits from the order. */
export async function alternate<T>(
  rounds: number,
  ottla: () => Promise<T>,
  peer: () => Promise<T>,
): Promise<{ ottla: T[]; peer: T[] }> {
  const sides = new Map([
    ["ottla", ottla],
    ["peer", peer],
  ] as const);
  const results = await inTurn(rounds, sides);
  return { ottla: results.get("ottla") ?? [], peer: results.get("peer") ?? [] };
}

/** Runs many sides in turn, in the other order every second round. */
export async function inTurn<Side, T>(
  rounds: number,
  sides: ReadonlyMap<Side, () => Promise<T>>,
): Promise<Map<Side, T[]>> {
  const results = new Map<Side, T[]>([...sides.keys()].map((side) => [side, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [side, run] of round % 2 === 0 ? sides : [...sides].reverse()) results.get(side)?.push(await run());
  }
  return results;
}

export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value >= 1000 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

export function printFigures(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${number(median(figure.ottla))} ${figure.unit}`,
    `${number(median(figure.peer))} ${figure.unit}`,
    `${ratio(figure).toFixed(2)}×`,
  ]);
  const all = [["figure", "ottla", "peer", "better by"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
    )
    .join("\n");
}
