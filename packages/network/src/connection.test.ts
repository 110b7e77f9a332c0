import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "@ottla/base";
import { ClientConnection } from "./client-connection.ts";
import { InMemoryNetwork } from "./in-memory-network.ts";
import type { Channel } from "./network.ts";
import { closeConnection, noAnswer, Pipelined } from "./request-handler.ts";
import type { FrameAnswer, FrameOutcome, ServerConnection } from "./request-handler.ts";
import { DEFAULT_SERVER_LIMITS, SocketServer } from "./socket-server.ts";
import type { ServerLimits } from "./socket-server.ts";

const PORT = 9092;

interface Fixture {
  readonly network: InMemoryNetwork;
  readonly clock: VirtualClock;
  readonly server: SocketServer;
  readonly warnings: string[];
  dial(): Promise<RawClient>;
}

/** A client that keeps everything it received. */
class RawClient {
  received: Buffer = Buffer.alloc(0);
  isClosed = false;
  readonly channel: Channel;

  constructor(channel: Channel) {
    this.channel = channel;
    channel.open({
      onData: (chunk) => {
        this.received = Buffer.concat([this.received, chunk]);
      },
      onDrain: () => {},
      onClose: () => {
        this.isClosed = true;
      },
    });
  }

  send(...bodies: readonly string[]): void {
    this.channel.write(bodies.map((body) => frame(body)));
  }

  get answers(): string[] {
    const found: string[] = [];
    for (let position = 0; position + 4 <= this.received.length;) {
      const size = this.received.readInt32BE(position);
      found.push(this.received.toString("utf8", position + 4, position + 4 + size));
      position += 4 + size;
    }
    return found;
  }
}

function frame(body: string): Buffer {
  const bytes = Buffer.from(body);
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

const answer = (body: string): FrameAnswer => [frame(body)];

async function start(
  onFrame: (body: string, connection: ServerConnection) => FrameOutcome,
  limits: Partial<ServerLimits> = {},
): Promise<Fixture> {
  const network = new InMemoryNetwork();
  const clock = new VirtualClock();
  const warnings: string[] = [];
  const server = new SocketServer({
    network,
    clock,
    limits: { ...DEFAULT_SERVER_LIMITS, ...limits },
    handler: { onFrame: (bytes, connection) => onFrame(Buffer.from(bytes).toString(), connection) },
    onWarning: (message) => warnings.push(message),
  });
  await server.listen({ name: "PLAINTEXT", securityProtocol: "PLAINTEXT", host: "127.0.0.1", port: PORT });
  const dial = async (): Promise<RawClient> => new RawClient(await network.connect({ host: "127.0.0.1", port: PORT }));
  return { network, clock, server, warnings, dial };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  return Promise.withResolvers<T>();
}

test("pipelined requests are answered in order", async () => {
  const { dial } = await start((body) => answer(body.toUpperCase()));
  const client = await dial();
  client.send("a", "b", "c");
  await settled();
  assert.deepEqual(client.answers, ["A", "B", "C"]);
});

test("clients that come before the server processes requests are answered then, and closed if it never does", async () => {
  const network = new InMemoryNetwork();
  const make = async (port: number): Promise<{ server: SocketServer; client: RawClient }> => {
    const server = new SocketServer({
      network,
      clock: new VirtualClock(),
      limits: DEFAULT_SERVER_LIMITS,
      handler: { onFrame: (bytes) => answer(Buffer.from(bytes).toString()) },
      onWarning: () => {},
      waitsForProcessing: true,
    });
    await server.listen({ name: "PLAINTEXT", securityProtocol: "PLAINTEXT", host: "127.0.0.1", port });
    const client = new RawClient(await network.connect({ host: "127.0.0.1", port }));
    client.send("early");
    await settled();
    assert.deepEqual([client.answers, client.isClosed], [[], false]);
    return { server, client };
  };
  const served = await make(1);
  served.server.startProcessing();
  await settled();
  assert.deepEqual(served.client.answers, ["early"]);
  const stopped = await make(2);
  await stopped.server.stop(0);
  await settled();
  assert.deepEqual([stopped.client.answers, stopped.client.isClosed], [[], true]);
});

test("a request begins only when the one before is answered", async () => {
  const begun: string[] = [];
  const first = deferred<FrameAnswer>();
  const { dial } = await start((body) => {
    begun.push(body);
    return body === "slow" ? first.promise : answer(body);
  });
  const client = await dial();
  client.send("slow", "next");
  await settled();
  assert.deepEqual(begun, ["slow"]);
  first.resolve(answer("slow"));
  await settled();
  assert.deepEqual(client.answers, ["slow", "next"]);
});

test("a pipelined request lets the next begin, and answers keep their order", async () => {
  const begun: string[] = [];
  const first = deferred<FrameAnswer>();
  const { dial } = await start((body) => {
    begun.push(body);
    return body === "slow" ? new Pipelined(undefined, first.promise) : answer(body);
  });
  const client = await dial();
  client.send("slow", "next");
  await settled();
  assert.deepEqual(begun, ["slow", "next"]);
  assert.deepEqual(client.answers, []);
  first.resolve(answer("slow"));
  await settled();
  assert.deepEqual(client.answers, ["slow", "next"]);
});

test("a pipelined request whose effects are pending holds the next one back", async () => {
  const begun: string[] = [];
  const effects = deferred<void>();
  const { dial } = await start((body) => {
    begun.push(body);
    return body === "slow" ? new Pipelined(effects.promise, Promise.resolve(answer("slow"))) : answer(body);
  });
  const client = await dial();
  client.send("slow", "next");
  await settled();
  assert.deepEqual(begun, ["slow"]);
  effects.resolve();
  await settled();
  assert.deepEqual(client.answers, ["slow", "next"]);
});

test("the memory of a request is used again when it was pipelined and is answered, and only then", async () => {
  const first = deferred<FrameAnswer>();
  const { dial, server } = await start((body) =>
    body.startsWith("slow") ? new Pipelined(undefined, first.promise) : answer("kept"),
  );
  const client = await dial();
  client.send("slow".padEnd(5000), "kept by whoever got it".padEnd(5000));
  await settled();
  assert.equal(server.heldBytes, 2 * 8192);
  assert.equal(server.pool.keptBytes, 0);
  first.resolve(answer("slow"));
  await settled();
  assert.deepEqual(client.answers, ["slow", "kept"]);
  assert.equal(server.pool.keptBytes, 8192);
  assert.equal(server.heldBytes, 0);
});

test("a request without an answer leaves no gap", async () => {
  const { dial } = await start((body) => (body === "silent" ? noAnswer : answer(body)));
  const client = await dial();
  client.send("a", "silent", "b");
  await settled();
  assert.deepEqual(client.answers, ["a", "b"]);
});

test("closing instead of an answer sends what was answered before and nothing after", async () => {
  const { dial, server } = await start((body) => (body === "bad" ? closeConnection : answer(body)));
  const client = await dial();
  client.send("a", "bad", "b");
  await settled();
  assert.deepEqual(client.answers, ["a"]);
  assert.ok(client.isClosed);
  assert.equal(server.connectionCount, 0);
});

test("a handler that throws or rejects closes its connection with a line in the log", async () => {
  for (const fail of [
    () => {
      throw new Error("broken");
    },
    () => Promise.reject(new Error("broken")),
    () => new Pipelined(undefined, Promise.reject(new Error("broken"))),
  ]) {
    const { dial, warnings } = await start(fail);
    const client = await dial();
    client.send("a");
    await settled();
    assert.ok(client.isClosed);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /broken/);
  }
});

test("a malformed frame closes its connection only, with one line in the log", async () => {
  const { dial, warnings } = await start((body) => answer(body));
  const bad = await dial();
  const good = await dial();
  bad.channel.write([Buffer.from("GET / HTTP/1.1\r\n\r\n")]);
  good.send("a");
  await settled();
  assert.ok(bad.isClosed);
  assert.deepEqual(good.answers, ["a"]);
  assert.deepEqual(warnings.length, 1);
  assert.match(warnings[0] ?? "", /announces 1195725856 bytes/);
});

test("a client that does not read is not read from", async () => {
  let begun = 0;
  const { dial, server } = await start(
    () => {
      begun += 1;
      return answer("x".repeat(1000));
    },
    { unreadBytesMax: 5000, inFlightBytesMax: 1000, inFlightCountMax: 8 },
  );
  const client = await dial();
  client.channel.pause();
  for (let burst = 0; burst < 50; burst += 1) {
    client.send("request");
    await settled();
  }
  assert.ok(begun < 10, `${begun} requests began`);
  assert.ok(server.heldBytes < 1000);
  client.channel.resume();
  await settled();
  await settled();
  assert.equal(client.answers.length, 50);
});

test("idle connections are closed, working ones are not", async () => {
  const answerLater = deferred<FrameAnswer>();
  const { dial, clock } = await start((body) => (body === "wait" ? answerLater.promise : answer(body)), {
    idleMsMax: 1000,
  });
  const idle = await dial();
  const working = await dial();
  const waiting = await dial();
  waiting.send("wait");
  await clock.advanceAsync(900);
  working.send("a");
  await clock.advanceAsync(150);
  assert.ok(idle.isClosed);
  assert.ok(!working.isClosed);
  assert.ok(!waiting.isClosed);
  await clock.advanceAsync(1000);
  assert.ok(working.isClosed);
});

test("connections beyond the limit of an address are closed", async () => {
  const { dial, warnings, server } = await start((body) => answer(body), { connectionsPerIpMax: 2 });
  await dial();
  await dial();
  const third = await dial();
  await settled();
  assert.ok(third.isClosed);
  assert.equal(server.connectionCount, 2);
  assert.equal(warnings.length, 1);
});

test("connections beyond max.connections wait until another closes", async () => {
  const { dial } = await start((body) => answer(body), { connectionsMax: 1 });
  const first = await dial();
  const second = await dial();
  second.send("b");
  await settled();
  assert.deepEqual(second.answers, []);
  first.channel.destroy();
  await settled();
  assert.deepEqual(second.answers, ["b"]);
});

test("when memory for requests is short, one unfinished request goes on and the rest wait", async () => {
  const { dial, server, clock, warnings } = await start((body) => answer(String(body.length)), {
    totalInFlightBytesMax: 100_000,
  });
  const clients = await Promise.all(Array.from({ length: 20 }, () => dial()));
  const half = Buffer.alloc(4 + 20_000);
  half.writeInt32BE(40_000);
  for (const client of clients) {
    client.channel.write([half]);
  }
  await settled();
  assert.ok(server.heldBytes <= 100_000 + 2 * 40_000, `${server.heldBytes} bytes held`);
  // They all finish: the turn passes on.
  for (const client of clients) {
    client.channel.write([Buffer.alloc(20_000)]);
  }
  for (let step = 0; step < 60; step += 1) {
    await clock.advanceAsync(1000);
  }
  assert.ok(clients.filter((client) => client.answers[0] === "40000").length >= 19, warnings.join("\n"));
});

test("stopping answers what began and closes", async () => {
  const slow = deferred<FrameAnswer>();
  const { dial, server } = await start(() => slow.promise);
  const client = await dial();
  client.send("a");
  await settled();
  const stopped = server.stop(10_000);
  slow.resolve(answer("done"));
  await stopped;
  await settled();
  assert.deepEqual(client.answers, ["done"]);
  assert.ok(client.isClosed);
});

test("stopping does not wait longer than its grace", async () => {
  const { dial, server, clock } = await start(() => new Promise<FrameAnswer>(() => {}));
  const client = await dial();
  client.send("a");
  await settled();
  const stopped = server.stop(500);
  await clock.advanceAsync(500);
  await stopped;
  await settled();
  assert.ok(client.isClosed);
});

test("whatever waits for a connection hears of its end", async () => {
  let closed = 0;
  const { dial } = await start((_body, connection) => {
    connection.onClose(() => {
      closed += 1;
    });
    return new Promise<FrameAnswer>(() => {});
  });
  const client = await dial();
  client.send("a");
  await settled();
  client.channel.destroy();
  await settled();
  assert.equal(closed, 1);
});

test("a client connection pairs answers with requests and times out", async () => {
  const network = new InMemoryNetwork();
  const clock = new VirtualClock();
  const server = new SocketServer({
    network,
    clock,
    limits: DEFAULT_SERVER_LIMITS,
    handler: {
      onFrame: (bytes) =>
        bytes.length > 4 ? new Promise<FrameAnswer>(() => {}) : [Buffer.concat([Buffer.from([0, 0, 0, 4]), bytes])],
    },
    onWarning: () => {},
  });
  await server.listen({ name: "PLAINTEXT", securityProtocol: "PLAINTEXT", host: "127.0.0.1", port: PORT });
  const connection = await ClientConnection.dial(network, { host: "127.0.0.1", port: PORT }, { clock });
  const request = (extra: string): [number, readonly Uint8Array[]] => {
    const id = connection.takeCorrelationId();
    const header = Buffer.alloc(8);
    header.writeInt32BE(4 + extra.length, 0);
    header.writeInt32BE(id, 4);
    return [id, [header, Buffer.from(extra)]];
  };
  const [first, second] = [request(""), request("")];
  const answers = await Promise.all([
    connection.send(first[0], first[1], { timeoutMs: 100 }),
    connection.send(second[0], second[1], { timeoutMs: 100 }),
  ]);
  assert.deepEqual(
    answers.map((bytes) => Buffer.from(bytes).readInt32BE()),
    [0, 1],
  );
  const third = request("never");
  const late = connection.send(third[0], third[1], { timeoutMs: 100 });
  const rejected = assert.rejects(late, { code: "REQUEST_TIMED_OUT" });
  await clock.advanceAsync(100);
  await rejected;
  assert.ok(connection.isClosed);
});
