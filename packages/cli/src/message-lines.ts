// Text in lines, each handed on as a message when it is complete; empty ones, which only set text apart, are not.
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

export class MessageLines extends Writable {
  readonly #say: (message: string) => void;
  readonly #sink: Writable;
  readonly #decoder = new StringDecoder("utf8");
  /** What has come behind the last line break. */
  #rest = "";

  /** @param sink where messages, and what else is printed, end up: a write here waits until it can take more */
  constructor(say: (message: string) => void, sink: Writable) {
    super({ decodeStrings: true });
    this.#say = say;
    this.#sink = sink;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#tell(line);
    if (this.#sink.writableNeedDrain) this.#sink.once("drain", done);
    else done();
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
