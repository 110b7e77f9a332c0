// Text in lines, each handed on as a message when it is complete; empty ones, which only set text apart, are not.
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

export class MessageLines extends Writable {
  readonly #say: (message: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  /** What has come behind the last line break. */
  #rest = "";

  constructor(say: (message: string) => void) {
    super({ decodeStrings: true });
    this.#say = say;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#tell(line);
    done();
  }

  override _final(done: () => void): void {
    this.#tell(this.#rest + this.#decoder.end());
    done();
  }

  #tell(line: string): void {
    const message = line.trim();
    if (message !== "") this.#say(message);
  }
}
