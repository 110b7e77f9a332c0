// The network of the operating system behind the same interface as the one in memory: sockets on loopback, port 0.
import assert from "node:assert/strict";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { systemClock } from "@ottla/base";
import { ClientConnection, DEFAULT_SERVER_LIMITS, nodeNetwork, SocketServer, TrackedFrame } from "@ottla/network";
import type { FrameHandler, ServerLimits, SocketAddress } from "@ottla/network";

const HOST = "127.0.0.1";

async function serve(
  context: TestContext,
  handler: FrameHandler,
  limits: Partial<ServerLimits> = {},
): Promise<{ readonly server: SocketServer; readonly address: SocketAddress; readonly warnings: string[] }> {
  const warnings: string[] = [];
  const server = new SocketServer({
    network: nodeNetwork,
    clock: systemClock,
    handler,
    limits: { ...DEFAULT_SERVER_LIMITS, ...limits },
    onWarning: (message) => warnings.push(message),
  });
  const address = await server.listen({ name: "PLAINTEXT", securityProtocol: "PLAINTEXT", host: HOST, port: 0 });
  context.after(() => server.stop(0));
  return { server, address, warnings };
}

/** Answers each frame (correlation id, then anything) with the id and as many bytes as the frame has. */
const echo: FrameHandler = {
  onFrame(frame) {
    const size = Buffer.alloc(4);
    size.writeInt32BE(frame.length);
    return [size, frame];
  },
};

function request(connection: ClientConnection, body: Uint8Array): Promise<Uint8Array> {
  const id = connection.takeCorrelationId();
  const header = Buffer.alloc(8);
  header.writeInt32BE(4 + body.length, 0);
  header.writeInt32BE(id, 4);
  return connection.send(id, [header, body], { timeoutMs: 10_000 });
}

function dialRaw(address: SocketAddress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address.port, address.host);
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on("error", () => {});
    socket.resume();
    socket.once("close", () => resolve());
  });

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!isTrue()) {
    assert.ok(performance.now() < deadline, "it happens within ten seconds");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("requests of all sizes come back whole and in order", async (context) => {
  const { address } = await serve(context, echo);
  assert.notEqual(address.port, 0);
  const connection = await ClientConnection.dial(nodeNetwork, address, { clock: systemClock });
  const sizes = [0, 1, 100, 65_531, 65_536, 1_000_000, 5_000_000];
  const answers = await Promise.all(sizes.map((size) => request(connection, Buffer.alloc(size, size % 251))));
  for (const [index, size] of sizes.entries()) {
    const answer = answers[index] as Uint8Array;
    assert.equal(answer.length, size + 4);
    assert.ok(Buffer.from(answer.subarray(4)).equals(Buffer.alloc(size, size % 251)));
  }
  connection.close();
});

test("the address that was dialled is known", async (context) => {
  const seen: SocketAddress[] = [];
  const { address } = await serve(context, {
    onFrame(frame, connection) {
      seen.push(connection.localAddress);
      return echo.onFrame(frame, connection);
    },
  });
  const connection = await ClientConnection.dial(nodeNetwork, address, { clock: systemClock });
  await request(connection, Buffer.from("x"));
  assert.deepEqual(seen, [{ host: HOST, port: address.port }]);
  connection.close();
});

test("a port that is taken and a port where nobody listens are told apart", async (context) => {
  const { server, address } = await serve(context, echo);
  await assert.rejects(
    server.listen({ name: "SECOND", securityProtocol: "PLAINTEXT", host: HOST, port: address.port }),
    { code: "ADDRESS_IN_USE" },
  );
  await server.stop(0);
  await assert.rejects(ClientConnection.dial(nodeNetwork, address, { clock: systemClock }), {
    code: "CONNECTION_REFUSED",
  });
});

test("hundreds of connections that announce 100 MiB and send nothing cost nothing", async (context) => {
  const { server, address } = await serve(context, echo);
  const prefix = Buffer.alloc(4);
  prefix.writeInt32BE(100 << 20);
  const before = process.memoryUsage().arrayBuffers;
  const sockets = await Promise.all(Array.from({ length: 300 }, () => dialRaw(address)));
  for (const socket of sockets) socket.write(prefix);
  await until(() => server.connectionCount === 300);
  const connection = await ClientConnection.dial(nodeNetwork, address, { clock: systemClock });
  await request(connection, Buffer.from("still served"));
  assert.equal(server.heldBytes, 0);
  assert.ok(process.memoryUsage().arrayBuffers - before < 64 << 20);
  connection.close();
  for (const socket of sockets) socket.destroy();
});

test("a client that never reads holds a bounded amount, and only its own connection", async (context) => {
  let begun = 0;
  let sent = 0;
  const { address } = await serve(context, {
    onFrame() {
      begun += 1;
      const frame = Buffer.alloc(1 << 20);
      frame.writeInt32BE(frame.length - 4);
      return new TrackedFrame([frame], () => {
        sent += 1;
      });
    },
  });
  const socket = await dialRaw(address);
  socket.pause();
  const one = Buffer.alloc(1004);
  one.writeInt32BE(1000);
  for (let index = 0; index < 2000; index += 1) socket.write(one);
  const other = await dialRaw(address);
  other.write(one);
  await new Promise<void>((resolve) => {
    other.once("data", () => resolve());
  });
  assert.ok(begun < 64, `${begun} requests began`);
  socket.destroy();
  other.destroy();
  // Memory is given back although the answers never left.
  await until(() => sent === begun);
});

test("garbage and resets close one connection each; the others go on", async (context) => {
  const { address, warnings, server } = await serve(context, echo);
  const connection = await ClientConnection.dial(nodeNetwork, address, { clock: systemClock });
  for (const garbage of ["GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x00\x01", "\xff\xff\xff\xff"]) {
    const socket = await dialRaw(address);
    const isClosed = closed(socket);
    socket.write(Buffer.from(garbage, "latin1"));
    if (garbage.startsWith("\x16")) socket.resetAndDestroy();
    await isClosed;
  }
  await request(connection, Buffer.from("fine"));
  await until(() => server.connectionCount === 1);
  assert.ok(warnings.length >= 2 && warnings.length <= 3, warnings.join("\n"));
  connection.close();
});

test("stopping closes clients that linger", async (context) => {
  const { server, address } = await serve(context, echo);
  const socket = await dialRaw(address);
  const isClosed = closed(socket);
  await until(() => server.connectionCount === 1);
  await server.stop(1000);
  await isClosed;
});
