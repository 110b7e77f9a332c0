// Standard streams for a test: what goes in is given, what comes out is kept.
import { Readable, Writable } from "node:stream";
import type { CommandIo } from "../command.ts";

export interface CapturedIo extends CommandIo {
  out(): string;
  err(): string;
}

function capture(): [Writable, () => string] {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return [stream, () => Buffer.concat(chunks).toString()];
}

export function capturedIo(input: Buffer | string = ""): CapturedIo {
  const [stdout, out] = capture();
  const [stderr, err] = capture();
  return { stdin: Readable.from([Buffer.from(input)]), stdout, stderr, out, err };
}
