/** Bounds of what one operation of the controller may be. */

/** Records in one batch of the metadata log; an atomic operation cannot be larger. */
export const MAX_RECORDS_PER_BATCH = 10_000;
/** Records that one request of a user may produce. */
export const MAX_RECORDS_PER_USER_OP = 10_000;
/** Partitions that one CreateTopics request may ask for. */
export const MAX_PARTITIONS_PER_BATCH = 10_000;
