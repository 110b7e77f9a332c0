// Malformed record batches: Kafka's error code, nothing appended, the connection goes on.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { Prng } from "@ottla/base";
import { batch, CODEC, records, varint } from "../differential/batch.ts";
import type { RawConnection } from "../differential/raw-connection.ts";
import { residentMiB } from "../support/process-figures.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { connectTo, createTopic, produceOutcome, Witness } from "./wire.ts";

const SEED = Number(process.env["HOSTILE_SEED"] ?? Date.now() % 1_000_000);
const three = records(3);
const good = batch(three);

/** One record whose length claims more than is there. */
function lyingRecord(): Buffer {
  return Buffer.concat([varint(1000), Buffer.from([0, 0, 0])]);
}

describe(`malformed batches (seed ${SEED})`, () => {
  let server: OttlaProcess;
  let witness: Witness;
  let connection: RawConnection;
  before(async () => {
    server = await startOttla();
    witness = await Witness.of(server, batch(records(1)));
    connection = await connectTo(server);
    assert.equal(await createTopic(connection, "t"), "NONE");
  });
  after(async () => {
    connection.close();
    witness.close();
    assert.equal(await server.stop(), 0);
    server.remove();
  });

  const refused: readonly (readonly [string, string, Uint8Array])[] = [
    ["a bad checksum", "CORRUPT_MESSAGE", batch(three, { isCorrupt: true })],
    ["magic 0", "INVALID_RECORD", batch(three, { magic: 0 })],
    ["magic 1", "INVALID_RECORD", batch(three, { magic: 1 })],
    ["magic 9", "CORRUPT_MESSAGE|INVALID_RECORD", batch(three, { magic: 9 })],
    ["a count that lies", "INVALID_RECORD", batch(three, { recordsCount: 2 })],
    ["a count of 2^31-1", "INVALID_RECORD", batch(three, { recordsCount: 2_147_483_647 })],
    ["a negative count", "INVALID_RECORD", batch(three, { recordsCount: -1 })],
    ["a last offset delta that lies", "INVALID_RECORD", batch(three, { lastOffsetDelta: 7 })],
    ["a length beyond the batch", "CORRUPT_MESSAGE|INVALID_RECORD", batch(three, { lengthError: 1000 })],
    ["a negative length", "CORRUPT_MESSAGE|INVALID_RECORD", batch(three, { lengthError: -100_000 })],
    ["a control batch", "INVALID_RECORD", batch(three, { attributes: 32 })],
    ["a record longer than its batch", "CORRUPT_MESSAGE|INVALID_RECORD", batch(three, { payload: lyingRecord() })],
    ["two batches", "INVALID_RECORD", Buffer.concat([good, good])],
    [
      "an unknown codec",
      "CORRUPT_MESSAGE|INVALID_RECORD|UNSUPPORTED_COMPRESSION_TYPE|UNKNOWN_SERVER_ERROR",
      batch(three, { attributes: 7, payload: Buffer.alloc(20) }),
    ],
    ...Object.entries(CODEC)
      .filter(([name]) => name !== "none")
      .map(
        ([name, code]) =>
          [
            `broken ${name}`,
            "CORRUPT_MESSAGE|INVALID_RECORD|UNKNOWN_SERVER_ERROR",
            batch(three, { attributes: code, payload: Buffer.from("this is not compressed data at all") }),
          ] as const,
      ),
  ];
  for (const [what, errors, bytes] of refused) {
    it(`${what} is refused`, async () => {
      const error = await produceOutcome(connection, "t", bytes);
      assert(errors.split("|").includes(error), `${error} is one of ${errors}`);
      await witness.goesOn();
    });
  }

  it("a decompression bomb is refused without its memory", { timeout: 60_000 }, async () => {
    const zeros = Buffer.alloc(512 * 1024 * 1024);
    const before = residentMiB(server.pid);
    for (const [code, payload] of [
      [CODEC.gzip, gzipSync(zeros)],
      [CODEC.zstd, zstdCompressSync(zeros)],
    ] as const) {
      const error = await produceOutcome(
        connection,
        "t",
        batch([], { attributes: code, payload, recordsCount: 1, lastOffsetDelta: 0 }),
      );
      assert.notEqual(error, "NONE");
      assert.notEqual(error, "closed");
    }
    assert(residentMiB(server.pid) - before < 300, `resident memory grew by ${residentMiB(server.pid) - before} MiB`);
    await witness.goesOn();
  });

  it("flipped bytes are refused or harmless", { timeout: 60_000 }, async () => {
    const random = new Prng(SEED);
    for (let round = 0; round < 300; round++) {
      const damaged = Buffer.from(good);
      const at = random.uint32() % damaged.length;
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (random.uint32() % 8));
      const error = await produceOutcome(connection, "t", damaged);
      // Base offset, leader epoch and length lie outside the checksum; a broker may accept some of them.
      if (at >= 17) assert.notEqual(error, "NONE", `byte ${at}`);
      if (error === "closed") connection = await connectTo(server);
    }
    assert(!server.hasExited(), server.log());
    await witness.goesOn();
  });

  for (const name of ["..", ".", "a/b", "nul\u0000", "x".repeat(250), "", "__proto__ ", "ключ"]) {
    it(`the topic name ${JSON.stringify(name.slice(0, 12))} is refused`, async () => {
      assert.equal(await createTopic(connection, name), "INVALID_TOPIC_EXCEPTION");
    });
  }

  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    it(`the topic name ${name} is a name like any other`, async () => {
      assert.equal(
        await produceOutcome(connection, `${name}x`, good).then(() => createTopic(connection, name)),
        "NONE",
      );
      assert.equal(await produceOutcome(connection, name, good), "NONE");
    });
  }
});
