/**
 * gzip and zstd from Node, loaded when first used. A hint of the output's size (gzip's trailer, zstd's frame header) sizes
 * the first chunk of output, so that most batches decompress into one allocation; the hint is never trusted beyond the
 * bound and a multiple of the input.
 */
import type * as zlib from "node:zlib";
import { RecordFailure } from "../record-failure.ts";

let loaded: typeof zlib | undefined;

function lib(): typeof zlib {
  loaded ??= process.getBuiltinModule("node:zlib");
  return loaded;
}

const MIN_CHUNK_BYTES = 1024;
const DEFAULT_CHUNK_BYTES = 64 * 1024;
/** A first chunk is at most this many times the input. */
const MAX_HINT_RATIO = 32;

export function gzip(bytes: Uint8Array, level: number): Uint8Array {
  return plain(lib().gzipSync(bytes, { level, chunkSize: outputChunk(bytes.length) }));
}

export function gzipAsync(bytes: Uint8Array, level: number): Promise<Uint8Array> {
  return promised((done) => lib().gzip(bytes, { level, chunkSize: outputChunk(bytes.length) }, done));
}

export function gunzip(bytes: Uint8Array, maxBytes: number): Uint8Array | RecordFailure {
  return guarded("gzip", maxBytes, () => lib().gunzipSync(bytes, gunzipOptions(bytes, maxBytes)));
}

export function gunzipAsync(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | RecordFailure> {
  return guardedAsync("gzip", maxBytes, (done) => lib().gunzip(bytes, gunzipOptions(bytes, maxBytes), done));
}

export function zstd(bytes: Uint8Array, level: number): Uint8Array {
  return plain(lib().zstdCompressSync(bytes, zstdOptions(bytes, level)));
}

export function zstdAsync(bytes: Uint8Array, level: number): Promise<Uint8Array> {
  return promised((done) => lib().zstdCompress(bytes, zstdOptions(bytes, level), done));
}

export function unzstd(bytes: Uint8Array, maxBytes: number): Uint8Array | RecordFailure {
  return guarded("zstd", maxBytes, () => lib().zstdDecompressSync(bytes, unzstdOptions(bytes, maxBytes)));
}

export function unzstdAsync(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | RecordFailure> {
  return guardedAsync("zstd", maxBytes, (done) => lib().zstdDecompress(bytes, unzstdOptions(bytes, maxBytes), done));
}

function zstdOptions(bytes: Uint8Array, level: number): zlib.ZstdOptions {
  const { ZSTD_c_compressionLevel } = lib().constants;
  return {
    params: { [ZSTD_c_compressionLevel]: level },
    pledgedSrcSize: bytes.length,
    chunkSize: outputChunk(bytes.length),
  };
}

function gunzipOptions(bytes: Uint8Array, maxBytes: number): zlib.ZlibOptions {
  const n = bytes.length;
  // The trailer's last four bytes are the size modulo 2^32, little-endian.
  const hint =
    n < 18 ? 0 : (bytes[n - 4]! | (bytes[n - 3]! << 8) | (bytes[n - 2]! << 16) | (bytes[n - 1]! << 24)) >>> 0;
  return { maxOutputLength: Math.max(1, maxBytes), chunkSize: hintedChunk(hint, n, maxBytes) };
}

function unzstdOptions(bytes: Uint8Array, maxBytes: number): zlib.ZstdOptions {
  return {
    maxOutputLength: Math.max(1, maxBytes),
    chunkSize: hintedChunk(zstdContentSize(bytes), bytes.length, maxBytes),
  };
}

/** The content size a zstd frame header declares; 0 when it declares none. */
function zstdContentSize(bytes: Uint8Array): number {
  const descriptor = bytes[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  const byte = (i: number): number => bytes[at + i] ?? 0;
  if (sizeFlag === 0) return isSingleSegment ? byte(0) : 0;
  if (sizeFlag === 1) return (byte(0) | (byte(1) << 8)) + 256;
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
}

function hintedChunk(hint: number, inputBytes: number, maxBytes: number): number {
  const plausible = Math.min(hint, inputBytes * MAX_HINT_RATIO, maxBytes);
  // One byte more than the output lets zlib see the end without a second chunk.
  return plausible === 0 ? DEFAULT_CHUNK_BYTES : Math.max(MIN_CHUNK_BYTES, plausible + 1);
}

function outputChunk(inputBytes: number): number {
  return Math.max(MIN_CHUNK_BYTES, Math.min(DEFAULT_CHUNK_BYTES, inputBytes + 128));
}

/** One class of array keeps the hot functions that read it monomorphic. */
function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

type Done = (error: Error | null, result: Uint8Array) => void;

function promised(run: (done: Done) => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    run((error, result) => (error === null ? resolve(plain(result)) : reject(error)));
  });
}

function guarded(codec: string, maxBytes: number, run: () => Uint8Array): Uint8Array | RecordFailure {
  try {
    return plain(run());
  } catch (error) {
    return failureOf(codec, maxBytes, error);
  }
}

function guardedAsync(codec: string, maxBytes: number, run: (done: Done) => void): Promise<Uint8Array | RecordFailure> {
  return new Promise((resolve) => {
    try {
      run((error, result) => resolve(error === null ? plain(result) : failureOf(codec, maxBytes, error)));
    } catch (error) {
      resolve(failureOf(codec, maxBytes, error));
    }
  });
}

function failureOf(codec: string, maxBytes: number, error: unknown): RecordFailure {
  if (error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") {
    return new RecordFailure("too-large", `the records decompress to more than ${maxBytes} bytes`, 0);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new RecordFailure("corrupt-compression", `the ${codec} data is damaged: ${reason}`, 0);
}
