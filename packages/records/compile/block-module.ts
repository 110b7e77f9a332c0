/**
 * Assembles the WebAssembly module that decompresses lz4 and snappy blocks and writes it, as base64, to src/generated/block-wasm.ts:
 * `node packages/records/compile/block-module.ts`. A unit test compares the two, another the module with the same in TypeScript.
 *
 * Exports `memory`; `lz4(at, end, out, limit)`, which gives back where the output ended, -1 for a damaged block and -2 when the output would pass `limit`; and
 * `snappy(at, end, out, limit)`, with `at` behind the size, which gives back 1 for a sound block that ends at `limit`, else 0. Every length and every offset is
 * checked before it is used. Copies may go on for up to 16 bytes behind their end: the memory has room for that, and what they read and write there is not used.
 */
import { Buffer } from "node:buffer";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BLOCK_PAGES } from "../src/compression/block-module-layout.ts";
import {
  add,
  and,
  code,
  copy1,
  copy16,
  copy8,
  eq,
  forever,
  ge,
  get,
  giveBack,
  gt,
  i32,
  load16,
  load32,
  load8,
  lt,
  ne,
  or,
  repeatWhile,
  set,
  shl,
  shr,
  sub,
  wasmModule,
  when,
} from "./assembler.ts";
import type { Code } from "./assembler.ts";

/** Locals; the first four are the parameters. */
const [AT, END, OUT, LIMIT, BEGIN, TOKEN, LENGTH, BYTE, OFFSET, STOP, FROM] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;
const LOCALS = 7;

const advance = (local: number, by: Code): Code => set(local, add(get(local), by));
const left = (from: number, to: number): Code => sub(get(to), get(from));

/** Copies from FROM to OUT until STOP, by steps of so many bytes. */
function copyBy(size: 1 | 8 | 16): Code {
  const copy = { 1: copy1, 8: copy8, 16: copy16 }[size];
  return repeatWhile(
    lt(get(OUT), get(STOP)),
    code(copy(get(OUT), get(FROM)), advance(FROM, i32(size)), advance(OUT, i32(size))),
  );
}

/** Copies LENGTH bytes from the input. */
const literals: Code = code(
  set(STOP, add(get(OUT), get(LENGTH))),
  set(FROM, get(AT)),
  copyBy(16),
  advance(AT, get(LENGTH)),
  set(OUT, get(STOP)),
);

/**
 * Copies LENGTH bytes from OFFSET bytes before OUT. What repeats every few bytes repeats every multiple of them as well: from the first multiple of eight or
 * more on, eight bytes are copied at a time. Uses BYTE.
 */
const match: Code = code(
  set(STOP, add(get(OUT), get(LENGTH))),
  set(FROM, sub(get(OUT), get(OFFSET))),
  when(
    ge(get(OFFSET), i32(16)),
    copyBy(16),
    code(
      when(
        lt(get(OFFSET), i32(8)),
        code(
          set(BYTE, get(OFFSET)),
          repeatWhile(lt(get(BYTE), i32(8)), advance(BYTE, get(OFFSET))),
          // TOKEN has been used; it keeps where the match ends.
          set(TOKEN, get(STOP)),
          set(STOP, add(get(OUT), get(BYTE))),
          copyBy(1),
          set(FROM, sub(get(OUT), get(BYTE))),
          set(STOP, get(TOKEN)),
        ),
      ),
      copyBy(8),
    ),
  ),
  set(OUT, get(STOP)),
);

/** Adds bytes to LENGTH until one is not 255. */
const longLength: Code = repeatWhile(
  eq(get(BYTE), i32(255)),
  code(
    when(ge(get(AT), get(END)), giveBack(i32(-1))),
    set(BYTE, load8(get(AT))),
    advance(AT, i32(1)),
    advance(LENGTH, get(BYTE)),
  ),
);

const lz4: Code = code(
  set(BEGIN, get(OUT)),
  forever(
    code(
      when(ge(get(AT), get(END)), giveBack(i32(-1))),
      set(TOKEN, load8(get(AT))),
      advance(AT, i32(1)),
      set(LENGTH, shr(get(TOKEN), i32(4))),
      when(eq(get(LENGTH), i32(15)), longLength),
      when(gt(get(LENGTH), left(AT, END)), giveBack(i32(-1))),
      when(gt(get(LENGTH), left(OUT, LIMIT)), giveBack(i32(-2))),
      literals,
      // A block ends with literals; only there may a match be missing.
      when(eq(get(AT), get(END)), giveBack(get(OUT))),
      when(lt(left(AT, END), i32(2)), giveBack(i32(-1))),
      set(OFFSET, load16(get(AT))),
      advance(AT, i32(2)),
      when(eq(get(OFFSET), i32(0)), giveBack(i32(-1))),
      when(gt(get(OFFSET), left(BEGIN, OUT)), giveBack(i32(-1))),
      set(LENGTH, add(and(get(TOKEN), i32(15)), i32(4))),
      when(eq(get(LENGTH), i32(19)), longLength),
      when(gt(get(LENGTH), left(OUT, LIMIT)), giveBack(i32(-2))),
      match,
    ),
  ),
);

const bad: Code = giveBack(i32(0));

/** A literal: TOKEN has its length, or how many bytes have it. LENGTH is one less than it at first, so that it cannot overflow. */
const snappyLiteral: Code = code(
  set(LENGTH, shr(get(TOKEN), i32(2))),
  when(
    ge(get(LENGTH), i32(60)),
    code(
      set(BYTE, sub(get(LENGTH), i32(59))),
      when(gt(get(BYTE), left(AT, END)), bad),
      set(LENGTH, and(load32(get(AT)), shr(i32(-1), sub(i32(32), shl(get(BYTE), i32(3)))))),
      advance(AT, get(BYTE)),
    ),
  ),
  when(ge(get(LENGTH), left(AT, END)), bad),
  when(ge(get(LENGTH), left(OUT, LIMIT)), bad),
  advance(LENGTH, i32(1)),
  literals,
);

/** Reads an offset of so many bytes. */
const offset = (bytes: number, value: Code): Code =>
  code(when(lt(left(AT, END), i32(bytes)), bad), set(OFFSET, value), advance(AT, i32(bytes)));

const snappyCopy: Code = code(
  set(LENGTH, add(shr(get(TOKEN), i32(2)), i32(1))),
  when(
    eq(and(get(TOKEN), i32(3)), i32(1)),
    code(
      offset(1, or(shl(shr(get(TOKEN), i32(5)), i32(8)), load8(get(AT)))),
      set(LENGTH, add(and(shr(get(TOKEN), i32(2)), i32(7)), i32(4))),
    ),
    when(eq(and(get(TOKEN), i32(3)), i32(2)), offset(2, load16(get(AT))), offset(4, load32(get(AT)))),
  ),
  when(eq(get(OFFSET), i32(0)), bad),
  when(gt(get(OFFSET), left(BEGIN, OUT)), bad),
  when(gt(get(LENGTH), left(OUT, LIMIT)), bad),
  match,
);

const snappy: Code = code(
  set(BEGIN, get(OUT)),
  forever(
    code(
      when(ge(get(AT), get(END)), giveBack(eq(get(OUT), get(LIMIT)))),
      set(TOKEN, load8(get(AT))),
      advance(AT, i32(1)),
      when(ne(and(get(TOKEN), i32(3)), i32(0)), snappyCopy, snappyLiteral),
    ),
  ),
);

/** The text of the generated file. */
export function blockModuleSource(): string {
  const functions = [
    { name: "lz4", parameters: 4, locals: LOCALS, body: lz4 },
    { name: "snappy", parameters: 4, locals: LOCALS, body: snappy },
  ];
  const base64 = Buffer.from(wasmModule(functions, BLOCK_PAGES)).toString("base64");
  return (
    "// Generated by packages/records/compile/block-module.ts; do not edit.\n\n" +
    "/** The WebAssembly module that decompresses blocks, in base64. */\n" +
    `export const BLOCK_WASM: string =\n  "${base64}";\n`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../src/generated/block-wasm.ts", import.meta.url), blockModuleSource());
}
