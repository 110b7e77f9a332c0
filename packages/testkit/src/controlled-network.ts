/**
 * A network that shows a {@link RequestControl} every request before the broker sees it, and does what that says. Only the listening side is changed.
 */
import { FrameDecoder, nodeNetwork } from "@ottla/network";
import type { Channel, ChannelEvents, Network, SocketAddress } from "@ottla/network";
import { responseHeaderVersion } from "@ottla/protocol";
import type { ControlAction, RequestControl, SeenRequest } from "./request-control.ts";

const FRAME_BYTES_MAX = 0x7fff_ffff;
const SIZE_BYTES = 4;
const CORRELATION_ID_BYTES = 4;

export function controlledNetwork(control: RequestControl, network: Network = nodeNetwork): Network {
  return {
    connect: (options) => network.connect(options),
    listen: (options) =>
      network.listen({
        ...options,
        onChannel: (channel) => options.onChannel(new ControlledChannel(channel, control)),
      }),
  };
}

/** What an answer goes through; told by its correlation id. */
type Fate = Extract<ControlAction, { readonly kind: "dropResponse" | "closeAfter" | "cutResponse" }>;

class ControlledChannel implements Channel {
  readonly #inner: Channel;
  readonly #control: RequestControl;
  readonly #fates = new Map<number, Fate>();
  /** Requests that wait, in order, behind one that is delayed. */
  readonly #held: (() => void)[] = [];
  #isHolding = false;
  #events: ChannelEvents | undefined;
  readonly #requests: FrameDecoder;
  readonly #answers: FrameDecoder;

  constructor(inner: Channel, control: RequestControl) {
    this.#inner = inner;
    this.#control = control;
    this.#requests = new FrameDecoder({ frameBytesMax: FRAME_BYTES_MAX, onFrame: (frame) => this.#onRequest(frame) });
    this.#answers = new FrameDecoder({ frameBytesMax: FRAME_BYTES_MAX, onFrame: (frame) => this.#onAnswer(frame) });
  }

  get localAddress(): SocketAddress {
    return this.#inner.localAddress;
  }

  get remoteAddress(): SocketAddress {
    return this.#inner.remoteAddress;
  }

  get writableLength(): number {
    return this.#inner.writableLength;
  }

  open(events: ChannelEvents): void {
    this.#events = events;
    this.#inner.open({
      onData: (chunk) => {
        // A size nobody would send is the broker's to refuse.
        if (!this.#push(this.#requests, chunk)) events.onData(chunk);
      },
      onDrain: () => events.onDrain(),
      onClose: (error) => events.onClose(error),
    });
  }

  write(chunks: readonly Uint8Array[], onTaken?: () => void): void {
    // All of it, whether a rule has met anything or not: an answer may be under way in pieces when the first one does.
    for (const chunk of chunks) this.#push(this.#answers, chunk);
    onTaken?.();
  }

  writeNow(chunks: readonly Uint8Array[]): void {
    this.write(chunks);
  }

  pause(): void {
    this.#inner.pause();
  }

  resume(): void {
    this.#inner.resume();
  }

  end(): void {
    this.#inner.end();
  }

  destroy(): void {
    this.#inner.destroy();
  }

  #push(decoder: FrameDecoder, chunk: Uint8Array): boolean {
    try {
      decoder.push(chunk);
      return true;
    } catch {
      return false;
    }
  }

  #onRequest(frame: Uint8Array): void {
    const bytes = Uint8Array.from(frame);
    const begin = (): void => this.#meet(bytes);
    if (this.#isHolding) this.#held.push(begin);
    else begin();
  }

  #meet(bytes: Uint8Array): void {
    const { request, action } = this.#control.meet(bytes);
    if (action === undefined) {
      this.#deliver(bytes);
      return;
    }
    switch (action.kind) {
      case "close":
        this.#inner.destroy();
        return;
      case "drop":
        return;
      case "answer":
        this.#answer(request, action.body(request));
        return;
      case "error": {
        const { host, port } = this.#inner.remoteAddress;
        this.#control.noteError(`${host}:${port}`, request.correlationId, action.error);
        this.#deliver(bytes);
        return;
      }
      case "delay":
        this.#hold(bytes, action.ms);
        return;
      default:
        this.#fates.set(request.correlationId, action);
        this.#deliver(bytes);
    }
  }

  #hold(bytes: Uint8Array, ms: number): void {
    this.#isHolding = true;
    setTimeout(() => {
      this.#deliver(bytes);
      this.#isHolding = false;
      while (!this.#isHolding) {
        const next = this.#held.shift();
        if (next === undefined) return;
        next();
      }
    }, ms);
  }

  #deliver(bytes: Uint8Array): void {
    this.#events?.onData(framed(bytes));
  }

  #answer({ apiKey, apiVersion, correlationId }: SeenRequest, body: Uint8Array): void {
    // The newer header has a list of tagged fields, which is empty.
    const header = Buffer.alloc(CORRELATION_ID_BYTES + responseHeaderVersion(apiKey, apiVersion));
    header.writeInt32BE(correlationId);
    this.#inner.write([framed(Buffer.concat([header, body]))]);
  }

  #onAnswer(frame: Uint8Array): void {
    const correlationId = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getInt32(0);
    const fate = this.#fates.get(correlationId);
    this.#fates.delete(correlationId);
    const bytes = framed(frame);
    switch (fate?.kind) {
      case undefined:
        this.#inner.write([bytes]);
        return;
      case "dropResponse":
        return;
      case "closeAfter":
        this.#inner.destroy();
        return;
      case "cutResponse":
        this.#inner.write([bytes.subarray(0, fate.bytes)]);
        this.#inner.end();
    }
  }
}

function framed(bytes: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(SIZE_BYTES + bytes.length);
  frame.writeInt32BE(bytes.length);
  frame.set(bytes, SIZE_BYTES);
  return frame;
}
