/** Protobuf by hand, to make pushes for tests: right ones, and ones that no encoder would make. */

/** A field: a number as varint, text and bytes with their length, `{ double }` and `{ int }` in eight bytes. */
export type FieldValue = number | string | Uint8Array | { readonly double: number } | { readonly int: bigint };

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** One field. */
export function field(fieldNumber: number, value: FieldValue): Buffer {
  if (typeof value === "number") return Buffer.concat([varint(fieldNumber * 8), varint(value)]);
  if (typeof value === "string" || value instanceof Uint8Array) {
    const content = Buffer.from(value);
    return Buffer.concat([varint(fieldNumber * 8 + 2), varint(content.length), content]);
  }
  const fixed = Buffer.alloc(8);
  if ("double" in value) fixed.writeDoubleLE(value.double);
  else fixed.writeBigInt64LE(value.int);
  return Buffer.concat([varint(fieldNumber * 8 + 1), fixed]);
}

/** A message of fields. */
export function message(...fields: readonly (readonly [fieldNumber: number, value: FieldValue])[]): Buffer {
  return Buffer.concat(fields.map(([fieldNumber, value]) => field(fieldNumber, value)));
}

/** An attribute with a text. */
export function attribute(key: string, value: string): Buffer {
  return message([1, key], [2, field(1, value)]);
}

export const DELTA = 1;
export const CUMULATIVE = 2;

/** A sum of one point. */
export function sum(name: string, value: number, temporality: number = DELTA, ...attributes: Buffer[]): Buffer {
  const point = Buffer.concat([field(4, { double: value }), ...attributes.map((one) => field(7, one))]);
  return message([1, name], [7, message([1, point], [2, temporality], [3, 1])]);
}

/** A gauge of one point. */
export function gauge(name: string, value: number, ...attributes: Buffer[]): Buffer {
  const point = Buffer.concat([field(4, { double: value }), ...attributes.map((one) => field(7, one))]);
  return message([1, name], [5, field(1, point)]);
}

/** `MetricsData` of one resource with these attributes and metrics. */
export function metricsData(metrics: readonly Uint8Array[], ...resource: Buffer[]): Buffer {
  const scope = Buffer.concat(metrics.map((one) => field(2, one)));
  const attributes = Buffer.concat(resource.map((one) => field(1, one)));
  return field(1, message([2, scope], [1, attributes]));
}
