// Snappy and LZ4 decompression for comparing what brokers compressed: straight from the formats, without the product's code.

const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);

/** Raw snappy, or snappy-java's framing of it. */
export function unsnappy(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, 8).equals(XERIAL_MAGIC)) return unsnappyBlock(bytes);
  const blocks: Buffer[] = [];
  for (let at = 16; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    blocks.push(unsnappyBlock(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

function unsnappyBlock(bytes: Buffer): Buffer {
  let at = 0;
  while ((bytes.readUInt8(at) & 0x80) !== 0) at++;
  at++;
  const out: number[] = [];
  while (at < bytes.length) {
    const tag = bytes.readUInt8(at++);
    if ((tag & 3) === 0) {
      let length = tag >> 2;
      if (length >= 60) {
        const extra = length - 59;
        length = bytes.readUIntLE(at, extra);
        at += extra;
      }
      out.push(...bytes.subarray(at, at + length + 1));
      at += length + 1;
    } else if ((tag & 3) === 1) {
      copyWithin(out, ((tag >> 5) << 8) | bytes.readUInt8(at++), ((tag >> 2) & 7) + 4);
    } else {
      const width = (tag & 3) === 2 ? 2 : 4;
      copyWithin(out, bytes.readUIntLE(at, width), (tag >> 2) + 1);
      at += width;
    }
  }
  return Buffer.from(out);
}

/** One LZ4 frame. */
export function unlz4(bytes: Buffer): Buffer {
  const flags = bytes.readUInt8(4);
  let at = 7 + ((flags & 8) !== 0 ? 8 : 0);
  const out: number[] = [];
  for (;;) {
    const word = bytes.readUInt32LE(at);
    at += 4;
    if (word === 0) return Buffer.from(out);
    const length = word & 0x7fffffff;
    const block = bytes.subarray(at, at + length);
    if (word >= 0x80000000) out.push(...block);
    else unlz4Block(block, out);
    at += length + ((flags & 16) !== 0 ? 4 : 0);
  }
}

function unlz4Block(block: Buffer, out: number[]): void {
  let at = 0;
  const extended = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15) {
      let byte: number;
      do {
        byte = block.readUInt8(at++);
        length += byte;
      } while (byte === 255);
    }
    return length;
  };
  while (at < block.length) {
    const token = block.readUInt8(at++);
    const literals = extended(token >> 4);
    out.push(...block.subarray(at, at + literals));
    at += literals;
    if (at >= block.length) return;
    const distance = block.readUInt16LE(at);
    at += 2;
    copyWithin(out, distance, extended(token & 15) + 4);
  }
}

function copyWithin(out: number[], distance: number, length: number): void {
  for (let i = 0; i < length; i++) out.push(out[out.length - distance] ?? 0);
}
