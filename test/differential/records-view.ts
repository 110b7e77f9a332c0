// The records field of a Fetch answer taken apart, so that a difference names the batch and the header field instead of
// saying that some bytes differ. What cannot be taken apart (a partial batch at the end) stays bytes.
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { crc32c } from "./batch.ts";
import { unlz4, unsnappy } from "./decompress.ts";

/** One leaf: path below the field, and its value. */
export type Leaf = readonly [path: string, value: unknown];

/** Every header field of every batch, whether the checksum holds, and the records' bytes. */
export function recordsLeaves(bytes: Uint8Array): Leaf[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const leaves: Leaf[] = [];
  let at = 0;
  for (let index = 0; at + 61 <= buffer.length; index++) {
    const length = 12 + buffer.readInt32BE(at + 8);
    if (length < 61 || at + length > buffer.length) break;
    leaves.push(...batchLeaves(buffer.subarray(at, at + length), `.batch[${index}]`));
    at += length;
  }
  if (at < buffer.length) leaves.push([".rest", buffer.subarray(at).toString("hex")]);
  return leaves;
}

function batchLeaves(bytes: Buffer, path: string): Leaf[] {
  const attributes = bytes.readInt16BE(21);
  const payload = plainPayload(attributes & 7, bytes.subarray(61));
  const crc = bytes.readUInt32BE(17);
  const isCrcValid = crc32c(bytes.subarray(21)) === crc;
  const appendTime = (attributes & 8) !== 0;
  // Markers of transactions have the time at which the server wrote them.
  const isControl = (attributes & 32) !== 0;
  return [
    [`${path}.baseOffset`, Number(bytes.readBigInt64BE(0))],
    [`${path}.partitionLeaderEpoch`, bytes.readInt32BE(12)],
    [`${path}.magic`, bytes.readInt8(16)],
    [`${path}.isCrcValid`, isCrcValid],
    [`${path}.attributes`, attributes],
    [`${path}.lastOffsetDelta`, bytes.readInt32BE(23)],
    [`${path}.${isControl ? "base.appendTimestamp" : "baseTimestamp"}`, Number(bytes.readBigInt64BE(27))],
    [appendTime || isControl ? `${path}.appendTimestamp` : `${path}.maxTimestamp`, Number(bytes.readBigInt64BE(35))],
    [`${path}.producerId`, bytes.readBigInt64BE(43)],
    [`${path}.producerEpoch`, bytes.readInt16BE(51)],
    [`${path}.baseSequence`, bytes.readInt32BE(53)],
    [`${path}.recordsCount`, bytes.readInt32BE(57)],
    [`${path}.records`, payload],
  ];
}

/** Two compressors may write different bytes for the same records: what is compared is what comes out again. */
function plainPayload(codec: number, payload: Buffer): string {
  try {
    return decompress(codec, payload).toString("hex");
  } catch (error) {
    return `broken ${payload.toString("hex")} (${error instanceof Error ? error.message : "?"})`;
  }
}

function decompress(codec: number, payload: Buffer): Buffer {
  if (codec === 1) return gunzipSync(payload);
  if (codec === 2) return unsnappy(payload);
  if (codec === 3) return unlz4(payload);
  if (codec === 4) return zstdDecompressSync(payload);
  return payload;
}
