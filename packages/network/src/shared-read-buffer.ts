/**
 * Lets the operating system read into one buffer for all sockets instead of a new one for each read. A busy broker reads tens
 * of thousands of times a second; a fresh 64 KiB each time is most of what its garbage collector would have to do.
 *
 * Node offers this for sockets that a program creates (`onread`), not for those that a server accepts; an accepted socket is
 * switched over through the same properties. Where a version of Node has them no longer, nothing is switched and
 * `data` events serve: slower, not different.
 */

import { Buffer } from "node:buffer";
import type { Socket } from "node:net";

const READ_BYTES = 256 * 1024;

type OnData = (chunk: Uint8Array) => void;

/** A socket's own symbols by their description, as its constructor sets them. */
interface ReadSymbols {
  readonly buffer: symbol;
  readonly callback: symbol;
}

/** What `onread` of node:net rests on; internal, hence checked before it is used. */
interface ReadHandle {
  useUserBuffer(buffer: Uint8Array): void;
}

let sharedBuffer: Buffer | undefined;
let symbols: ReadSymbols | undefined | "absent";

/** Delivers what arrives as views of the shared buffer, valid during the call only. False: this socket cannot. */
export function readIntoSharedBuffer(socket: Socket, onData: OnData): boolean {
  symbols ??= findSymbols() ?? "absent";
  const handle: unknown = Reflect.get(socket, "_handle");
  if (symbols === "absent" || !isReadHandle(handle) || socket.readableLength > 0) {
    return false;
  }
  const buffer = (sharedBuffer ??= Buffer.allocUnsafeSlow(READ_BYTES));
  const receive = (byteCount: number): boolean => {
    onData(buffer.subarray(0, byteCount));
    return true;
  };
  Reflect.set(socket, symbols.buffer, buffer);
  Reflect.set(socket, symbols.callback, receive);
  handle.useUserBuffer(buffer);
  return true;
}

function findSymbols(): ReadSymbols | undefined {
  const probe = new (process.getBuiltinModule("node:net").Socket)();
  const own = Object.getOwnPropertySymbols(probe);
  const buffer = own.find((symbol) => symbol.description === "kBuffer");
  const callback = own.find((symbol) => symbol.description === "kBufferCb");
  probe.destroy();
  return buffer === undefined || callback === undefined ? undefined : { buffer, callback };
}

function isReadHandle(handle: unknown): handle is ReadHandle {
  return typeof handle === "object" && handle !== null && typeof Reflect.get(handle, "useUserBuffer") === "function";
}
