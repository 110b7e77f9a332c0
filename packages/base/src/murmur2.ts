/**
 * The two hashes that decide placement in Kafka: murmur2 of a key (default partitioner) and Java's `String.hashCode`
 * (partition of a group in `__consumer_offsets`, of a transactional id in `__transaction_state`).
 */

const M = 0x5bd1e995;

/** Kafka's 32-bit murmur2 (its fixed seed), as a signed integer. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  let hash = 0x9747b28c ^ length;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    k = Math.imul(k, M);
    k = Math.imul(k ^ (k >>> 24), M);
    hash = Math.imul(hash, M) ^ k;
  }
  const rest = length - whole;
  if (rest > 0) {
    if (rest === 3) hash ^= bytes[whole + 2]! << 16;
    if (rest >= 2) hash ^= bytes[whole + 1]! << 8;
    hash = Math.imul(hash ^ bytes[whole]!, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/** Java's `String.hashCode`: over UTF-16 code units, as a signed integer. */
export function javaStringHashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Kafka's `Utils.toPositive`: clears the sign bit (it is not the absolute value). */
export function toPositive(hash: number): number {
  return hash & 0x7fff_ffff;
}

/** Kafka's `Utils.abs`: the absolute value, and 0 for -2^31. */
export function javaAbs(hash: number): number {
  return hash === -0x8000_0000 ? 0 : Math.abs(hash);
}
