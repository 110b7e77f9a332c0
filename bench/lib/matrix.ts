// The cases that the throughput benchmarks share, and how the runs of a case become figures.
import type { Figure } from "./bench.ts";

/** What is sent or read in one run. */
export interface Load {
  readonly recordBytes: number;
  readonly recordCount: number;
  readonly partitions: number;
}

export const ACKS = ["0", "1", "all"] as const;

/** 100 B and 1 KB records, to 1 and to 6 partitions. */
export const LOADS: readonly Load[] = [
  { recordBytes: 100, recordCount: 3_000_000 },
  { recordBytes: 1000, recordCount: 600_000 },
].flatMap((load) => [1, 6].map((partitions) => ({ ...load, partitions })));

export function nameOf({ recordBytes, partitions }: Load, acks?: string): string {
  const size = acks === undefined ? `${recordBytes} B` : `${recordBytes} B, acks ${acks}`;
  return `${size}, ${partitions} partition${partitions > 1 ? "s" : ""}`;
}

export function gigabytesOf({ recordBytes, recordCount }: Load): number {
  return (recordBytes * recordCount) / 1e9;
}

/** One thing that is measured in each run. */
export interface Quantity<T> {
  readonly name: string;
  readonly unit: string;
  readonly higherIsBetter: boolean;
  readonly of: (run: T) => number;
}

export const rate = <T>(name: string, of: (run: T) => number): Quantity<T> => ({
  name,
  unit: "records/s",
  higherIsBetter: true,
  of,
});

/** CPU seconds of the broker's process for each GB (10^9 bytes) of record values. */
export const cpu = <T>(name: string, of: (run: T) => number): Quantity<T> => ({
  name,
  unit: "s/GB",
  higherIsBetter: false,
  of,
});

export const milliseconds = <T>(name: string, of: (run: T) => number): Quantity<T> => ({
  name,
  unit: "ms",
  higherIsBetter: false,
  of,
});

/** A figure for each quantity; those that the runs of either side do not have (NaN) are left out. */
export function figuresOf<T>(
  caseName: string,
  runs: { readonly ottla: readonly T[]; readonly peer: readonly T[] },
  quantities: readonly Quantity<T>[],
): Figure[] {
  return quantities
    .map(({ name, unit, higherIsBetter, of }) => ({
      name: `${caseName}: ${name}`,
      unit,
      ottla: runs.ottla.map(of),
      peer: runs.peer.map(of),
      higherIsBetter,
    }))
    .filter(({ ottla, peer }) => !ottla.every(Number.isNaN) && !peer.every(Number.isNaN));
}
