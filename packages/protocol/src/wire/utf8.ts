/**
 * UTF-8 as Java reads and writes it. Both replace invalid input with U+FFFD, but an encoded surrogate (ED A0…BF xx) is
 * one replacement character in Java and three in JavaScript; and half a surrogate pair is written as a question mark.
 */

/** The text in bytes `start` to `end`, invalid sequences replaced as by Java's `new String(bytes, UTF_8)`. */
export function decodeUtf8(buffer: Buffer, start: number, end: number): string {
  const text = buffer.toString("utf8", start, end);
  return text.includes("\ufffd") ? decodeInvalid(buffer, start, end) : text;
}

function decodeInvalid(buffer: Buffer, start: number, end: number): string {
  let text = "";
  let from = start;
  for (let at = start; at + 1 < end; at++) {
    // 0xED is never a continuation byte, so it begins a sequence wherever it stands.
    if (buffer[at] !== 0xed || (buffer[at + 1] as number) < 0xa0 || (buffer[at + 1] as number) > 0xbf) continue;
    text += `${buffer.toString("utf8", from, at)}\ufffd`;
    const isLong = at + 2 < end && ((buffer[at + 2] as number) & 0xc0) === 0x80;
    from = at + (isLong ? 3 : 2);
    at = from - 1;
  }
  return text + buffer.toString("utf8", from, end);
}

/** The text with every half of a surrogate pair replaced as by Java's `getBytes(UTF_8)`. */
export function toWellFormedJava(text: string): string {
  if (text.isWellFormed()) return text;
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "?");
}
