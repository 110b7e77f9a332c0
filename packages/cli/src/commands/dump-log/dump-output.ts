// Where a dump goes: lines to standard output in large pieces, as fast as they are taken; what is wrong to standard error at the end.
import type { CommandIo } from "../../command.ts";
import { OutputPipe } from "../console/output-pipe.ts";

const PIECE_CHARS = 64 * 1024;

export class DumpOutput {
  readonly #pipe: OutputPipe;
  readonly #errors: (text: string) => void;
  #pieces: string[] = [];
  #chars = 0;

  constructor(io: CommandIo) {
    this.#pipe = new OutputPipe(io.stdout);
    this.#errors = (text) => void io.stderr.write(text);
  }

  text(text: string): void {
    this.#pieces.push(text);
    this.#chars += text.length;
  }

  line(text: string): void {
    this.text(`${text}\n`);
  }

  /** Lets the reader catch up when much is waiting. @returns false when nobody reads any more */
  async giveWay(): Promise<boolean> {
    return this.#chars < PIECE_CHARS || (await this.flush());
  }

  async flush(): Promise<boolean> {
    const text = this.#pieces.join("");
    this.#pieces = [];
    this.#chars = 0;
    return this.#pipe.write(Buffer.from(text));
  }

  error(line: string): void {
    this.#errors(`${line}\n`);
  }
}
