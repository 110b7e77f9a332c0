/** Where things lie in the memory of the WebAssembly module that decompresses blocks: its assembler and its caller agree on this. */

/** The compressed block. */
export const BLOCK_IN_AT = 0;
export const BLOCK_IN_BYTES: number = 1024 * 1024;
/** Copies go on for up to 16 bytes behind the end of both. */
const MARGIN_BYTES = 64;
/** What it decompresses to. */
export const BLOCK_OUT_AT: number = BLOCK_IN_AT + BLOCK_IN_BYTES + MARGIN_BYTES;
export const BLOCK_OUT_BYTES: number = 1024 * 1024;
/** All of it, in pages of 64 KiB. */
export const BLOCK_PAGES: number = Math.ceil((BLOCK_OUT_AT + BLOCK_OUT_BYTES + MARGIN_BYTES) / 65_536);
