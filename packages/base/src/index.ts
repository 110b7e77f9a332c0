export { assert, AssertionError, unreachable } from "./assert.ts";
export {
  EMPTY_BYTES,
  asBuffer,
  bytesEqual,
  compareBytes,
  concatBytes,
  copyBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
  utf8Bytes,
  utf8String,
} from "./bytes.ts";
export { BufferPool, POOLED_BYTES_MIN } from "./buffer-pool.ts";
export type { ByteChunk, TransferableBytes } from "./byte-chunk.ts";
export { systemClock, type Clock, type Timer } from "./clock.ts";
export { crc32c } from "./crc32c.ts";
export { DeadlineEntry, DeadlineQueue } from "./deadline-queue.ts";
export {
  JavaHashMap,
  javaCopyCapacity,
  javaIntHashCode,
  javaStringOrder,
  javaUuidHashCode,
  timelineOrder,
} from "./java-hash-table.ts";
export { md5 } from "./md5.ts";
export { javaAbs, javaStringHashCode, murmur2, toPositive } from "./murmur2.ts";
export { Prng, randomBelow, systemRandom, type Random } from "./random.ts";
export { SnapshotRegistry } from "./snapshot-registry.ts";
export { TimelineMap, TimelineSet, TimelineValue } from "./timeline-map.ts";
export { TimerQueue } from "./timer-queue.ts";
export {
  METADATA_TOPIC_ID,
  UUID_BYTES,
  ZERO_UUID,
  isUuid,
  randomUuid,
  uuidFromBytes,
  uuidToBytes,
  type Uuid,
} from "./uuid.ts";
export { VirtualClock } from "./virtual-clock.ts";
export { xxh3Hash64 } from "./xxh3-64.ts";
