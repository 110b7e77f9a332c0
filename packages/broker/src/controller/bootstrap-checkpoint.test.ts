import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryDisk } from "@ottla/storage";
import { type MetadataRecord, writeSnapshot } from "@ottla/metadata";
import { readBootstrapCheckpoint, writeBootstrapCheckpoint } from "./bootstrap-checkpoint.ts";
import { deriveScramKeys } from "./security-admin.ts";

const DIRECTORY = "/data";
const FILE = `${DIRECTORY}/bootstrap.checkpoint`;

async function emptyDisk(): Promise<MemoryDisk> {
  const disk = new MemoryDisk({ nowMs: () => 0 });
  await disk.mkdir(DIRECTORY);
  return disk;
}

async function levelsOf(disk: MemoryDisk): Promise<[string, number][]> {
  const records = (await readBootstrapCheckpoint(disk, DIRECTORY)) ?? [];
  return records.flatMap((record) =>
    record.name === "FeatureLevelRecord" ? [[record.value.name, record.value.featureLevel]] : [],
  );
}

test("a new cluster begins with Kafka's features, metadata.version first, and what is at level 0 is not written", async () => {
  const disk = await emptyDisk();
  await writeBootstrapCheckpoint(disk, DIRECTORY, { nowMs: 1 });
  const usual = [
    ["metadata.version", 30],
    ["group.version", 1],
    ["share.version", 1],
    ["transaction.version", 2],
  ];
  assert.deepEqual(await levelsOf(disk), usual);
  const features = new Map([
    ["transaction.version", 1],
    ["group.version", 0],
    ["metadata.version", 30],
  ]);
  await writeBootstrapCheckpoint(disk, DIRECTORY, { features, nowMs: 1 });
  assert.deepEqual(await levelsOf(disk), [
    ["metadata.version", 30],
    ["transaction.version", 1],
  ]);
});

test("a credential is kept as the keys of RFC 5802, whose example in RFC 7677 this is", async () => {
  const disk = await emptyDisk();
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  const saltedPassword = Buffer.from("xKSVEDI6tPlSysH6mUQZOeeOp01r6B3fcJbodRPcYV0=", "base64");
  const credential = { name: "user", mechanism: 1, salt, iterations: 4096, saltedPassword } as const;
  await writeBootstrapCheckpoint(disk, DIRECTORY, { credentials: [credential], nowMs: 1 });
  const record = (await readBootstrapCheckpoint(disk, DIRECTORY))?.at(-1);
  assert.ok(record?.name === "UserScramCredentialRecord");
  const { storedKey, serverKey, ...rest } = record.value;
  assert.equal(Buffer.from(storedKey).toString("base64"), "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=");
  assert.equal(Buffer.from(serverKey).toString("base64"), "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
  assert.deepEqual(deriveScramKeys("sha256", saltedPassword).storedKey, Buffer.from(storedKey));
  assert.deepEqual({ ...rest, salt: Buffer.from(rest.salt) }, { name: "user", mechanism: 1, salt, iterations: 4096 });
});

test("a file that was cut off, and one without metadata.version, are refused; none is none", async () => {
  const disk = await emptyDisk();
  assert.equal(await readBootstrapCheckpoint(disk, DIRECTORY), undefined);
  await writeBootstrapCheckpoint(disk, DIRECTORY, { nowMs: 1 });
  const whole = await disk.readFile(FILE);
  await disk.replaceFile(FILE, whole.subarray(0, whole.length - 1));
  await assert.rejects(readBootstrapCheckpoint(disk, DIRECTORY), {
    code: "CORRUPT_CHECKPOINT",
    message: /bootstrap\.checkpoint cannot be read/,
  });
  const records: MetadataRecord[] = [{ name: "NoOpRecord", version: 0, value: {} }];
  const stamps = { epoch: 0, lastContainedLogTimestampMs: 0, nowMs: 1 };
  await disk.replaceFile(FILE, Buffer.concat([...writeSnapshot(records, stamps)]));
  await assert.rejects(readBootstrapCheckpoint(disk, DIRECTORY), { message: /No FeatureLevelRecord for metadata/ });
});
