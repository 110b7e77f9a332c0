/**
 * Sizes and writing of zig-zag varints, as records use them. Small values, which almost all are, take one comparison.
 */

/** Bytes of a 32-bit integer as a zig-zag varint: 1..5. */
export function varintSize(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  if (zigzag < 0x80) return 1;
  if (zigzag < 0x4000) return 2;
  if (zigzag < 0x20_0000) return 3;
  return zigzag < 0x1000_0000 ? 4 : 5;
}

/** Bytes of a safe integer as a zig-zag varint: 1..8. */
export function varlongSize(value: number): number {
  // An integer of magnitude below 2^k takes k + 1 bits; a negative one has one magnitude more.
  let magnitude = value < 0 ? -(value + 1) : value;
  let size = 1;
  for (magnitude = Math.floor(magnitude / 0x40); magnitude > 0; magnitude = Math.floor(magnitude / 0x80)) size++;
  return size;
}

/** Writes a 32-bit integer as a zig-zag varint; returns where it ended. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  let out = at;
  for (; zigzag >= 0x80; zigzag >>>= 7) bytes[out++] = (zigzag & 0x7f) | 0x80;
  bytes[out] = zigzag;
  return out + 1;
}

/** Writes a safe integer as a zig-zag varint; returns where it ended. */
export function writeVarlong(bytes: Uint8Array, at: number, value: number): number {
  if (value >= -0x4000_0000 && value < 0x4000_0000) return writeVarint(bytes, at, value);
  const sign = value < 0 ? 1 : 0;
  const magnitude = value < 0 ? -(value + 1) : value;
  // The sign is the lowest bit, so the first byte takes six bits of the magnitude.
  let byte = ((magnitude % 0x40) << 1) | sign;
  let out = at;
  for (let left = Math.floor(magnitude / 0x40); left > 0; left = Math.floor(left / 0x80)) {
    bytes[out++] = byte | 0x80;
    byte = left % 0x80;
  }
  bytes[out] = byte;
  return out + 1;
}
