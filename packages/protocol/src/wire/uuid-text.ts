/** Writes a uuid, 22 characters of base64url, as its 16 bytes, without an intermediate buffer. */
import type { Uuid } from "@ottla/base";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const INVALID = 64;
const sextets = new Uint8Array(128).fill(INVALID);
for (let i = 0; i < ALPHABET.length; i++) sextets[ALPHABET.charCodeAt(i)] = i;

/** Whether the text was a uuid in its canonical form; only then are the 16 bytes meaningful. */
export function writeUuid(uuid: Uuid, target: Uint8Array, offset: number): boolean {
  if (typeof uuid !== "string" || uuid.length !== 22) return false;
  let seen = 0;
  let at = offset;
  for (let i = 0; i < 20; i += 4) {
    const a = sextet(uuid, i);
    const b = sextet(uuid, i + 1);
    const c = sextet(uuid, i + 2);
    const d = sextet(uuid, i + 3);
    seen |= a | b | c | d;
    target[at++] = (a << 2) | (b >> 4);
    target[at++] = (b << 4) | (c >> 2);
    target[at++] = (c << 6) | d;
  }
  const a = sextet(uuid, 20);
  const b = sextet(uuid, 21);
  seen |= a | b;
  target[at] = (a << 2) | (b >> 4);
  return seen < INVALID && (b & 0x0f) === 0;
}

function sextet(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (sextets[code] as number) : INVALID;
}
