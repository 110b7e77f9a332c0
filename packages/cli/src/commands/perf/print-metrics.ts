// The table of a client's metrics that the performance tools print with --print-metrics.
import type { Metric } from "@ottla/client";
import type { CommandIo } from "../../command.ts";

/** As Java prints a map. */
function tagsText(tags: Readonly<Record<string, string>>): string {
  return `{${Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ")}}`;
}

/** Prints them: as a table, or a row each. */
export function printMetrics(metrics: readonly Metric[], io: CommandIo): void {
  if (io.row === undefined) io.stdout.write(metricsTable(metrics));
  else {
    for (const metric of metrics) {
      const { group, name, tags } = metric;
      io.row({ group, name, tags, value: metric.value() });
    }
  }
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
