// What stands between a client and a broker under control, byte by byte.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Channel, ChannelEvents, Network } from "@ottla/network";
import { ApiKey } from "@ottla/protocol";
import { controlledNetwork } from "./controlled-network.ts";
import { RequestControl } from "./request-control.ts";

const HOST = { host: "127.0.0.1", port: 1 };

/** A frame: its size, four bytes that a correlation id has its place in, and a body. */
function frame(body: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

function request(correlationId: number): Buffer {
  const header = Buffer.alloc(10);
  header.writeInt16BE(ApiKey.Metadata, 0);
  header.writeInt32BE(correlationId, 4);
  header.writeInt16BE(-1, 8);
  return frame(header);
}

function answer(correlationId: number, length: number): Buffer {
  const body = Buffer.alloc(length, correlationId);
  body.writeInt32BE(correlationId);
  return frame(body);
}

/** A connection to a broker under control: what the client gets, what the client sends, what the broker writes. */
async function connection(
  control: RequestControl,
): Promise<{ client: ChannelEvents | undefined; broker: Channel; got: () => Buffer }> {
  const got: Buffer[] = [];
  let client: ChannelEvents | undefined;
  let broker: Channel | undefined;
  const inner: Channel = {
    localAddress: HOST,
    remoteAddress: HOST,
    writableLength: 0,
    open: (events) => void (client = events),
    write: (chunks, onTaken) => {
      for (const chunk of chunks) got.push(Buffer.from(chunk));
      onTaken?.();
    },
    writeNow: (chunks) => inner.write(chunks),
    pause: () => {},
    resume: () => {},
    end: () => {},
    destroy: () => {},
  };
  const network: Network = {
    connect: () => Promise.reject(new Error("nobody connects")),
    listen: (options) => {
      options.onChannel(inner);
      return Promise.resolve({ address: HOST, close: () => Promise.resolve() });
    },
  };
  await controlledNetwork(control, network).listen({
    ...HOST,
    onChannel: (channel) => void (broker = channel),
    onError: assert.fail,
  });
  assert.ok(broker !== undefined);
  broker.open({ onData: () => {}, onDrain: () => {}, onClose: () => {} });
  return { client, broker, got: (): Buffer => Buffer.concat(got) };
}

describe("a network under control", () => {
  it("an answer that is written in pieces stays whole when a rule meets a request behind it", async () => {
    const control = new RequestControl();
    const { client, broker, got } = await connection(control);
    const [first, second, third] = [answer(1, 300), answer(2, 20), answer(3, 20)];
    client?.onData(request(1));
    broker.write([first.subarray(0, 100)]);
    control.on("Metadata", { action: { kind: "dropResponse" } });
    client?.onData(request(2));
    client?.onData(request(3));
    for (const bytes of [first.subarray(100), second, third]) broker.write([bytes]);
    assert.deepEqual(got(), Buffer.concat([first, third]));
  });
});
