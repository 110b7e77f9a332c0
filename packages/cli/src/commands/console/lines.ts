// Lines of a byte stream, without their ends (\n, \r or \r\n), as bytes: what a user sends is what is stored, in whatever encoding.
import type { Readable } from "node:stream";

const LF = 0x0a;
const CR = 0x0d;

/** Splits chunks into lines; keeps the rest of the last line for the next chunk. */
export class LineSplitter {
  #rest: Buffer[] = [];
  #skipLineFeed = false;

  /** The lines that end inside the chunk. */
  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let start = 0;
    if (this.#skipLineFeed && chunk[0] === LF) start = 1;
    if (chunk.length > 0) this.#skipLineFeed = false;
    let lineFeed = chunk.indexOf(LF, start);
    let carriageReturn = chunk.indexOf(CR, start);
    while (lineFeed !== -1 || carriageReturn !== -1) {
      const isReturn = carriageReturn !== -1 && (lineFeed === -1 || carriageReturn < lineFeed);
      const end = isReturn ? carriageReturn : lineFeed;
      lines.push(this.#join(chunk.subarray(start, end)));
      start = end + 1;
      if (isReturn && start === chunk.length) this.#skipLineFeed = true;
      if (isReturn && chunk[start] === LF) start += 1;
      if (lineFeed !== -1 && lineFeed < start) lineFeed = chunk.indexOf(LF, start);
      if (carriageReturn !== -1 && carriageReturn < start) carriageReturn = chunk.indexOf(CR, start);
    }
    if (start < chunk.length) this.#rest.push(chunk.subarray(start));
    return lines;
  }

  /** The last line, if it had no end. */
  end(): Buffer | undefined {
    return this.#rest.length === 0 ? undefined : this.#join(Buffer.alloc(0));
  }

  #join(tail: Buffer): Buffer {
    if (this.#rest.length === 0) return tail;
    const line = Buffer.concat([...this.#rest, tail]);
    this.#rest = [];
    return line;
  }
}

/** The lines of a stream, many at a time. */
export async function* linesOf(stream: Readable): AsyncGenerator<Buffer[]> {
  const splitter = new LineSplitter();
  for await (const chunk of stream) {
    const lines = splitter.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last !== undefined) yield [last];
}
