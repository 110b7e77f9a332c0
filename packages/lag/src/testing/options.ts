/** Burrow's defaults, as tests use them. */
export const INTERVALS = 10;
export const EXPIRE_GROUP_MS = 604_800_000;
