/**
 * XXH3, 64 bits, seed 0: the hash by which Kafka tells whether the topics of a group have changed
 * (`ConsumerGroupMetadataValue.metadataHash`). Nothing hot: it is computed once for each change of a topic.
 */

/** The default secret of XXH3. */
const SECRET: Uint8Array = Uint8Array.from(
  (
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221b8084674f743248e" +
    "e03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8fa763fe39c343ff9dcbbc7c70b4f1d" +
    "8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc" +
    "8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e"
  )
    .match(/../g)!
    .map((hex) => Number.parseInt(hex, 16)),
);
const SECRET_VIEW: DataView = new DataView(SECRET.buffer);

const PRIME32_1 = 0x9e3779b1n;
const PRIME32_2 = 0x85ebca77n;
const PRIME32_3 = 0xc2b2ae3dn;
const PRIME64_1 = 0x9e3779b185ebca87n;
const PRIME64_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME64_3 = 0x165667b19e3779f9n;
const PRIME64_4 = 0x85ebca77c2b2ae63n;
const PRIME64_5 = 0x27d4eb2f165667c5n;
const PRIME_MX1 = 0x165667919e3779f9n;
const PRIME_MX2 = 0x9fb21c651e98df25n;

const STRIPE_BYTES = 64;
const STRIPES_PER_BLOCK = 16;
const BLOCK_BYTES = STRIPE_BYTES * STRIPES_PER_BLOCK;

/** The hash of the bytes, as an unsigned 64-bit integer. */
export function xxh3Hash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  if (length === 0) return avalanche64(secret64(56) ^ secret64(64));
  if (length <= 3) return hashTo3(bytes);
  if (length <= 8) return hashTo8(view);
  if (length <= 16) return hashTo16(view);
  if (length <= 128) return hashTo128(view);
  if (length <= 240) return hashTo240(view);
  return hashLong(view);
}

function hashTo3(bytes: Uint8Array): bigint {
  const { length } = bytes;
  const combined = ((bytes[0]! << 16) | (bytes[length >> 1]! << 24) | bytes[length - 1]! | (length << 8)) >>> 0;
  const flip = BigInt((SECRET_VIEW.getUint32(0, true) ^ SECRET_VIEW.getUint32(4, true)) >>> 0);
  return avalanche64(BigInt(combined) ^ flip);
}

function hashTo8(view: DataView): bigint {
  const length = view.byteLength;
  const first = BigInt(view.getUint32(0, true));
  const last = BigInt(view.getUint32(length - 4, true));
  const keyed = (last + (first << 32n)) ^ secret64(8) ^ secret64(16);
  let hash = keyed ^ rotateLeft(keyed, 49n) ^ rotateLeft(keyed, 24n);
  hash = u64(hash * PRIME_MX2);
  hash ^= (hash >> 35n) + BigInt(length);
  hash = u64(hash * PRIME_MX2);
  return hash ^ (hash >> 28n);
}

function hashTo16(view: DataView): bigint {
  const length = view.byteLength;
  const low = read64(view, 0) ^ secret64(24) ^ secret64(32);
  const high = read64(view, length - 8) ^ secret64(40) ^ secret64(48);
  return avalanche(u64(BigInt(length) + swapBytes(low) + high + foldedProduct(low, high)));
}

function hashTo128(view: DataView): bigint {
  const length = view.byteLength;
  let acc = BigInt(length) * PRIME64_1;
  // From the middle outwards, 16 bytes from each side.
  for (let i = (length - 1) >> 5; i >= 0; i--) {
    acc += mix16(view, 16 * i, 32 * i) + mix16(view, length - 16 * (i + 1), 32 * i + 16);
  }
  return avalanche(u64(acc));
}

function hashTo240(view: DataView): bigint {
  const length = view.byteLength;
  let acc = BigInt(length) * PRIME64_1;
  for (let i = 0; i < 8; i++) acc += mix16(view, 16 * i, 16 * i);
  acc = avalanche(u64(acc));
  for (let i = 8; i < length >> 4; i++) acc += mix16(view, 16 * i, 16 * (i - 8) + 3);
  acc += mix16(view, length - 16, 136 - 17);
  return avalanche(u64(acc));
}

function hashLong(view: DataView): bigint {
  const length = view.byteLength;
  const acc = [PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1];
  const blocks = Math.floor((length - 1) / BLOCK_BYTES);
  for (let block = 0; block < blocks; block++) {
    for (let n = 0; n < STRIPES_PER_BLOCK; n++) {
      accumulate(acc, view, block * BLOCK_BYTES + n * STRIPE_BYTES, n * 8);
    }
    scramble(acc);
  }
  const stripes = Math.floor((length - 1 - blocks * BLOCK_BYTES) / STRIPE_BYTES);
  for (let n = 0; n < stripes; n++) accumulate(acc, view, blocks * BLOCK_BYTES + n * STRIPE_BYTES, n * 8);
  accumulate(acc, view, length - STRIPE_BYTES, SECRET.length - STRIPE_BYTES - 7);
  let hash = BigInt(length) * PRIME64_1;
  for (let i = 0; i < 4; i++) {
    hash += foldedProduct(acc[2 * i]! ^ secret64(11 + 16 * i), acc[2 * i + 1]! ^ secret64(19 + 16 * i));
  }
  return avalanche(u64(hash));
}

function accumulate(acc: bigint[], view: DataView, at: number, secretAt: number): void {
  for (let i = 0; i < 8; i++) {
    const data = read64(view, at + 8 * i);
    const keyed = data ^ secret64(secretAt + 8 * i);
    acc[i ^ 1] = u64(acc[i ^ 1]! + data);
    acc[i] = u64(acc[i]! + (keyed & 0xffff_ffffn) * (keyed >> 32n));
  }
}

function scramble(acc: bigint[]): void {
  for (let i = 0; i < 8; i++) {
    const lane = acc[i]!;
    acc[i] = u64((lane ^ (lane >> 47n) ^ secret64(SECRET.length - STRIPE_BYTES + 8 * i)) * PRIME32_1);
  }
}

function mix16(view: DataView, at: number, secretAt: number): bigint {
  return foldedProduct(read64(view, at) ^ secret64(secretAt), read64(view, at + 8) ^ secret64(secretAt + 8));
}

/** The halves of the 128-bit product, xored. */
function foldedProduct(a: bigint, b: bigint): bigint {
  const product = a * b;
  return u64(product) ^ (product >> 64n);
}

function avalanche(value: bigint): bigint {
  const hash = u64((value ^ (value >> 37n)) * PRIME_MX1);
  return hash ^ (hash >> 32n);
}

function avalanche64(value: bigint): bigint {
  let hash = u64((value ^ (value >> 33n)) * PRIME64_2);
  hash = u64((hash ^ (hash >> 29n)) * PRIME64_3);
  return hash ^ (hash >> 32n);
}

function read64(view: DataView, at: number): bigint {
  return view.getBigUint64(at, true);
}

function secret64(at: number): bigint {
  return SECRET_VIEW.getBigUint64(at, true);
}

function rotateLeft(value: bigint, bits: bigint): bigint {
  return u64(value << bits) | (value >> (64n - bits));
}

function swapBytes(value: bigint): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value);
  return view.getBigUint64(0, true);
}

function u64(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
