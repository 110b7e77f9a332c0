// Many, silent, slow and half-open connections: they cost little and the others go on.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { batch, records } from "../differential/batch.ts";
import { RawConnection } from "../differential/raw-connection.ts";
import { openFiles, residentMiB } from "../support/process-figures.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { apiVersionsFrame, connectTo, frame, isUsable, Witness } from "./wire.ts";
import { FetchRequest } from "@ottla/protocol/messages/fetch";

const MEBIBYTE = 1024 * 1024;
const DEADLINE_MS = 20_000;

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!isTrue()) {
    assert(performance.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("connections that misbehave", () => {
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

  it("a hundred that announce 100 MiB each and send nothing cost no memory", async () => {
    const before = residentMiB(server.pid);
    const announcement = Buffer.alloc(4);
    announcement.writeInt32BE(100 * MEBIBYTE);
    const connections = await Promise.all(Array.from({ length: 100 }, () => connectTo(server)));
    for (const connection of connections) connection.write(announcement);
    await witness.goesOn();
    assert(residentMiB(server.pid) - before < 50, `resident memory grew by ${residentMiB(server.pid) - before} MiB`);
    for (const connection of connections) connection.close();
  });

  it("one that sends half a frame and goes away is forgotten", async () => {
    const files = openFiles(server.pid);
    for (let round = 0; round < 50; round++) {
      const connection = await connectTo(server);
      connection.write(apiVersionsFrame().subarray(0, 9));
      connection.close();
    }
    await until("the descriptors are given back", () => openFiles(server.pid) <= files);
    await witness.goesOn();
  });

  it("one that waits in a long poll and goes away is forgotten", async () => {
    const files = openFiles(server.pid);
    for (let round = 0; round < 50; round++) {
      const connection = await connectTo(server);
      const partitions = [{ partition: 0, fetchOffset: 1_000_000, partitionMaxBytes: MEBIBYTE }];
      connection.write(
        frame(FetchRequest, { maxWaitMs: 600_000, minBytes: 1, topics: [{ topic: "nowhere", partitions }] }, 11),
      );
      connection.close();
    }
    await until("the descriptors are given back", () => openFiles(server.pid) <= files);
    await witness.goesOn();
  });

  it("two thousand pipelined requests are answered in order", { timeout: 60_000 }, async () => {
    const connection = await connectTo(server);
    const COUNT = 2000;
    const request = apiVersionsFrame();
    for (let id = 0; id < COUNT; id++) {
      const copy = Buffer.from(request);
      copy.writeInt32BE(id, 8);
      connection.write(copy);
    }
    for (let id = 0; id < COUNT; id++) {
      const outcome = await connection.next(DEADLINE_MS);
      assert(outcome.kind === "frame");
      assert.equal(outcome.bytes.readInt32BE(0), id);
    }
    connection.close();
  });

  it("ten thousand at once are accepted and served", { timeout: 120_000 }, async () => {
    const COUNT = 10_000;
    const connections: RawConnection[] = [];
    try {
      while (connections.length < COUNT) {
        const size = Math.min(250, COUNT - connections.length);
        connections.push(...(await Promise.all(Array.from({ length: size }, () => connectTo(server)))));
      }
      for (const index of [0, 4999, 9999]) {
        const connection = connections[index];
        assert(connection !== undefined && (await isUsable(connection)));
      }
      await witness.goesOn();
    } finally {
      for (const connection of connections) connection.close();
    }
    await until("the descriptors are given back", () => openFiles(server.pid) < 200);
    await witness.goesOn();
  });
});
