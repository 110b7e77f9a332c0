/**
 * The range of 64-bit integers that a codec maps to `number`: offsets, timestamps and sizes stay exact up to ±2^53.
 * Kafka's Long.MAX_VALUE stands for "unbounded" and maps to INT64_MAX and back. Any other value beyond the range is
 * refused by the codec, never rounded. Producer ids and opaque 64-bit values are `bigint` instead.
 */

/** Stands for 2^63 − 1 (Kafka's Long.MAX_VALUE) in every 64-bit field that is a `number`. */
export const INT64_MAX: number = Number.POSITIVE_INFINITY;

/** The largest magnitude that a 64-bit field which is a `number` can hold: 2^53. */
export const INT64_EXACT_LIMIT = 9007199254740992;
