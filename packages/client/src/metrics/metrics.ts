/**
 * The metrics of one client, with the names, groups and tags of Java's.
 *
 * A sensor takes values and hands them to some statistics, each of which is one metric. What a client measures costs a few additions a request or batch,
 * never anything a record.
 */
import type { Clock } from "@ottla/base";
import { Avg, Gauge, Last, Max, Min, Rate, Total } from "./stats.ts";
import type { Stat, Windows } from "./stats.ts";

/** What a metric is called. Two metrics may differ by their tags only. */
export interface MetricName {
  readonly name: string;
  readonly group: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One metric. */
export interface Metric extends MetricName {
  /** What it is now. NaN where there is nothing to tell; a few, such as `version`, are text. */
  value(): number | string;
}

export type Tags = Readonly<Record<string, string>>;

/** Takes values for some metrics. */
export class Sensor {
  readonly #stats: Stat[] = [];
  readonly #clock: Clock;
  /** When it last took a value, on the monotonic clock; undefined before the first. */
  lastMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(stat: Stat): this {
    this.#stats.push(stat);
    return this;
  }

  /** @param nowMs for whoever knows the time already: on the monotonic clock */
  record(value = 1, nowMs: number = this.#clock.monotonicMs()): void {
    this.lastMs = nowMs;
    for (const stat of this.#stats) stat.record(value, nowMs);
  }
}

interface Registered extends Metric {
  readonly key: string;
}

/** The registry of one client. */
export class Metrics {
  readonly clock: Clock;
  readonly #windows: Windows;
  readonly #metrics: Map<string, Registered> = new Map();

  constructor(clock: Clock, windows: Windows) {
    this.clock = clock;
    this.#windows = windows;
  }

  /** All metrics, in the order they were made. */
  all(): readonly Metric[] {
    return [...this.#metrics.values()];
  }

  get size(): number {
    return this.#metrics.size;
  }

  /** A group of metrics that share their tags. */
  group(group: string, tags: Tags): MetricGroup {
    return new MetricGroup(this, { group, tags, windows: this.#windows });
  }

  /** Makes a metric; one of the same name, group and tags is replaced. */
  add(name: MetricName, stat: Stat): void {
    const key = `${name.group}/${name.name}/${JSON.stringify(name.tags)}`;
    const { clock } = this;
    this.#metrics.set(key, { ...name, key, value: () => stat.measure(clock.monotonicMs()) });
  }

  /** Takes the metrics of a group with these tags away. */
  remove(group: string, tags: Tags): void {
    const text = JSON.stringify(tags);
    for (const [key, metric] of this.#metrics) {
      if (metric.group === group && JSON.stringify(metric.tags) === text) this.#metrics.delete(key);
    }
  }
}

interface MetricGroupOptions {
  readonly group: string;
  readonly tags: Tags;
  readonly windows: Windows;
}

/** Makes sensors for the metrics of one group. */
export class MetricGroup {
  readonly #metrics: Metrics;
  readonly #options: MetricGroupOptions;

  constructor(metrics: Metrics, options: MetricGroupOptions) {
    this.#metrics = metrics;
    this.#options = options;
  }

  /** A sensor for `<base>-avg` and `<base>-max`, `-min`, or as the map says: metric name → kind and description. */
  sensor(metrics: Readonly<Record<string, readonly [kind: StatKind, description: string]>>): Sensor {
    const sensor = new Sensor(this.#metrics.clock);
    for (const [name, [kind, description]] of Object.entries(metrics)) {
      const stat = makeStat(kind, this.#options.windows);
      sensor.add(stat);
      this.#add(name, description, stat);
    }
    return sensor;
  }

  /** A rate and a total of one thing, as `<base>-rate` and `<base>-total`. `counts`: of events, not of their values. */
  meter(base: string, what: string, options: { readonly counts?: boolean } = {}): Sensor {
    const kinds: readonly [StatKind, StatKind] = options.counts === true ? ["countRate", "count"] : ["rate", "total"];
    return this.sensor({
      [`${base}-rate`]: [kinds[0], `The number of ${what} per second`],
      [`${base}-total`]: [kinds[1], `The total number of ${what}`],
    });
  }

  gauge(name: string, description: string, read: (nowMs: number) => number | string): void {
    this.#add(name, description, new Gauge(read));
  }

  #add(name: string, description: string, stat: Stat): void {
    const { group, tags } = this.#options;
    this.#metrics.add({ name, group, description, tags }, stat);
  }
}

/** The kinds of statistics, by what they make of values. */
export type StatKind =
  | "avg"
  | "max"
  | "min"
  | "rate"
  | "countRate"
  | "countRatePerHour"
  | "ratio"
  | "total"
  | "count"
  | "last";

function makeStat(kind: StatKind, windows: Windows): Stat {
  switch (kind) {
    case "avg":
      return new Avg(windows);
    case "max":
      return new Max(windows);
    case "min":
      return new Min(windows);
    case "rate":
      return new Rate(windows);
    case "countRate":
      return new Rate(windows, { counts: true });
    case "countRatePerHour":
      return new Rate(windows, { counts: true, unitMs: 3_600_000 });
    case "ratio":
      // Of nanoseconds to nanoseconds.
      return new Rate(windows, { unitMs: 1e-6 });
    case "total":
      return new Total();
    case "count":
      return new Total({ counts: true });
    case "last":
      return new Last();
  }
}
