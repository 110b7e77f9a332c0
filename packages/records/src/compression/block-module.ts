/**
 * lz4 and snappy blocks decompressed by a small WebAssembly module, several times faster than by `lz4-block` and `snappy-block` although the bytes are copied
 * into its memory and out of it (decisions/005-own-snappy-and-lz4.md). It is instantiated when first needed.
 *
 * The module never reads or writes outside its own memory. Blocks that are larger than that, or so small that the call costs more than it saves, and all
 * blocks where there is no WebAssembly, are left to TypeScript: then the functions give `undefined`.
 */
import { Buffer } from "node:buffer";
import { BLOCK_WASM } from "../generated/block-wasm.ts";
import { BLOCK_IN_AT, BLOCK_IN_BYTES, BLOCK_OUT_AT, BLOCK_OUT_BYTES } from "./block-module-layout.ts";

/** Compressed, in bytes. */
const SMALLEST_BLOCK_BYTES = 128;

interface Wasm {
  lz4(at: number, end: number, out: number, limit: number): number;
  snappy(at: number, end: number, out: number, limit: number): number;
  readonly memory: Uint8Array;
}

/** The part of the WebAssembly API used here; neither the language's library nor Node's types declare it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** null: not available. */
let wasm: Wasm | null | undefined;

function instantiate(): Wasm | null {
  try {
    const module = new WebAssembly.Module(Buffer.from(BLOCK_WASM, "base64"));
    const { exports } = new WebAssembly.Instance(module);
    const { memory, lz4, snappy } = exports as Omit<Wasm, "memory"> & { memory: { readonly buffer: ArrayBuffer } };
    return { lz4, snappy, memory: new Uint8Array(memory.buffer) };
  } catch {
    // Vectors are missing, code generation is forbidden (--jitless), or there is no room for its memory.
    return null;
  }
}

/** The module, if it may take a block of that size. */
function moduleFor(inBytes: number, outBytes: number): Wasm | null {
  if (inBytes < SMALLEST_BLOCK_BYTES || inBytes > BLOCK_IN_BYTES || outBytes > BLOCK_OUT_BYTES) return null;
  if (wasm === undefined) wasm = instantiate();
  return wasm;
}

/**
 * What an lz4 block that does not look back behind itself decompresses to, at most `outBytes`: bytes that the next call overwrites. As
 * `decompressLz4Block` says, -1 when the block is damaged, -2 when there would be more.
 */
export function decompressLz4BlockByWasm(
  source: Uint8Array,
  start: number,
  end: number,
  outBytes: number,
): Uint8Array | -1 | -2 | undefined {
  const module = moduleFor(end - start, outBytes);
  if (module === null) return undefined;
  const { memory } = module;
  memory.set(source.subarray(start, end), BLOCK_IN_AT);
  const stop = module.lz4(BLOCK_IN_AT, BLOCK_IN_AT + end - start, BLOCK_OUT_AT, BLOCK_OUT_AT + outBytes);
  if (stop >= BLOCK_OUT_AT) return memory.subarray(BLOCK_OUT_AT, stop);
  return stop === -2 ? -2 : -1;
}

/** As `decompressSnappyBlock`, for what stands behind the block's size. */
export function decompressSnappyBlockByWasm(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  size: number,
): boolean | undefined {
  const module = moduleFor(end - start, size);
  if (module === null) return undefined;
  const { memory } = module;
  memory.set(source.subarray(start, end), BLOCK_IN_AT);
  const isSound = module.snappy(BLOCK_IN_AT, BLOCK_IN_AT + end - start, BLOCK_OUT_AT, BLOCK_OUT_AT + size) === 1;
  if (isSound) target.set(memory.subarray(BLOCK_OUT_AT, BLOCK_OUT_AT + size), at);
  return isSound;
}
