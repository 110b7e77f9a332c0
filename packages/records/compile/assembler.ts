/**
 * WebAssembly as far as the block codecs need it: expressions are arrays of bytes, put together by functions that are named like instructions.
 * Everything is an i32 but what `copy16` and `copy8` move.
 */
export type Code = readonly number[];

const I32 = 0x7f;
const END = 0x0b;
const NO_RESULT = 0x40;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return [...bytes, left];
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left < -64 || left > 63) {
    bytes.push((left & 0x7f) | 0x80);
    left >>= 7;
  }
  return [...bytes, left & 0x7f];
}

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [...value, 0x21, local];
export const i32 = (value: number): Code => [0x41, ...signed(value)];

const binary =
  (op: number) =>
  (left: Code, right: Code): Code => [...left, ...right, op];
export const eq: (left: Code, right: Code) => Code = binary(0x46);
export const ne: (left: Code, right: Code) => Code = binary(0x47);
/** Comparisons are of unsigned numbers. */
export const lt: (left: Code, right: Code) => Code = binary(0x49);
export const gt: (left: Code, right: Code) => Code = binary(0x4b);
export const ge: (left: Code, right: Code) => Code = binary(0x4f);
export const add: (left: Code, right: Code) => Code = binary(0x6a);
export const sub: (left: Code, right: Code) => Code = binary(0x6b);
export const and: (left: Code, right: Code) => Code = binary(0x71);
export const or: (left: Code, right: Code) => Code = binary(0x72);
export const shl: (left: Code, right: Code) => Code = binary(0x74);
export const shr: (left: Code, right: Code) => Code = binary(0x76);

export const load8 = (at: Code): Code => [...at, 0x2d, 0, 0];
export const load16 = (at: Code): Code => [...at, 0x2f, 0, 0];
export const load32 = (at: Code): Code => [...at, 0x28, 0, 0];
/** Copies one byte, eight, or sixteen. */
export const copy1 = (to: Code, from: Code): Code => [...to, ...load8(from), 0x3a, 0, 0];
export const copy8 = (to: Code, from: Code): Code => [...to, ...from, 0x29, 0, 0, 0x37, 0, 0];
export const copy16 = (to: Code, from: Code): Code => [...to, ...from, 0xfd, 0, 0, 0, 0xfd, 0x0b, 0, 0];

export const code = (...parts: readonly Code[]): Code => parts.flat();
export const when = (condition: Code, then: Code, otherwise: Code = []): Code => [
  ...condition,
  0x04,
  NO_RESULT,
  ...then,
  ...(otherwise.length === 0 ? [] : [0x05, ...otherwise]),
  END,
];
/** Again and again, until a `giveBack` leaves the function. */
export const forever = (body: Code): Code => [0x03, NO_RESULT, ...body, 0x0c, 0, END];
/** Once, and again as long as the condition holds. */
export const repeatWhile = (condition: Code, body: Code): Code => [
  0x03,
  NO_RESULT,
  ...body,
  ...condition,
  0x0d,
  0,
  END,
];
export const giveBack = (value: Code): Code => [...value, 0x0f];

/** A function that ends by `giveBack` only; parameters are the first locals. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  readonly locals: number;
  readonly body: Code;
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): Code {
  return [text.length, ...Array.from(text, (letter) => letter.charCodeAt(0))];
}

/** A module that exports the functions, and its `memory` of so many pages. */
export function wasmModule(functions: readonly WasmFunction[], pages: number): Uint8Array {
  const types = functions.map(({ parameters }) => [0x60, parameters, ...Array<number>(parameters).fill(I32), 1, I32]);
  const bodies = functions.map(({ locals, body }) => {
    const whole = [1, locals, I32, ...body, 0x00, END];
    return [...unsigned(whole.length), ...whole];
  });
  const exported = functions.map((one, index) => [...name(one.name), 0, index]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [functions.length, ...types.flat()]),
    ...section(3, [functions.length, ...functions.map((_one, index) => index)]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, [functions.length + 1, ...name("memory"), 2, 0, ...exported.flat()]),
    ...section(10, [functions.length, ...bodies.flat()]),
  ]);
}
