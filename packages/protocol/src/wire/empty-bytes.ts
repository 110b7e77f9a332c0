/** Default of bytes and records fields that cannot be null. Empty, so there is nothing in it that could change. */
export const EMPTY_BYTES: Uint8Array = Buffer.alloc(0);
