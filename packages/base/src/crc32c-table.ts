/** Lookup tables for CRC-32C (Castagnoli, reflected polynomial 0x82f63b78). */

const POLYNOMIAL = 0x82f63b78;

/**
 * Tables for `slices` bytes at once: entry `256 * k + b` is the remainder of byte `b` followed by `k` zero bytes.
 */
export function crc32cTable(slices: number): Int32Array {
  const table = new Int32Array(slices * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
    table[byte] = remainder;
  }
  for (let i = 256; i < table.length; i++) {
    const previous = table[i - 256]!;
    table[i] = (previous >>> 8) ^ table[previous & 0xff]!;
  }
  return table;
}
