/** Values of headers as Java writes them. */
import { Buffer } from "node:buffer";

export function int32Bytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function int64Bytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

export function textBytes(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

/** Java's `BigInteger.toByteArray`: big-endian two's complement in as few bytes as hold the sign. */
export function bigIntegerBytes(value: number): Uint8Array {
  const whole = int64Bytes(value);
  let start = 0;
  while (start < 7) {
    const isSignOnly =
      (whole[start] === 0 && (whole[start + 1] ?? 0) < 0x80) ||
      (whole[start] === 0xff && (whole[start + 1] ?? 0) >= 0x80);
    if (!isSignOnly) break;
    start++;
  }
  return whole.subarray(start);
}

/** The number that {@link bigIntegerBytes} wrote; undefined for what is none, or too large to be exact. */
export function bigIntegerOf(bytes: Uint8Array | null | undefined): number | undefined {
  if (bytes === null || bytes === undefined || bytes.length === 0 || bytes.length > 8) return undefined;
  let value = (bytes[0] ?? 0) >= 0x80 ? -1n : 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The number that {@link int32Bytes} wrote; undefined for what is none. */
export function int32Of(bytes: Uint8Array | null | undefined): number | undefined {
  if (bytes === null || bytes === undefined || bytes.length !== 4) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0);
}
