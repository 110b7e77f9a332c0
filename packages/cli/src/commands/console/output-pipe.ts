// Standard output that someone may stop reading, such as `head`: a write says whether it arrived, and a broken pipe is no crash.
import type { Writable } from "node:stream";

/** Writes in order, each when the one before has been taken. */
export class OutputPipe {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
    // The write's own callback reports the error; without a listener the stream would end the process.
    stream.on("error", () => undefined);
  }

  /** Resolves with false when nobody reads any more. */
  write(bytes: Buffer): Promise<boolean> {
    if (bytes.length === 0) return Promise.resolve(!this.#stream.destroyed);
    return new Promise((resolve) => {
      this.#stream.write(bytes, (error) => resolve(error === undefined || error === null));
    });
  }
}
