/**
 * Metrics as OTLP, the form in which KIP-714 sends them to brokers: opentelemetry.proto.metrics.v1.MetricsData, written by hand since it is four nested
 * messages of it that are needed. Pure.
 *
 * Names are Kafka's: `org.apache.kafka.` and the group without `-metrics`, then the metric's name, all in lower case with dots. Totals are sums (cumulative, or what was
 * added since the last time: delta), everything else is a gauge. NaN is not told.
 */

/** One metric as it is to be told. */
export interface TelemetryMetric {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: number;
  /** Whether it only grows. */
  readonly isSum: boolean;
}

/** The name under which a metric is told, by the rules of KIP-714. */
export function telemetryName(group: string, name: string): string {
  return `org.apache.kafka.${group.replaceAll("-metrics", "")}.${name}`.toLowerCase().replaceAll("-", ".");
}

/** The tag of a metric as an attribute: dashes become underscores. */
export function attributeName(tag: string): string {
  return tag.toLowerCase().replaceAll("-", "_");
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

/** AggregationTemporality. */
const DELTA = 1;
const CUMULATIVE = 2;

/**
 * @param times when the sums began and when the values were taken, in milliseconds since 1970
 * @param labels what all of them have in common
 */
export function encodeMetrics(
  metrics: readonly TelemetryMetric[],
  times: { readonly startMs: number; readonly nowMs: number; readonly isDelta: boolean },
  labels: Readonly<Record<string, string>> = {},
): Uint8Array {
  const encoded = metrics.map((metric) => field(2, encodeMetric(metric, times)));
  const scopeMetrics = field(2, Buffer.concat(encoded));
  const common = encodeAttributes(1, labels);
  const resource = common.length === 0 ? [] : [field(1, Buffer.concat(common))];
  return field(1, Buffer.concat([...resource, scopeMetrics]));
}

function encodeAttributes(number: number, attributes: Readonly<Record<string, string>>): Buffer[] {
  return Object.entries(attributes).map(([key, value]) =>
    field(number, Buffer.concat([field(1, Buffer.from(key)), field(2, field(1, Buffer.from(value)))])),
  );
}

function encodeMetric(
  metric: TelemetryMetric,
  times: { readonly startMs: number; readonly nowMs: number; readonly isDelta: boolean },
): Buffer {
  const attributes = encodeAttributes(7, metric.attributes);
  const point = Buffer.concat([
    metric.isSum ? time(2, times.startMs) : Buffer.alloc(0),
    time(3, times.nowMs),
    double(4, metric.value),
    ...attributes,
  ]);
  const name = field(1, Buffer.from(metric.name));
  if (!metric.isSum) return Buffer.concat([name, field(5, field(1, point))]);
  const temporality = varintField(2, times.isDelta ? DELTA : CUMULATIVE);
  return Buffer.concat([name, field(7, Buffer.concat([field(1, point), temporality, varintField(3, 1)]))]);
}

function tag(number: number, wireType: number): Buffer {
  return varint(number * 8 + wireType);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([tag(number, BYTES), varint(content.length), content]);
}

function varintField(number: number, value: number): Buffer {
  return Buffer.concat([tag(number, VARINT), varint(value)]);
}

function time(number: number, ms: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(Math.round(ms)) * 1_000_000n);
  return Buffer.concat([tag(number, FIXED64), bytes]);
}

function double(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(number, FIXED64), bytes]);
}
