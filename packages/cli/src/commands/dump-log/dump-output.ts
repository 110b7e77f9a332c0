// Where a dump goes: lines to standard output in large pieces, as fast as they are taken; what is wrong to standard error at the end. With --json
// each thing is a row with its file, and what Kafka's tool says in lines is left out where a row says it.
import type { CommandIo, Row } from "../../command.ts";
import { OutputPipe } from "../console/output-pipe.ts";

const PIECE_CHARS = 64 * 1024;
/** About what a row takes. */
const ROW_CHARS = 200;

export class DumpOutput {
  readonly #pipe: OutputPipe;
  readonly #errors: (text: string) => void;
  #pieces: string[] = [];
  #chars = 0;
  #file = "";
  readonly #row: ((row: Row) => void) | undefined;

  constructor(io: CommandIo) {
    this.#pipe = new OutputPipe(io.stdout);
    this.#row = io.row;
    this.#errors = (text) => void io.stderr.write(text);
  }

  /** Whether things are printed as rows. */
  get isJson(): boolean {
    return this.#row !== undefined;
  }

  /** A file begins. */
  begin(path: string): void {
    this.#file = path;
    this.line(`Dumping ${path}`);
  }

  /** A thing of the file: as a row, or as the line that Kafka's tool has for it. */
  entry(row: Row, text: () => string): void {
    if (this.#row === undefined) this.line(text());
    else {
      this.#row({ file: this.#file, ...row });
      // A line that is empty says nothing, and lets the reader catch up.
      if ((this.#chars += ROW_CHARS) >= PIECE_CHARS) this.#pieces = ["\n"];
    }
  }

  text(text: string): void {
    if (this.#row !== undefined) return;
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
