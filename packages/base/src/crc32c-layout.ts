/** Where things lie in the memory of the `crc32c` WebAssembly module: its assembler and its caller agree on this. */

/** Tables of eight slices, 8 KiB, written by the caller. */
export const CRC_TABLES_AT = 0;
/** Nibble tables, 512 bytes, a data segment of the module. */
export const CRC_NIBBLES_AT = 0x2000;
/** 128 bytes the module writes. */
export const CRC_SCRATCH_AT = 0x2200;
/** The bytes to check, up to `CRC_DATA_BYTES` at a time. */
export const CRC_DATA_AT = 0x2400;
/** Small enough to stay in the first-level cache between the copy and the checksum. */
export const CRC_DATA_BYTES: number = 16 * 1024;
