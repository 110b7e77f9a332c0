// One TCP connection that speaks frames and nothing else: what is sent is decided by a scenario, byte by byte. It never
// retries, reconnects or interprets, so that a server that closes, stays silent or answers twice is seen doing it.
import { connect } from "node:net";
import type { Socket } from "node:net";

/** What came after a request: a frame without its length, the end of the connection, or nothing within the time. */
export type RawOutcome =
  | { readonly kind: "frame"; readonly bytes: Buffer }
  | { readonly kind: "closed" }
  | { readonly kind: "silence" };

interface Waiter {
  readonly settle: (outcome: RawOutcome) => void;
  readonly abandon: () => void;
}

/** Frames beyond this are no answer to anything a scenario sends. */
const FRAME_BYTES_MAX = 64 * 1024 * 1024;

export class RawConnection {
  readonly #socket: Socket;
  readonly #waiters: Waiter[] = [];
  /** Outcomes that nobody has asked for yet. */
  readonly #unclaimed: RawOutcome[] = [];
  #received: Buffer = Buffer.alloc(0);
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#onData(chunk));
    socket.on("error", () => this.#onClosed());
    socket.on("close", () => this.#onClosed());
  }

  /** `localAddress`: the address that the server sees; default: the system's choice. */
  static open(host: string, port: number, localAddress?: string): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, ...(localAddress === undefined ? {} : { localAddress }) });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new RawConnection(socket));
      });
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Writes bytes as they are. */
  write(bytes: Uint8Array | readonly Uint8Array[]): void {
    for (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) this.#socket.write(chunk);
  }

  /** The next frame, or the end of the connection; answers come in the order of the calls. */
  next(timeoutMs: number): Promise<RawOutcome> {
    const ready = this.#unclaimed.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.#isClosed) return Promise.resolve({ kind: "closed" });
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        resolve({ kind: "silence" });
      }, timeoutMs);
      const waiter: Waiter = {
        settle: (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        },
        abandon: () => clearTimeout(timer),
      };
      this.#waiters.push(waiter);
    });
  }

  /** Closes our side; who still waits for an answer never gets one. */
  close(): void {
    for (const waiter of this.#waiters.splice(0)) waiter.abandon();
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= 4) {
      const length = this.#received.readInt32BE(0);
      if (length < 0 || length > FRAME_BYTES_MAX) {
        this.#socket.destroy();
        return;
      }
      if (this.#received.length < 4 + length) return;
      const bytes = Buffer.from(this.#received.subarray(4, 4 + length));
      this.#received = this.#received.subarray(4 + length);
      this.#deliver({ kind: "frame", bytes });
    }
  }

  #onClosed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const waiter of this.#waiters.splice(0)) waiter.settle({ kind: "closed" });
  }

  #deliver(outcome: RawOutcome): void {
    const waiter = this.#waiters.shift();
    if (waiter === undefined) this.#unclaimed.push(outcome);
    else waiter.settle(outcome);
  }
}
