import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "@ottla/base";
import { ClientConnection } from "./client-connection.ts";
import { InMemoryNetwork } from "./in-memory-network.ts";
import type { Channel } from "./network.ts";

const ADDRESS = { host: "127.0.0.1", port: 1 };

/** A connection to a peer that answers when it is told to, in order. */
async function start(): Promise<{
  clock: VirtualClock;
  connection: ClientConnection;
  send: (timeoutMs: number) => Promise<unknown>;
  answer: (correlationId: number) => void;
}> {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork();
  const peers: Channel[] = [];
  await network.listen({
    ...ADDRESS,
    onChannel: (channel) => {
      peers.push(channel);
      channel.open({ onData: () => {}, onDrain: () => {}, onClose: () => {} });
    },
    onError: () => {},
  });
  const connection = await ClientConnection.dial(network, ADDRESS, { clock });
  const frame = (correlationId: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeInt32BE(4, 0);
    bytes.writeInt32BE(correlationId, 4);
    return bytes;
  };
  return {
    clock,
    connection,
    send: (timeoutMs) => {
      const correlationId = connection.takeCorrelationId();
      return connection.send(correlationId, [frame(correlationId)], { timeoutMs });
    },
    answer: (correlationId) => peers[0]?.write([frame(correlationId)]),
  };
}

test("each request has its own time, whichever of them was sent first", async () => {
  const { clock, connection, send } = await start();
  const patient = send(1_000);
  const hasty = send(100);
  const rejected = Promise.all([
    assert.rejects(patient, { code: "REQUEST_TIMED_OUT", message: "no answer to a request within 100 ms" }),
    assert.rejects(hasty, { code: "REQUEST_TIMED_OUT" }),
  ]);
  await clock.advanceAsync(99);
  assert.ok(!connection.isClosed);
  await clock.advanceAsync(1);
  assert.ok(connection.isClosed);
  await rejected;
  assert.equal(clock.pendingTimers, 0);
});

test("a request is given all of its time, though the timer was set for one that was answered", async () => {
  const { clock, connection, send, answer } = await start();
  const first = send(100);
  await clock.advanceAsync(60);
  answer(0);
  await first;
  const second = send(100);
  const rejected = assert.rejects(second, { code: "REQUEST_TIMED_OUT" });
  await clock.advanceAsync(99);
  assert.ok(!connection.isClosed);
  await clock.advanceAsync(1);
  assert.ok(connection.isClosed);
  await rejected;
});

test("requests share one timer, which ends when nothing waits and with the connection", async () => {
  const { clock, connection, send, answer } = await start();
  for (let id = 0; id < 10; id++) {
    const answered = send(100);
    answer(id);
    await clock.advanceAsync(1);
    await answered;
    assert.equal(clock.pendingTimers, 1);
  }
  await clock.advanceAsync(100);
  assert.equal(clock.pendingTimers, 0);
  const rejected = assert.rejects(send(100), { code: "CONNECTION_CLOSED" });
  assert.equal(clock.pendingTimers, 1);
  connection.close();
  assert.equal(clock.pendingTimers, 0);
  await rejected;
});
