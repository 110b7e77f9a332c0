/**
 * CRC-32C (Castagnoli), the checksum of every record batch.
 */

const POLYNOMIAL = 0x82f63b78;
const SLICES = 16;
const TABLE: Int32Array = buildTable();

function buildTable(): Int32Array {
  const table = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[byte] = crc;
  }
  for (let i = 256; i < table.length; i++) {
    const previous = table[i - 256]!;
    table[i] = (previous >>> 8) ^ table[previous & 0xff]!;
  }
  return table;
}

/**
 * The CRC-32C of `bytes[start, end)` as an unsigned integer. Pass the checksum of what came before as `initial` to go on
 * with it.
 */
export function crc32c(bytes: Uint8Array, start = 0, end: number = bytes.length, initial = 0): number {
  const table = TABLE;
  let crc = ~initial;
  let i = start;
  for (const whole = end - 8; i <= whole; i += 8) {
    crc =
      table[0x700 + ((crc ^ bytes[i]!) & 0xff)]! ^
      table[0x600 + (((crc >>> 8) ^ bytes[i + 1]!) & 0xff)]! ^
      table[0x500 + (((crc >>> 16) ^ bytes[i + 2]!) & 0xff)]! ^
      table[0x400 + ((crc >>> 24) ^ bytes[i + 3]!)]! ^
      table[0x300 + bytes[i + 4]!]! ^
      table[0x200 + bytes[i + 5]!]! ^
      table[0x100 + bytes[i + 6]!]! ^
      table[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
