/**
 * Big-endian integers at a position of an array. Reading past the end yields garbage, never a throw: callers have checked
 * the bounds. A 64-bit integer beyond ±2^53 loses its low bits; whoever must not mistake it tests `Number.isSafeInteger`.
 */

export function readInt16(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
}

export function readInt32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) >>> 0;
}

export function readInt64(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) * 0x1_0000_0000 + readUint32(bytes, at + 4);
}

export function readBigInt64(bytes: Uint8Array, at: number): bigint {
  const high = readInt32(bytes, at);
  const low = readUint32(bytes, at + 4);
  // Most ids are small or "none": no arithmetic on big integers for them.
  if (high === 0) return BigInt(low);
  if (high === -1 && low === 0xffff_ffff) return -1n;
  return (BigInt(high) << 32n) | BigInt(low);
}

export function writeInt16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}

export function writeInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 24;
  bytes[at + 1] = value >> 16;
  bytes[at + 2] = value >> 8;
  bytes[at + 3] = value;
}

export function writeInt64(bytes: Uint8Array, at: number, value: number): void {
  const high = Math.floor(value / 0x1_0000_0000);
  writeInt32(bytes, at, high | 0);
  writeInt32(bytes, at + 4, (value - high * 0x1_0000_0000) | 0);
}

export function writeBigInt64(bytes: Uint8Array, at: number, value: bigint): void {
  writeInt32(bytes, at, Number(BigInt.asIntN(32, value >> 32n)));
  writeInt32(bytes, at + 4, Number(BigInt.asIntN(32, value)));
}
