// The table of a client's metrics that the performance tools print with --print-metrics.
import type { Metric } from "@ottla/client";

/** As Java prints a map. */
function tagsText(tags: Readonly<Record<string, string>>): string {
  return `{${Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ")}}`;
}

/** Sorted by name, numbers with three decimals; nothing where there are no metrics. */
export function metricsTable(metrics: readonly Metric[]): string {
  const values = new Map(
    metrics.map((metric) => [`${metric.group}:${metric.name}:${tagsText(metric.tags)}`, metric.value()]),
  );
  const width = Math.max(0, ...[...values.keys()].map((name) => name.length));
  if (width === 0) return "";
  const lines = [...values]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name.padEnd(width)} : ${typeof value === "number" ? value.toFixed(3) : value}\n`);
  return `\n${"Metric Name".padEnd(width)}   Value\n${lines.join("")}`;
}
