/**
 * Reads what clients push: OTLP's `MetricsData` in Protobuf's wire format (opentelemetry.proto.metrics.v1). Read are the values of gauges and
 * sums, which are all that KIP-714 names; points of histograms and summaries are only counted. Fields that are not known are passed over, as Protobuf
 * wants it. Damaged bytes give undefined, never anything else; no more is kept than the bytes hold.
 */

import { ProtobufDamage, ProtobufReader } from "./protobuf-reader.ts";

/** How a value is to be understood: as it is now, as what was added since the last push, or as the sum so far. */
export type PointKind = "gauge" | "delta" | "cumulative";

export interface MetricPoint {
  /** As the client names it: `org.apache.kafka.…`. */
  readonly name: string;
  readonly kind: PointKind;
  /** The resource's first. A key may stand twice: the later one counts. */
  readonly attributes: readonly (readonly [key: string, value: string])[];
  readonly value: number;
}

export interface MetricsData {
  readonly points: readonly MetricPoint[];
  /** Points of kinds that are not shown. */
  readonly otherPoints: number;
}

type Attributes = (readonly [key: string, value: string])[];

/** Undefined for damaged bytes. */
export function readMetricsData(bytes: Uint8Array): MetricsData | undefined {
  const found = { points: [] as MetricPoint[], otherPoints: 0 };
  try {
    const reader = new ProtobufReader(bytes);
    while (reader.next()) if (reader.isMessage(1)) readResourceMetrics(reader.message(), found);
    return found;
  } catch (error) {
    if (error instanceof ProtobufDamage) return undefined;
    throw error;
  }
}

interface Found {
  readonly points: MetricPoint[];
  otherPoints: number;
}

function readResourceMetrics(reader: ProtobufReader, found: Found): void {
  const attributes: Attributes = [];
  const scopes: ProtobufReader[] = [];
  while (reader.next()) {
    if (reader.isMessage(1)) readAttributes(reader.message(), 1, attributes);
    // The resource may come after the metrics that are its own.
    else if (reader.isMessage(2)) scopes.push(reader.message());
  }
  for (const scope of scopes) {
    while (scope.next()) if (scope.isMessage(2)) readMetric(scope.message(), attributes, found);
  }
}

function readAttributes(reader: ProtobufReader, fieldNumber: number, attributes: Attributes): void {
  while (reader.next()) if (reader.isMessage(fieldNumber)) readKeyValue(reader.message(), attributes);
}

const GAUGE = 5;
const SUM = 7;
/** Histogram, exponential histogram, summary. */
const OTHERS: ReadonlySet<number> = new Set([9, 10, 11]);

function readMetric(reader: ProtobufReader, resource: Attributes, found: Found): void {
  let name = "";
  let data: ProtobufReader | undefined;
  let dataField = 0;
  while (reader.next()) {
    if (reader.isMessage(1)) name = reader.string();
    else if (reader.isMessage(GAUGE) || reader.isMessage(SUM) || OTHERS.has(reader.fieldNumber)) {
      // Of these there is one; the last counts.
      dataField = reader.fieldNumber;
      data = reader.isMessage(dataField) ? reader.message() : undefined;
    }
  }
  if (data === undefined) return;
  const points: ProtobufReader[] = [];
  let temporality = 0;
  let isMonotonic = false;
  while (data.next()) {
    if (data.isMessage(1)) points.push(data.message());
    else if (dataField === SUM && data.isVarint(2)) temporality = Number(data.varint());
    else if (dataField === SUM && data.isVarint(3)) isMonotonic = data.varint() !== 0n;
  }
  const kind = dataField === SUM ? kindOf(temporality, isMonotonic) : dataField === GAUGE ? "gauge" : undefined;
  if (kind === undefined) found.otherPoints += points.length;
  else for (const point of points) readPoint(point, { name, kind, resource }, found);
}

const DELTA = 1;
const CUMULATIVE = 2;

/** What may fall is shown like a gauge; of differences that may fall nobody knows from where. */
function kindOf(temporality: number, isMonotonic: boolean): PointKind | undefined {
  if (temporality === DELTA) return isMonotonic ? "delta" : undefined;
  if (temporality !== CUMULATIVE) return undefined;
  return isMonotonic ? "cumulative" : "gauge";
}

const NO_RECORDED_VALUE = 1n;

function readPoint(
  reader: ProtobufReader,
  { name, kind, resource }: Pick<MetricPoint, "name" | "kind"> & { readonly resource: Attributes },
  found: Found,
): void {
  const attributes: Attributes = [...resource];
  let value: number | undefined;
  let flags = 0n;
  while (reader.next()) {
    if (reader.isMessage(7)) readKeyValue(reader.message(), attributes);
    else if (reader.isFixed64(4)) value = reader.double();
    else if (reader.isFixed64(6)) value = Number(reader.sfixed64());
    else if (reader.isVarint(8)) flags = reader.varint();
  }
  // Java's clients say NaN for what they have not measured yet.
  if (value === undefined || Number.isNaN(value) || (flags & NO_RECORDED_VALUE) !== 0n) return;
  found.points.push({ name, kind, attributes, value });
}

/** Attributes without a plain value (lists, maps, bytes) cannot be labels and are left out. */
function readKeyValue(reader: ProtobufReader, attributes: Attributes): void {
  let key = "";
  let value: string | undefined;
  while (reader.next()) {
    if (reader.isMessage(1)) key = reader.string();
    else if (reader.isMessage(2)) value = readAnyValue(reader.message());
  }
  if (value !== undefined) attributes.push([key, value]);
}

function readAnyValue(reader: ProtobufReader): string | undefined {
  let value: string | undefined;
  while (reader.next()) {
    if (reader.isMessage(1)) value = reader.string();
    else if (reader.isVarint(2)) value = String(reader.varint() !== 0n);
    else if (reader.isVarint(3)) value = String(BigInt.asIntN(64, reader.varint()));
    else if (reader.isFixed64(4)) value = String(reader.double());
    else if (reader.fieldNumber >= 5 && reader.fieldNumber <= 7) value = undefined;
  }
  return value;
}
