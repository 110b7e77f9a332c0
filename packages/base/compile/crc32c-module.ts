/**
 * Assembles the WebAssembly module behind `crc32c` and writes it, as base64, to src/generated/crc32c-wasm.ts:
 * `node packages/base/compile/crc32c-module.ts`. A unit test compares the two.
 *
 * The method folds 128 bytes at a time. The bytes are eight vectors of 16; the even ones form one group, the odd ones
 * another. In a group, the four bytes of one lane lie 256 bits apart, and together they span every remainder modulo the
 * polynomial. So multiplying by x^1024 (stepping over 128 bytes) is one linear map from four bytes to four bytes, the same
 * for every lane: a table lookup by nibble, which `swizzle` does for 16 lanes at once. The next 128 bytes are added by xor.
 * What is left at the end is 128 bytes with the remainder of all that came before; a plain table method takes those and
 * the tail.
 *
 * Exports `memory` and `crc(raw, at, end)`, which continues a raw (uninverted) checksum. The caller puts the tables for
 * eight slices at 0; the nibble tables are a data segment.
 */
import { Buffer } from "node:buffer";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { crc32cTable } from "../src/crc32c-table.ts";
import { CRC_NIBBLES_AT, CRC_SCRATCH_AT } from "../src/crc32c-layout.ts";

const BLOCK_BYTES = 128;
const LANE_BYTES = 16;
/** Bytes between two vectors of a group. */
const GROUP_STRIDE = 32;
/** From this many bytes on folding pays. */
const FOLD_MIN_BYTES = 256;

type Code = number[];

const I32 = 0x7f;
const I64 = 0x7e;
const V128 = 0x7b;
const END = 0x0b;
/** Opens a block to leave, and in it a loop to repeat. */
const OPEN_LOOP: Code = [0x02, 0x40, 0x03, 0x40];
/** Repeats the loop and closes both. */
const CLOSE_LOOP: Code = [0x0c, 0, END, END];
const WASM_HEADER: Code = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

function unsigned(value: number): Code {
  const bytes: Code = [];
  let left = value;
  for (; left >= 0x80; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return [...bytes, left];
}

function signed(value: number): Code {
  const bytes: Code = [];
  let left = value;
  while (left < -64 || left > 63) {
    bytes.push((left & 0x7f) | 0x80);
    left >>= 7;
  }
  return [...bytes, left & 0x7f];
}

const get = (local: number): Code => [0x20, local];
const set = (local: number, value: Code): Code => [...value, 0x21, local];
const i32 = (value: number): Code => [0x41, ...signed(value)];
const binary = (op: number, a: Code, b: Code): Code => [...a, ...b, op];
const add = (a: Code, b: Code): Code => binary(0x6a, a, b);
const and = (a: Code, b: Code): Code => binary(0x71, a, b);
const xor = (a: Code, b: Code): Code => binary(0x73, a, b);
const shiftLeft = (a: Code, bits: number): Code => binary(0x74, a, i32(bits));
const shiftRight = (a: Code, bits: number): Code => binary(0x76, a, i32(bits));
const load32 = (offset: number, at: Code): Code => [...at, 0x28, 2, ...unsigned(offset)];
const load8 = (at: Code): Code => [...at, 0x2d, 0, 0];
const load64 = (at: Code): Code => [...at, 0x29, 0, 0];
const vector = (op: number, ...operands: Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(op)];
const loadVector = (offset: number, at: Code): Code => [...at, 0xfd, 0, 0, ...unsigned(offset)];
const storeVector = (offset: number, value: Code): Code => [...i32(0), ...value, 0xfd, 11, 0, ...unsigned(offset)];
/** Leaves the block when the comparison `op` of the two operands before it holds. */
const leaveIf = (op: number): Code => [op, 0x0d, 1];
const xorVector = (a: Code, b: Code): Code => vector(81, a, b);

/** Combines the terms as a balanced tree, so that they do not wait for each other. */
function tree(terms: Code[], combine: (a: Code, b: Code) => Code): Code {
  if (terms.length === 1) return terms[0]!;
  const middle = terms.length >> 1;
  return combine(tree(terms.slice(0, middle), combine), tree(terms.slice(middle), combine));
}

/** `crcOf(raw, at, end)` by tables of eight slices; locals: raw 0, at 1, end 2, word 3. */
function tableFunction(): Code {
  const [raw, at, end, word] = [0, 1, 2, 3] as const;
  const indexOf = (byte: number): Code => {
    const shifted = byte === 0 ? get(word) : [...get(word), 0x42, ...signed(8 * byte), 0x88];
    return shiftLeft(and([...shifted, 0xa7], i32(255)), 2);
  };
  const slices = Array.from({ length: 8 }, (_, byte) => load32((7 - byte) * 1024, indexOf(byte)));
  const slicesLoop: Code = [
    ...OPEN_LOOP,
    ...add(get(at), i32(8)),
    ...get(end),
    ...leaveIf(0x4b),
    ...set(word, [...load64(get(at)), ...get(raw), 0xad, 0x85]),
    ...set(raw, tree(slices, xor)),
    ...set(at, add(get(at), i32(8))),
    ...CLOSE_LOOP,
  ];
  const step = xor(shiftRight(get(raw), 8), load32(0, shiftLeft(and(xor(get(raw), load8(get(at))), i32(255)), 2)));
  const bytesLoop: Code = [
    ...OPEN_LOOP,
    ...get(at),
    ...get(end),
    ...leaveIf(0x4f),
    ...set(raw, step),
    ...set(at, add(get(at), i32(1))),
    ...CLOSE_LOOP,
  ];
  return functionBody([[1, I64]], [...slicesLoop, ...bytesLoop, ...get(raw)]);
}

/** `crc(raw, at, end)`; locals: raw 0, at 1, end 2, state 3..10, low nibbles 11..14, high nibbles 15..18, mask 19. */
function foldFunction(): Code {
  const [raw, at, end, state, low, high, mask] = [0, 1, 2, 3, 11, 15, 19] as const;
  const code: Code = [...get(end), ...get(at), 0x6b, ...i32(FOLD_MIN_BYTES), 0x4f, 0x04, 0x40];
  code.push(...set(mask, vector(15, i32(15))));
  for (let k = 0; k < 8; k++) code.push(...set(state + k, loadVector(k * LANE_BYTES, get(at))));
  const rawVector: Code = [...vector(17, i32(0)), ...get(raw), 0xfd, 28, 0];
  code.push(...set(state, xorVector(get(state), rawVector)));
  code.push(...set(at, add(get(at), i32(BLOCK_BYTES))));
  code.push(0x03, 0x40);
  for (let group = 0; group < 2; group++) code.push(...foldGroup(group, { at, state, low, high, mask }));
  code.push(...set(at, add(get(at), i32(BLOCK_BYTES))));
  code.push(...add(get(at), i32(BLOCK_BYTES)), ...get(end), 0x4d, 0x0d, 0, END);
  for (let k = 0; k < 8; k++) code.push(...storeVector(CRC_SCRATCH_AT + k * LANE_BYTES, get(state + k)));
  const scratch = [...i32(0), ...i32(CRC_SCRATCH_AT), ...i32(CRC_SCRATCH_AT + BLOCK_BYTES), 0x10, 0];
  code.push(...set(raw, scratch), END);
  code.push(...get(raw), ...get(at), ...get(end), 0x10, 0);
  return functionBody([[17, V128]], code);
}

function foldGroup(
  group: number,
  locals: { at: number; state: number; low: number; high: number; mask: number },
): Code {
  const { at, state, low, high, mask } = locals;
  const code: Code = [];
  for (let plane = 0; plane < 4; plane++) {
    const bytes = get(state + 2 * plane + group);
    code.push(...set(low + plane, vector(78, bytes, get(mask))));
    code.push(...set(high + plane, vector(78, vector(141, bytes, i32(4)), get(mask))));
  }
  for (let output = 0; output < 4; output++) {
    const terms = [loadVector(output * GROUP_STRIDE + group * LANE_BYTES, get(at))];
    for (let plane = 0; plane < 4; plane++) {
      // 0x100 is relaxed_swizzle: the nibbles are below 16, where it equals swizzle and costs one instruction.
      terms.push(vector(0x100, nibbleTable(plane, 0, output), get(low + plane)));
      terms.push(vector(0x100, nibbleTable(plane, 1, output), get(high + plane)));
    }
    code.push(...set(state + 2 * output + group, tree(terms, xorVector)));
  }
  return code;
}

function nibbleTable(plane: number, half: number, output: number): Code {
  return loadVector(CRC_NIBBLES_AT + ((plane * 2 + half) * 4 + output) * LANE_BYTES, i32(0));
}

function functionBody(locals: [count: number, type: number][], code: Code): Code {
  const body = [
    ...unsigned(locals.length),
    ...locals.flatMap(([count, type]) => [...unsigned(count), type]),
    ...code,
    END,
  ];
  return [...unsigned(body.length), ...body];
}

/** The tables of the linear map, 16 bytes for each plane, half and output. */
function nibbleTables(): Code {
  const table = crc32cTable(1);
  const rawOf = (first: number, at: number, length: number): number => {
    let raw = 0;
    for (let i = 0; i < length; i++) raw = (raw >>> 8) ^ table[(raw ^ (i === at ? first : 0)) & 0xff]!;
    return raw;
  };
  // For each of the 32 bits of a lane: its remainder, and that 128 bytes on.
  const basis: number[] = [];
  const images: number[] = [];
  for (let plane = 0; plane < 4; plane++) {
    for (let bit = 0; bit < 8; bit++) {
      basis.push(rawOf(1 << bit, plane * GROUP_STRIDE, BLOCK_BYTES));
      images.push(rawOf(1 << bit, plane * GROUP_STRIDE, 2 * BLOCK_BYTES));
    }
  }
  const inverse = invert(basis);
  const matrix = images.map((image) => {
    let combined = 0;
    for (let bit = 0; bit < 32; bit++) if ((image >>> bit) & 1) combined ^= inverse[bit]!;
    return combined;
  });
  const tables = new Uint8Array(512);
  for (let half = 0; half < 8; half++) {
    for (let nibble = 0; nibble < 16; nibble++) {
      let combined = 0;
      for (let bit = 0; bit < 4; bit++) if ((nibble >> bit) & 1) combined ^= matrix[half * 4 + bit]!;
      for (let output = 0; output < 4; output++) tables[(half * 4 + output) * 16 + nibble] = combined >>> (8 * output);
    }
  }
  return [...tables];
}

/** For each bit of a remainder, which basis vectors add up to it: Gauss-Jordan over GF(2). */
function invert(basis: readonly number[]): number[] {
  const rows = basis.map((vectorBits, i): [number, number] => [vectorBits, 1 << i]);
  for (let bit = 0; bit < 32; bit++) {
    const pivot = rows.findIndex(([bits], i) => i >= bit && ((bits >>> bit) & 1) === 1);
    if (pivot === -1) throw new Error("the lane's bytes do not span the remainders");
    [rows[bit], rows[pivot]] = [rows[pivot]!, rows[bit]!];
    for (let i = 0; i < 32; i++) {
      if (i === bit || ((rows[i]![0] >>> bit) & 1) === 0) continue;
      rows[i] = [rows[i]![0] ^ rows[bit]![0], rows[i]![1] ^ rows[bit]![1]];
    }
  }
  return rows.map(([, combination]) => combination);
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): Code {
  return [text.length, ...Buffer.from(text, "latin1")];
}

/** The module's bytes. */
export function crc32cModule(): Uint8Array {
  const tables = nibbleTables();
  return Uint8Array.from([
    ...WASM_HEADER,
    ...section(1, [1, 0x60, 3, I32, I32, I32, 1, I32]),
    ...section(3, [2, 0, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name("memory"), 2, 0, ...name("crc"), 0, 1]),
    ...section(10, [2, ...tableFunction(), ...foldFunction()]),
    ...section(11, [1, 0, ...i32(CRC_NIBBLES_AT), END, ...unsigned(tables.length), ...tables]),
  ]);
}

/** The text of the generated file. */
export function crc32cModuleSource(): string {
  const base64 = Buffer.from(crc32cModule()).toString("base64");
  return (
    "// Generated by packages/base/compile/crc32c-module.ts; do not edit.\n\n" +
    "/** The WebAssembly module behind `crc32c`, in base64. */\n" +
    `export const CRC32C_WASM: string =\n  "${base64}";\n`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../src/generated/crc32c-wasm.ts", import.meta.url), crc32cModuleSource());
}
