/**
 * CRC-32C (Castagnoli), the checksum of every record batch and the hottest function of a broker. Short inputs go through
 * tables in JavaScript; from a few hundred bytes on a small WebAssembly module, which needs no native build, is several
 * times faster even though the bytes are copied into its memory (decisions/003-crc32c-in-webassembly.md). It is instantiated when first
 * needed; without it the tables do all the work.
 */
import { Buffer } from "node:buffer";
import { CRC_DATA_AT, CRC_DATA_BYTES, CRC_TABLES_AT } from "./crc32c-layout.ts";
import { crc32cTable } from "./crc32c-table.ts";
import { CRC32C_WASM } from "./generated/crc32c-wasm.ts";

const TABLE: Int32Array = crc32cTable(8);

/** Below this many bytes the copy and the call cost more than they save. */
const WASM_MIN_BYTES = 224;

interface Wasm {
  /** Continues a raw checksum over memory[at, end). */
  crc(raw: number, at: number, end: number): number;
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
    const module = new WebAssembly.Module(Buffer.from(CRC32C_WASM, "base64"));
    const { exports } = new WebAssembly.Instance(module);
    const { memory, crc } = exports as { memory: { readonly buffer: ArrayBuffer }; crc: Wasm["crc"] };
    new Int32Array(memory.buffer, CRC_TABLES_AT, TABLE.length).set(TABLE);
    return { crc, memory: new Uint8Array(memory.buffer) };
  } catch {
    // Relaxed SIMD is missing, or code generation is forbidden (--jitless).
    return null;
  }
}

/**
 * The CRC-32C of `bytes[start, end)` as an unsigned integer. Pass the checksum of what came before as `initial` to go on
 * with it.
 */
export function crc32c(bytes: Uint8Array, start = 0, end: number = bytes.length, initial = 0): number {
  if (end - start >= WASM_MIN_BYTES) {
    if (wasm === undefined) wasm = instantiate();
    if (wasm !== null) return crc32cByWasm(wasm, bytes, start, end, initial);
  }
  return crc32cByTable(bytes, start, end, initial);
}

function crc32cByWasm(module: Wasm, bytes: Uint8Array, start: number, end: number, initial: number): number {
  const { memory } = module;
  let raw = ~initial;
  for (let at = start; at < end; at += CRC_DATA_BYTES) {
    const stop = Math.min(at + CRC_DATA_BYTES, end);
    memory.set(bytes.subarray(at, stop), CRC_DATA_AT);
    raw = module.crc(raw, CRC_DATA_AT, CRC_DATA_AT + stop - at);
  }
  return ~raw >>> 0;
}

/** @internal The same by tables alone. */
export function crc32cByTable(bytes: Uint8Array, start: number, end: number, initial: number): number {
  const table = TABLE;
  let raw = ~initial;
  let i = start;
  for (const whole = end - 8; i <= whole; i += 8) {
    raw =
      table[0x700 + ((raw ^ bytes[i]!) & 0xff)]! ^
      table[0x600 + (((raw >>> 8) ^ bytes[i + 1]!) & 0xff)]! ^
      table[0x500 + (((raw >>> 16) ^ bytes[i + 2]!) & 0xff)]! ^
      table[0x400 + ((raw >>> 24) ^ bytes[i + 3]!)]! ^
      table[0x300 + bytes[i + 4]!]! ^
      table[0x200 + bytes[i + 5]!]! ^
      table[0x100 + bytes[i + 6]!]! ^
      table[bytes[i + 7]!]!;
  }
  for (; i < end; i++) raw = (raw >>> 8) ^ table[(raw ^ bytes[i]!) & 0xff]!;
  return ~raw >>> 0;
}
