/**
 * Kafka's four codecs under one pair of functions. gzip and zstd are Node's own and can run on its thread pool; snappy
 * and lz4 are this package's, framed as Java frames them. Decompression takes a bound and never allocates beyond it,
 * whatever the bytes claim; damaged bytes are a value, not a throw.
 */
import { unreachable } from "@ottla/base";
import { COMPRESSION_NAMES, CompressionType } from "../batch-layout.ts";
import { RecordFailure } from "../record-failure.ts";
import { compressLz4, decompressLz4 } from "./lz4-frame.ts";
import { compressSnappy, decompressSnappy } from "./snappy-frame.ts";
import { gunzip, gunzipAsync, gzip, gzipAsync, unzstd, unzstdAsync, zstd, zstdAsync } from "./zlib-codecs.ts";

/** What a batch may decompress to when the caller names no bound: 128 MiB. */
export const DEFAULT_MAX_DECOMPRESSED_BYTES: number = 128 * 1024 * 1024;

export interface DecompressOptions {
  /** More output than this is the failure `too-large`; by default `DEFAULT_MAX_DECOMPRESSED_BYTES`. */
  readonly maxBytes?: number;
}

/** The range of `compression.<codec>.level` and its default, as Kafka has them; snappy has no levels. */
export const COMPRESSION_LEVELS: Readonly<
  Record<"gzip" | "lz4" | "zstd", { readonly min: number; readonly max: number; readonly default: number }>
> = {
  // For gzip -1 is the library's default and the only value outside 1..9.
  gzip: { min: 1, max: 9, default: -1 },
  lz4: { min: 1, max: 17, default: 9 },
  zstd: { min: -131_072, max: 22, default: 3 },
};

/** Whether Kafka takes `level` for the codec; for none and snappy any level is without meaning and taken. */
export function isCompressionLevel(type: CompressionType, level: number): boolean {
  const name = COMPRESSION_NAMES[type];
  if (name === "none" || name === "snappy") return true;
  const range = COMPRESSION_LEVELS[name];
  return Number.isInteger(level) && ((level >= range.min && level <= range.max) || level === range.default);
}

/**
 * Compresses `bytes`; with NONE they are returned as they are. `level` is the codec's default when left out.
 * @throws RangeError when the codec has no such level.
 */
export function compress(type: CompressionType, bytes: Uint8Array, level?: number): Uint8Array {
  requireLevel(type, level);
  switch (type) {
    case CompressionType.NONE:
      return bytes;
    case CompressionType.GZIP:
      return gzip(bytes, level ?? COMPRESSION_LEVELS.gzip.default);
    case CompressionType.SNAPPY:
      return compressSnappy(bytes);
    case CompressionType.LZ4:
      return compressLz4(bytes, level ?? COMPRESSION_LEVELS.lz4.default);
    case CompressionType.ZSTD:
      return zstd(bytes, level ?? COMPRESSION_LEVELS.zstd.default);
    default:
      return unreachable(type, "a compression type is one of five");
  }
}

/** As `compress`; gzip and zstd run on the thread pool. `bytes` must not change until it is done. */
export async function compressAsync(type: CompressionType, bytes: Uint8Array, level?: number): Promise<Uint8Array> {
  requireLevel(type, level);
  if (type === CompressionType.GZIP) return gzipAsync(bytes, level ?? COMPRESSION_LEVELS.gzip.default);
  if (type === CompressionType.ZSTD) return zstdAsync(bytes, level ?? COMPRESSION_LEVELS.zstd.default);
  return compress(type, bytes, level);
}

/**
 * Decompresses `bytes`. `type` is what the attributes say and may be no codec. The result may be a view of `bytes` (NONE)
 * or of a larger buffer.
 */
export function decompress(
  type: number,
  bytes: Uint8Array,
  options: DecompressOptions = {},
): Uint8Array | RecordFailure {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_DECOMPRESSED_BYTES;
  switch (type) {
    case CompressionType.NONE:
      return bytes.length <= maxBytes ? bytes : tooLarge(maxBytes);
    case CompressionType.GZIP:
      return gunzip(bytes, maxBytes);
    case CompressionType.SNAPPY:
      return decompressSnappy(bytes, maxBytes);
    case CompressionType.LZ4:
      return decompressLz4(bytes, maxBytes);
    case CompressionType.ZSTD:
      return unzstd(bytes, maxBytes);
    default:
      return new RecordFailure("unsupported-compression", `Unknown compression type id: ${type}`, 0);
  }
}

/** As `decompress`; gzip and zstd run on the thread pool. `bytes` must not change until it is done. */
export async function decompressAsync(
  type: number,
  bytes: Uint8Array,
  options: DecompressOptions = {},
): Promise<Uint8Array | RecordFailure> {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_DECOMPRESSED_BYTES;
  if (type === CompressionType.GZIP) return gunzipAsync(bytes, maxBytes);
  if (type === CompressionType.ZSTD) return unzstdAsync(bytes, maxBytes);
  return decompress(type, bytes, options);
}

function requireLevel(type: CompressionType, level: number | undefined): void {
  if (level !== undefined && !isCompressionLevel(type, level)) {
    throw new RangeError(`${COMPRESSION_NAMES[type]} doesn't support given compression level: ${level}`);
  }
}

function tooLarge(maxBytes: number): RecordFailure {
  return new RecordFailure("too-large", `the records decompress to more than ${maxBytes} bytes`, 0);
}
