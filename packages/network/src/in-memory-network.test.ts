import assert from "node:assert/strict";
import { test } from "node:test";
import { InMemoryNetwork } from "./in-memory-network.ts";
import type { Channel } from "./network.ts";

test("what was written arrives as it was, whatever its buffer is used for afterwards", async () => {
  const network = new InMemoryNetwork();
  const { promise, resolve } = Promise.withResolvers<Channel>();
  await network.listen({ host: "a", port: 1, onChannel: resolve, onError: () => {} });
  const client = await network.connect({ host: "a", port: 1 });
  const received: string[] = [];
  const events = { onDrain: () => {}, onClose: () => {} };
  (await promise).open({ ...events, onData: (chunk) => void received.push(Buffer.from(chunk).toString()) });
  client.open({ ...events, onData: () => {} });
  for (const bytes of [Buffer.from("written"), new TextEncoder().encode("written")]) {
    client.write([bytes], () => bytes.fill(0));
    await new Promise((turn) => setImmediate(turn));
  }
  assert.deepEqual(received, ["written", "written"]);
});
