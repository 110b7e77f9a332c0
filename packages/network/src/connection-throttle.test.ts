import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "@ottla/base";
import { ClientConnection } from "./client-connection.ts";
import { InMemoryNetwork } from "./in-memory-network.ts";
import type { FrameAnswer, ServerConnection } from "./request-handler.ts";
import { DEFAULT_SERVER_LIMITS, SocketServer, type SocketServerOptions } from "./socket-server.ts";

const ADDRESS = { host: "127.0.0.1", port: 9092 };
const CORRELATION_ID_BYTES = 4;

interface Fixture {
  readonly clock: VirtualClock;
  readonly server: SocketServer;
  /** Correlation ids of the requests that have begun. */
  readonly begun: number[];
  readonly connections: ServerConnection[];
  dial(): Promise<ClientConnection>;
}

/** Answers each request with its correlation id. */
async function start(
  onRequest: (id: number, connection: ServerConnection) => void,
  options: Partial<SocketServerOptions> = {},
): Promise<Fixture> {
  const network = new InMemoryNetwork();
  const clock = new VirtualClock();
  const begun: number[] = [];
  const connections: ServerConnection[] = [];
  const onFrame = (frame: Uint8Array, connection: ServerConnection): FrameAnswer => {
    const id = Buffer.from(frame).readInt32BE(0);
    begun.push(id);
    connections.push(connection);
    onRequest(id, connection);
    return [framed(id)];
  };
  const server = new SocketServer({
    network,
    clock,
    handler: { onFrame },
    limits: DEFAULT_SERVER_LIMITS,
    onWarning: () => {},
    ...options,
  });
  await server.listen({ name: "PLAINTEXT", securityProtocol: "PLAINTEXT", ...ADDRESS });
  return { clock, server, begun, connections, dial: () => ClientConnection.dial(network, ADDRESS, { clock }) };
}

function framed(id: number): Buffer {
  const bytes = Buffer.alloc(2 * CORRELATION_ID_BYTES);
  bytes.writeInt32BE(CORRELATION_ID_BYTES, 0);
  bytes.writeInt32BE(id, CORRELATION_ID_BYTES);
  return bytes;
}

function send(client: ClientConnection): Promise<unknown> {
  const id = client.takeCorrelationId();
  const answer = client.send(id, [framed(id)], { timeoutMs: 60_000 });
  answer.catch(() => {});
  return answer;
}

test("a throttled connection gets its answer at once, and the next request begins when the time is over", async () => {
  const { clock, begun, dial } = await start((id, connection) => {
    if (id === 0) connection.throttle(300);
  });
  const client = await dial();
  await send(client);
  const next = send(client);
  await clock.advanceAsync(299);
  assert.equal(begun.length, 1);
  await clock.advanceAsync(1);
  await next;
  assert.equal(begun.length, 2);
});

test("a second throttling never shortens the first, and a longer one prolongs it", async () => {
  const { clock, begun, connections, dial } = await start((id, connection) => {
    if (id === 0) connection.throttle(300);
  });
  const client = await dial();
  await send(client);
  connections[0]?.throttle(100);
  const next = send(client);
  await clock.advanceAsync(200);
  assert.equal(begun.length, 1);
  connections[0]?.throttle(200);
  await clock.advanceAsync(199);
  assert.equal(begun.length, 1);
  await clock.advanceAsync(1);
  await next;
});

test("a throttled connection can be closed, and a server with one stops", async () => {
  const { clock, server, connections, dial } = await start((_id, connection) => connection.throttle(10_000));
  const client = await dial();
  await send(client);
  await server.stop(0);
  assert.equal(connections[0]?.isClosed, true);
  connections[0]?.throttle(5);
  await clock.advanceAsync(20_000);
});

test("silence while a connection is throttled is not idleness", async () => {
  const { clock, begun, dial } = await start((id, connection) => connection.throttle(id === 0 ? 5000 : 0), {
    limits: { ...DEFAULT_SERVER_LIMITS, idleMsMax: 1000 },
  });
  const client = await dial();
  await send(client);
  await clock.advanceAsync(4999);
  const next = send(client);
  await clock.advanceAsync(2);
  await next;
  assert.equal(begun.length, 2);
});

test("a client that is turned away is closed later, unread", async () => {
  const answers = [0, 250];
  const { clock, server, begun, dial } = await start(() => {}, { onConnecting: () => answers.shift() ?? 0 });
  const first = await dial();
  await send(first);
  const second = await dial();
  const refused = assert.rejects(send(second));
  await clock.advanceAsync(249);
  assert.equal(second.isClosed, false);
  await clock.advanceAsync(1);
  await refused;
  assert.equal(begun.length, 1);
  assert.equal(server.connectionCount, 1);
});
