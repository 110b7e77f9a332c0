// What kafka-producer-perf-test counts and prints: rates and latencies, for an interval and for all. Latencies are sampled, as Kafka's tool does, so
// that half a million of them tell the percentiles of any number of records.
import type { Row } from "../../command.ts";

const SAMPLES_MAX = 500_000;
const MEBIBYTE = 1_048_576;

export interface ProducerStatsOptions {
  readonly numRecords: number;
  readonly isSteadyState: boolean;
  readonly reportingIntervalMs: number;
  nowMs(): number;
  write(line: string): void;
  /** Instead of a line. */
  readonly row?: (row: Row) => void;
}

/** Counts records of a run, or of its steady state. */
export class ProducerStats {
  readonly #options: ProducerStatsOptions;
  readonly #startMs: number;
  readonly #latencies: Int32Array;
  /** One record in so many is sampled. */
  readonly #sampling: number;
  #iteration: number = 0;
  #index: number = 0;
  #count: number = 0;
  #bytes: number = 0;
  #latencyMax: number = 0;
  #latencyTotal: number = 0;
  #windowCount: number = 0;
  #windowLatencyMax: number = 0;
  #windowLatencyTotal: number = 0;
  #windowBytes: number = 0;
  #windowStartMs: number;
  #isPrinting: boolean = true;

  constructor(options: ProducerStatsOptions) {
    this.#options = options;
    this.#startMs = options.nowMs();
    this.#windowStartMs = this.#startMs;
    this.#sampling = Math.max(1, Math.floor(options.numRecords / Math.min(options.numRecords, SAMPLES_MAX)));
    this.#latencies = new Int32Array(Math.floor(options.numRecords / this.#sampling) + 1);
  }

  /** Interval lines come from the steady state's counts from now on. */
  suppressPrinting(): void {
    this.#isPrinting = false;
  }

  /** A record was acknowledged. */
  record(latencyMs: number, bytes: number): void {
    const nowMs = this.#options.nowMs();
    this.#count++;
    this.#bytes += bytes;
    this.#latencyTotal += latencyMs;
    this.#latencyMax = Math.max(this.#latencyMax, latencyMs);
    this.#windowCount++;
    this.#windowBytes += bytes;
    this.#windowLatencyTotal += latencyMs;
    this.#windowLatencyMax = Math.max(this.#windowLatencyMax, latencyMs);
    if (this.#iteration % this.#sampling === 0) this.#latencies[this.#index++] = latencyMs;
    if (nowMs - this.#windowStartMs >= this.#options.reportingIntervalMs) {
      if (this.#isPrinting) this.#printWindow(nowMs);
      this.#newWindow(nowMs);
    }
    this.#iteration++;
  }

  #printWindow(nowMs: number): void {
    const elapsedMs = nowMs - this.#windowStartMs;
    const rate = (1000 * this.#windowCount) / elapsedMs;
    const mebibytes = (1000 * this.#windowBytes) / elapsedMs / MEBIBYTE;
    const average = this.#windowLatencyTotal / this.#windowCount;
    if (this.#options.row !== undefined) {
      const figures = {
        recordsSent: this.#windowCount,
        recordsPerSec: rate,
        mbPerSec: mebibytes,
        avgLatencyMs: average,
      };
      const { isSteadyState } = this.#options;
      this.#options.row({ kind: "interval", isSteadyState, ...figures, maxLatencyMs: this.#windowLatencyMax });
      return;
    }
    this.#options.write(
      `${this.#windowCount}${this.#steady()} records sent, ${rate.toFixed(1)} records/sec (${mebibytes.toFixed(2)} MB/sec), ` +
        `${average.toFixed(1)} ms avg latency, ${this.#windowLatencyMax.toFixed(1)} ms max latency.\n`,
    );
  }

  #newWindow(nowMs: number): void {
    this.#windowStartMs = nowMs;
    this.#windowCount = 0;
    this.#windowLatencyMax = 0;
    this.#windowLatencyTotal = 0;
    this.#windowBytes = 0;
  }

  printTotal(): void {
    const elapsedMs = this.#options.nowMs() - this.#startMs;
    const rate = (1000 * this.#count) / elapsedMs;
    const mebibytes = (1000 * this.#bytes) / elapsedMs / MEBIBYTE;
    const average = this.#latencyTotal / this.#count;
    const [p50, p95, p99, p999] = this.#percentiles([0.5, 0.95, 0.99, 0.999]);
    if (this.#options.row !== undefined) {
      const figures = { recordsSent: this.#count, recordsPerSec: rate, mbPerSec: mebibytes, avgLatencyMs: average };
      const latencies = { maxLatencyMs: this.#latencyMax, p50Ms: p50, p95Ms: p95, p99Ms: p99, p999Ms: p999 };
      this.#options.row({ kind: "total", isSteadyState: this.#options.isSteadyState, ...figures, ...latencies });
      return;
    }
    this.#options.write(
      `${this.#count}${this.#steady()} records sent, ${rate.toFixed(6)} records/sec (${mebibytes.toFixed(2)} MB/sec), ` +
        `${average.toFixed(2)} ms avg latency, ${this.#latencyMax.toFixed(2)} ms max latency, ` +
        `${p50} ms 50th, ${p95} ms 95th, ${p99} ms 99th, ${p999} ms 99.9th.\n`,
    );
  }

  #steady(): string {
    return this.#options.isSteadyState ? " steady state" : "";
  }

  #percentiles(shares: readonly number[]): number[] {
    const sorted = this.#latencies.slice(0, this.#index).sort();
    return shares.map((share) => sorted[Math.floor(share * sorted.length)] ?? 0);
  }
}
