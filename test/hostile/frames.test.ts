// Malformed frames: each closes its own connection and nothing else.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Prng } from "@ottla/base";
import { API_TABLE } from "@ottla/protocol";
import { batch, records } from "../differential/batch.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { apiVersionsFrame, connectTo, isUsable, produceFrame, Witness } from "./wire.ts";

const SEED = Number(process.env["HOSTILE_SEED"] ?? Date.now() % 1_000_000);
const CLOSE_MS = 10_000;

function header(apiKey: number, version: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(14 + body.length);
  bytes.writeInt32BE(10 + body.length, 0);
  bytes.writeInt16BE(apiKey, 4);
  bytes.writeInt16BE(version, 6);
  bytes.writeInt32BE(1, 8);
  bytes.writeInt16BE(-1, 12);
  bytes.set(body, 14);
  return bytes;
}

function sized(size: number, rest: Uint8Array = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(4 + rest.length);
  bytes.writeInt32BE(size, 0);
  bytes.set(rest, 4);
  return bytes;
}

describe(`malformed frames (seed ${SEED})`, () => {
  let server: OttlaProcess;
  let witness: Witness;
  before(async () => {
    server = await startOttla();
    witness = await Witness.of(server, batch(records(1)));
  });
  after(async () => {
    witness.close();
    assert.equal(await server.stop(), 0);
    server.remove();
  });

  const closing: readonly (readonly [string, Buffer])[] = [
    ["a size of -1", sized(-1)],
    ["the smallest size", sized(-2_147_483_648)],
    ["a size over socket.request.max.bytes", sized(104_857_601)],
    ["the largest size", sized(2_147_483_647)],
    ["an empty frame", sized(0)],
    ["a frame too short for its header", sized(7, Buffer.alloc(7))],
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")],
    ["a TLS hello", Buffer.from("16030100f1010000ed0303", "hex")],
    ["an unknown API key", header(999, 0)],
    ["a negative API key", header(-1, 0)],
    ["a version that was removed", header(1, 3)],
    ["a version of the future", header(3, 99)],
    ["a negative version", header(3, -1)],
    ["a body that ends too soon", header(0, 7, Buffer.from("0001", "hex"))],
    ["an array of 2^31-1 elements", header(3, 1, Buffer.from("7fffffff", "hex"))],
    ["an array of -2 elements", header(3, 1, Buffer.from("fffffffe", "hex"))],
  ];
  for (const [what, bytes] of closing) {
    it(`${what} closes the connection`, async () => {
      const connection = await connectTo(server);
      connection.write(bytes);
      assert.equal((await connection.next(CLOSE_MS)).kind, "closed");
      await witness.goesOn();
    });
  }

  it("an ApiVersions of the future is answered in version 0 and leaves the connection usable", async () => {
    const connection = await connectTo(server);
    // Flexible versions have tagged fields in the header: none.
    connection.write(header(18, 99, Buffer.alloc(1)));
    const outcome = await connection.next(CLOSE_MS);
    assert(outcome.kind === "frame");
    assert.equal(outcome.bytes.readInt16BE(4), 35);
    assert(await isUsable(connection));
    connection.close();
  });

  it("a frame that comes byte by byte is answered", async () => {
    const connection = await connectTo(server);
    for (const byte of apiVersionsFrame()) {
      connection.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await connection.next(CLOSE_MS)).kind, "frame");
    connection.close();
  });

  it("every prefix of a produce request, cut off, disturbs nobody", async () => {
    const whole = produceFrame("prefix", batch(records(3)));
    for (let length = 1; length < whole.length; length += 3) {
      const connection = await connectTo(server);
      connection.write(whole.subarray(0, length));
      connection.close();
    }
    await witness.goesOn();
  });

  it("random bodies under every API key and version leave the broker standing", { timeout: 120_000 }, async () => {
    const random = new Prng(SEED);
    for (const api of API_TABLE) {
      if (api === undefined) continue;
      for (const version of [api.lowestVersion, api.highestVersion]) {
        const body = Buffer.alloc(random.uint32() % 200);
        random.fill(body);
        const connection = await connectTo(server);
        connection.write(header(api.apiKey, version, body));
        await connection.next(200);
        connection.close();
      }
    }
    assert(!server.hasExited(), server.log());
    await witness.goesOn();
  });

  it("random bytes leave the broker standing", { timeout: 60_000 }, async () => {
    const random = new Prng(SEED + 1);
    for (let round = 0; round < 200; round++) {
      const bytes = Buffer.alloc(1 + (random.uint32() % 2000));
      random.fill(bytes);
      const connection = await connectTo(server);
      connection.write(round % 2 === 0 ? bytes : sized(bytes.length, bytes));
      connection.close();
    }
    await witness.goesOn();
    assert(!server.hasExited(), server.log());
  });

  it("each closed connection leaves one line in the log, and no stack trace", () => {
    assert.doesNotMatch(server.log(), /\n\s+at /);
    assert.match(server.log(), /clos/i);
  });
});
