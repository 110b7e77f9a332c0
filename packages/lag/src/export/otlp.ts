// Metrics for OpenTelemetry, as OTLP over HTTP with JSON: what a collector takes at /v1/metrics.
import { measuredGroups } from "./watched.ts";
import type { Watched } from "./watched.ts";

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

interface DataPoint {
  readonly attributes: readonly Attribute[];
  readonly timeUnixNano: string;
  readonly asInt?: string;
  readonly asDouble?: number;
}

const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });
const whole = (key: string, value: number): Attribute => ({ key, value: { intValue: String(value) } });

function gauge(name: string, unit: string, description: string, dataPoints: readonly DataPoint[]): object {
  return { name, unit, description, gauge: { dataPoints } };
}

/** The body of a request for some groups; undefined when there is nothing to send. Names follow the semantic conventions where they have one. */
export function otlpBody(watched: Watched): object | undefined {
  const timeUnixNano = `${watched.nowMs}000000`;
  const lag: DataPoint[] = [];
  const offsets: DataPoint[] = [];
  const seconds: DataPoint[] = [];
  const status: DataPoint[] = [];
  for (const { cluster, group, status: groupStatus, partitions } of measuredGroups(watched)) {
    const groupAttributes = [text("kafka.cluster.alias", cluster), text("messaging.consumer.group.name", group)];
    status.push({ attributes: groupAttributes, timeUnixNano, asInt: String(groupStatus) });
    for (const { topic, partition, end, currentLag, lagSeconds } of partitions) {
      if (end === null) continue;
      const attributes = [
        ...groupAttributes,
        text("messaging.destination.name", topic),
        whole("messaging.destination.partition.id", partition),
      ];
      lag.push({ attributes, timeUnixNano, asInt: String(currentLag) });
      offsets.push({ attributes, timeUnixNano, asInt: String(end.offset) });
      if (lagSeconds !== undefined) seconds.push({ attributes, timeUnixNano, asDouble: lagSeconds });
    }
  }
  if (status.length === 0) return undefined;
  const metrics = [
    gauge("kafka.consumer_group.lag", "{record}", "Records that a group is behind the end of a partition", lag),
    gauge("kafka.consumer_group.offset", "{record}", "Offset that a group has committed", offsets),
    gauge("ottla.lag.time", "s", "Age of the oldest record that a group has not read of a partition", seconds),
    gauge("ottla.lag.status", "1", "Status of a group: 1 OK, 2 WARN, 3 ERR", status),
  ];
  const resource = { attributes: [text("service.name", "ottla-lag")] };
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: "@ottla/lag" }, metrics }] }] };
}
