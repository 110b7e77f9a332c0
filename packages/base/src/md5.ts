/**
 * MD5 (RFC 1321), as Kafka's log cleaner hashes keys: a stand-in for the key of 16 bytes, not a protection of anything. Node's own costs eight
 * times as much for keys of usual length, most of it for crossing into native code.
 */
const BLOCK_BYTES = 64;
/** Behind this many bytes of the last block there is no room for the length. */
const TAIL_BYTES_MAX = 56;

/** The running digest, and the four words of the block under work. */
const state = new Int32Array(4);
const work = new Int32Array(4);
const block = new Int32Array(BLOCK_BYTES / 4);
/** The digest's words are little-endian, as the machines that Node runs on are. */
const blockBytes = new Uint8Array(block.buffer);

/** Hashes `bytes[start, end)` into the first four elements of `digest`, whose bytes in memory are the digest's. */
export function md5(bytes: Uint8Array, start: number, end: number, digest: Int32Array): void {
  state[0] = 0x6745_2301;
  state[1] = 0xefcd_ab89;
  state[2] = 0x98ba_dcfe;
  state[3] = 0x1032_5476;
  let at = start;
  for (; end - at >= BLOCK_BYTES; at += BLOCK_BYTES) {
    for (let i = 0; i < BLOCK_BYTES; i++) blockBytes[i] = bytes[at + i]!;
    addBlock();
  }
  block.fill(0);
  const left = end - at;
  for (let i = 0; i < left; i++) blockBytes[i] = bytes[at + i]!;
  blockBytes[left] = 0x80;
  if (left >= TAIL_BYTES_MAX) {
    addBlock();
    block.fill(0);
  }
  const count = end - start;
  block[14] = count << 3;
  block[15] = count >>> 29;
  addBlock();
  digest[0] = state[0];
  digest[1] = state[1];
  digest[2] = state[2];
  digest[3] = state[3];
}

function addBlock(): void {
  work.set(state);
  roundOne(block);
  roundTwo(block);
  roundThree(block);
  roundFour(block);
  for (let i = 0; i < 4; i++) state[i] = state[i]! + work[i]!;
}

function roundOne(w: Int32Array): void {
  let [a, b, c, d] = [work[0]!, work[1]!, work[2]!, work[3]!];
  a = (a + (d ^ (b & (c ^ d))) + w[0]! + 0xd76a_a478) | 0;
  a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (c ^ (a & (b ^ c))) + w[1]! + 0xe8c7_b756) | 0;
  d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (b ^ (d & (a ^ b))) + w[2]! + 0x2420_70db) | 0;
  c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (a ^ (c & (d ^ a))) + w[3]! + 0xc1bd_ceee) | 0;
  b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (d ^ (b & (c ^ d))) + w[4]! + 0xf57c_0faf) | 0;
  a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (c ^ (a & (b ^ c))) + w[5]! + 0x4787_c62a) | 0;
  d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (b ^ (d & (a ^ b))) + w[6]! + 0xa830_4613) | 0;
  c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (a ^ (c & (d ^ a))) + w[7]! + 0xfd46_9501) | 0;
  b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (d ^ (b & (c ^ d))) + w[8]! + 0x6980_98d8) | 0;
  a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (c ^ (a & (b ^ c))) + w[9]! + 0x8b44_f7af) | 0;
  d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (b ^ (d & (a ^ b))) + w[10]! + 0xffff_5bb1) | 0;
  c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (a ^ (c & (d ^ a))) + w[11]! + 0x895c_d7be) | 0;
  b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (d ^ (b & (c ^ d))) + w[12]! + 0x6b90_1122) | 0;
  a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (c ^ (a & (b ^ c))) + w[13]! + 0xfd98_7193) | 0;
  d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (b ^ (d & (a ^ b))) + w[14]! + 0xa679_438e) | 0;
  c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (a ^ (c & (d ^ a))) + w[15]! + 0x49b4_0821) | 0;
  b = (((b << 22) | (b >>> 10)) + c) | 0;
  work[0] = a;
  work[1] = b;
  work[2] = c;
  work[3] = d;
}

function roundTwo(w: Int32Array): void {
  let [a, b, c, d] = [work[0]!, work[1]!, work[2]!, work[3]!];
  a = (a + (c ^ (d & (b ^ c))) + w[1]! + 0xf61e_2562) | 0;
  a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (b ^ (c & (a ^ b))) + w[6]! + 0xc040_b340) | 0;
  d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (a ^ (b & (d ^ a))) + w[11]! + 0x265e_5a51) | 0;
  c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (d ^ (a & (c ^ d))) + w[0]! + 0xe9b6_c7aa) | 0;
  b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (c ^ (d & (b ^ c))) + w[5]! + 0xd62f_105d) | 0;
  a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (b ^ (c & (a ^ b))) + w[10]! + 0x0244_1453) | 0;
  d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (a ^ (b & (d ^ a))) + w[15]! + 0xd8a1_e681) | 0;
  c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (d ^ (a & (c ^ d))) + w[4]! + 0xe7d3_fbc8) | 0;
  b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (c ^ (d & (b ^ c))) + w[9]! + 0x21e1_cde6) | 0;
  a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (b ^ (c & (a ^ b))) + w[14]! + 0xc337_07d6) | 0;
  d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (a ^ (b & (d ^ a))) + w[3]! + 0xf4d5_0d87) | 0;
  c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (d ^ (a & (c ^ d))) + w[8]! + 0x455a_14ed) | 0;
  b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (c ^ (d & (b ^ c))) + w[13]! + 0xa9e3_e905) | 0;
  a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (b ^ (c & (a ^ b))) + w[2]! + 0xfcef_a3f8) | 0;
  d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (a ^ (b & (d ^ a))) + w[7]! + 0x676f_02d9) | 0;
  c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (d ^ (a & (c ^ d))) + w[12]! + 0x8d2a_4c8a) | 0;
  b = (((b << 20) | (b >>> 12)) + c) | 0;
  work[0] = a;
  work[1] = b;
  work[2] = c;
  work[3] = d;
}

function roundThree(w: Int32Array): void {
  let [a, b, c, d] = [work[0]!, work[1]!, work[2]!, work[3]!];
  a = (a + (b ^ c ^ d) + w[5]! + 0xfffa_3942) | 0;
  a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + w[8]! + 0x8771_f681) | 0;
  d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + w[11]! + 0x6d9d_6122) | 0;
  c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + w[14]! + 0xfde5_380c) | 0;
  b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + w[1]! + 0xa4be_ea44) | 0;
  a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + w[4]! + 0x4bde_cfa9) | 0;
  d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + w[7]! + 0xf6bb_4b60) | 0;
  c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + w[10]! + 0xbebf_bc70) | 0;
  b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + w[13]! + 0x289b_7ec6) | 0;
  a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + w[0]! + 0xeaa1_27fa) | 0;
  d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + w[3]! + 0xd4ef_3085) | 0;
  c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + w[6]! + 0x0488_1d05) | 0;
  b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + w[9]! + 0xd9d4_d039) | 0;
  a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + w[12]! + 0xe6db_99e5) | 0;
  d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + w[15]! + 0x1fa2_7cf8) | 0;
  c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + w[2]! + 0xc4ac_5665) | 0;
  b = (((b << 23) | (b >>> 9)) + c) | 0;
  work[0] = a;
  work[1] = b;
  work[2] = c;
  work[3] = d;
}

function roundFour(w: Int32Array): void {
  let [a, b, c, d] = [work[0]!, work[1]!, work[2]!, work[3]!];
  a = (a + (c ^ (b | ~d)) + w[0]! + 0xf429_2244) | 0;
  a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + (b ^ (a | ~c)) + w[7]! + 0x432a_ff97) | 0;
  d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + (a ^ (d | ~b)) + w[14]! + 0xab94_23a7) | 0;
  c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + (d ^ (c | ~a)) + w[5]! + 0xfc93_a039) | 0;
  b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + (c ^ (b | ~d)) + w[12]! + 0x655b_59c3) | 0;
  a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + (b ^ (a | ~c)) + w[3]! + 0x8f0c_cc92) | 0;
  d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + (a ^ (d | ~b)) + w[10]! + 0xffef_f47d) | 0;
  c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + (d ^ (c | ~a)) + w[1]! + 0x8584_5dd1) | 0;
  b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + (c ^ (b | ~d)) + w[8]! + 0x6fa8_7e4f) | 0;
  a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + (b ^ (a | ~c)) + w[15]! + 0xfe2c_e6e0) | 0;
  d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + (a ^ (d | ~b)) + w[6]! + 0xa301_4314) | 0;
  c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + (d ^ (c | ~a)) + w[13]! + 0x4e08_11a1) | 0;
  b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + (c ^ (b | ~d)) + w[4]! + 0xf753_7e82) | 0;
  a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + (b ^ (a | ~c)) + w[11]! + 0xbd3a_f235) | 0;
  d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + (a ^ (d | ~b)) + w[2]! + 0x2ad7_d2bb) | 0;
  c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + (d ^ (c | ~a)) + w[9]! + 0xeb86_d391) | 0;
  b = (((b << 21) | (b >>> 11)) + c) | 0;
  work[0] = a;
  work[1] = b;
  work[2] = c;
  work[3] = d;
}
