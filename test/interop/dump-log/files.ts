// The files that both dump tools are given: a log that our engine wrote, records of Kafka's internal topics from the message vectors, and
// files with something wrong in them.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { logConfigOf } from "@ottla/config";
import { encodeMessage, loadRecordFamily } from "@ottla/protocol";
import { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from "@ottla/protocol/messages/consumer-protocol";
import { GroupMetadataKey, GroupMetadataValue } from "@ottla/protocol/messages/group-coordinator-records";
import {
  controlBatch,
  ControlRecordType,
  controlRecordKey,
  endTransactionMarkerBatch,
  kraftVersionRecord,
  kraftVotersRecord,
  leaderChangeRecord,
  RecordBatchBuilder,
  snapshotFooterRecord,
  snapshotHeaderRecord,
  updateCrc,
} from "@ottla/records";
import type { CompressionType, ProducerState, RecordHeader } from "@ottla/records";
import { createLogEnvironment, NodeDisk, openUnifiedLog } from "@ottla/storage";
import type { AppendOptions, UnifiedLog } from "@ottla/storage";
import { readMessageVectors } from "../../../packages/protocol/src/testing/message-vectors.ts";

const START_MS = 1_795_376_000_000;
const FIRST_SEGMENT = "00000000000000000000";

const HEADERS: readonly RecordHeader[] = [
  { key: "h1", value: Buffer.from("x") },
  { key: "ключ", value: null },
];

interface Pair {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function withProducer(producerId: bigint, baseSequence: number, isTransactional: boolean): ProducerState {
  return { producerId, producerEpoch: producerId < 0n ? -1 : 3, baseSequence, isTransactional };
}

async function append(log: UnifiedLog, batch: Uint8Array, options: Partial<AppendOptions> = {}): Promise<void> {
  const info = await log.appendAsLeader(batch, { leaderEpoch: 4, ...options });
  assert.equal(info.errorCode, 0, info.errorMessage ?? "");
}

/** Batches of every codec, with and without keys, values, headers, sequences; transactions that commit and abort; index entries; several segments. */
export async function writeLog(parentDirectory: string): Promise<string> {
  const environment = createLogEnvironment({ disk: new NodeDisk() });
  const config = {
    ...logConfigOf({ "message.timestamp.after.max.ms": "9223372036854775807", "index.interval.bytes": "300" }),
    segmentBytes: 5000,
  };
  mkdirSync(parentDirectory, { recursive: true });
  const log = await openUnifiedLog({
    topicPartition: { topic: "t", partition: 0 },
    parentDirectory,
    config,
    environment,
    options: { transactionVerificationEnabled: () => false },
  });
  log.assignEpochStartOffset(4, 0);
  for (let i = 0; i < 60; i++) {
    const producer = i % 3 === 0 ? withProducer(7n, (i / 3) * 4, false) : withProducer(-1n, -1, false);
    const builder = new RecordBatchBuilder({ compression: (i % 5) as CompressionType, producer });
    for (let j = 0; j < 4; j++) {
      const key = j === 1 ? null : Buffer.from(`key-${i}`);
      const value = j === 2 ? null : Buffer.from(`välue-${i}-${j}`.padEnd(60, "é"));
      builder.append(START_MS + i * 1000 - j, key, value, j === 0 ? HEADERS : []);
    }
    await append(log, builder.build());
    if (i % 10 === 5)
      await writeTransaction(log, BigInt(100 + i), i % 20 === 5 ? ControlRecordType.ABORT : ControlRecordType.COMMIT);
  }
  await log.close();
  return log.directory;
}

async function writeTransaction(log: UnifiedLog, producerId: bigint, type: 0 | 1): Promise<void> {
  const builder = new RecordBatchBuilder({ producer: withProducer(producerId, 0, true) });
  builder.append(START_MS, null, Buffer.from("in a transaction"));
  await append(log, builder.build());
  const marker = { type, coordinatorEpoch: 9 };
  await append(log, endTransactionMarkerBatch(marker, { producerId, producerEpoch: 3 }, { timestamp: START_MS }), {
    origin: "coordinator",
    transactionVersion: 1,
  });
}

/** A file of batches with the pairs as records, a few a batch. */
function logOf(pairs: readonly Pair[]): Buffer {
  const batches: Uint8Array[] = [];
  for (let at = 0; at < pairs.length; at += 10) {
    const builder = new RecordBatchBuilder({ baseOffset: at, partitionLeaderEpoch: 1 });
    for (const { key, value } of pairs.slice(at, at + 10)) builder.append(START_MS + at, key, value);
    batches.push(builder.build());
  }
  return Buffer.concat(batches);
}

/** Every kind of record of a coordinator's topic in every version, tombstones, and what is not one. */
async function coordinatorPairs(family: string): Promise<Pair[]> {
  const codecs = new Map((await loadRecordFamily(family)).map((codec) => [codec.name, codec]));
  const vectors = readMessageVectors().flatMap((vector) => {
    const codec = codecs.get(vector.message);
    return codec === undefined ? [] : [{ ...vector, codec, bytes: Buffer.from(vector.hex, "hex") }];
  });
  const pairs: Pair[] = [];
  for (const { codec, bytes } of vectors.filter((one) => one.codec.kind === "coordinator-key")) {
    const key = Buffer.concat([int16(codec.apiKey), bytes]);
    pairs.push({ key, value: null });
    for (const value of vectors) {
      if (value.codec.kind !== "coordinator-value" || value.codec.apiKey !== codec.apiKey) continue;
      pairs.push({ key, value: Buffer.concat([int16(value.version), value.bytes]) });
    }
  }
  pairs.push({ key: int16(999), value: null }, { key: Buffer.alloc(1), value: null });
  return pairs;
}

function groupWithMembers(): Pair {
  const protocolBytes = (version: number, bytes: Uint8Array): Buffer => Buffer.concat([int16(version), bytes]);
  const subscription = {
    topics: ["a", "b"],
    ownedPartitions: [{ topic: "a", partitions: [1, 2] }],
    generationId: 5,
    rackId: "r",
  };
  const assignment = { assignedPartitions: [{ topic: "a", partitions: [3] }], userData: Buffer.from([1]) };
  const member = { clientId: "c", clientHost: "/127.0.0.1", rebalanceTimeout: 1, sessionTimeout: 2 };
  const members = [
    {
      ...member,
      memberId: "m1",
      subscription: protocolBytes(3, encodeMessage(ConsumerProtocolSubscription, subscription, 3)),
      assignment: protocolBytes(0, encodeMessage(ConsumerProtocolAssignment, assignment, 0)),
    },
    { ...member, memberId: "m2", subscription: Buffer.from([9]), assignment: Buffer.alloc(0) },
  ];
  const value = {
    protocolType: "consumer",
    generation: 5,
    protocol: "range",
    leader: "m1",
    currentStateTimestamp: 3,
    members,
  };
  return {
    key: Buffer.concat([int16(2), encodeMessage(GroupMetadataKey, { group: "g" }, 0)]),
    value: Buffer.concat([int16(3), encodeMessage(GroupMetadataValue, value, 3)]),
  };
}

async function metadataPairs(): Promise<Pair[]> {
  const codecs = new Map((await loadRecordFamily("metadata-records")).map((codec) => [codec.name, codec]));
  return readMessageVectors().flatMap(({ message, version, hex }) => {
    const codec = codecs.get(message);
    if (codec === undefined) return [];
    return [{ key: null, value: Buffer.concat([Buffer.from([1, codec.apiKey, version]), Buffer.from(hex, "hex")]) }];
  });
}

function controlFile(): Buffer {
  const voters = [
    { voterId: 1, voterDirectoryId: "AAAAAAAAAAAAAAAAAAAAAQ", endpoints: [{ name: "C", host: "h", port: 9 }] },
  ];
  const records = [
    snapshotHeaderRecord({ version: 0, lastContainedLogTimestamp: START_MS }),
    kraftVersionRecord({ version: 0, kRaftVersion: 1 }),
    kraftVotersRecord({ version: 0, voters }),
    leaderChangeRecord({ version: 0, leaderId: 1, voters: [{ voterId: 1 }], grantingVoters: [{ voterId: 1 }] }),
    snapshotFooterRecord({ version: 0 }),
  ];
  const known = controlBatch(records, { timestamp: START_MS, partitionLeaderEpoch: 2 });
  const unknown = controlBatch(records.slice(4), { timestamp: START_MS, baseOffset: 5 });
  // The key of a footer becomes one of a type that no version has yet.
  const at = Buffer.from(unknown).indexOf(controlRecordKey(ControlRecordType.SNAPSHOT_FOOTER));
  unknown[at + 3] = 17;
  updateCrc(unknown, 0);
  return Buffer.concat([known, unknown]);
}

/** Writes the files of internal topics below a directory, by the name of the option that decodes them. */
export async function writeInternalTopics(directory: string): Promise<Readonly<Record<string, string>>> {
  const write = (name: string, file: string, bytes: Buffer): string => {
    mkdirSync(join(directory, name), { recursive: true });
    const path = join(directory, name, file);
    writeFileSync(path, bytes);
    return path;
  };
  const first = `${FIRST_SEGMENT}.log`;
  const metadata = logOf(await metadataPairs());
  return {
    offsets: write(
      "__consumer_offsets-0",
      first,
      logOf([...(await coordinatorPairs("group-coordinator-records")), groupWithMembers()]),
    ),
    transactions: write("__transaction_state-0", first, logOf(await coordinatorPairs("transaction-log-records"))),
    shares: write("__share_group_state-0", first, logOf(await coordinatorPairs("share-coordinator-records"))),
    metadata: write("__cluster_metadata-0", first, metadata),
    snapshot: write(
      "__cluster_metadata-0",
      "00000000000000000123-0000000007.checkpoint",
      Buffer.concat([controlFile(), metadata]),
    ),
    bootstrap: write("__cluster_metadata-0", "bootstrap.checkpoint", metadata),
  };
}

/** A copy of a log's directory with one of its files changed: that of the first segment with a suffix, or one by its name. */
export function damaged(directory: string, label: string, file: string, change: (bytes: Buffer) => Buffer): string {
  const copy = `${directory}-${label}`;
  cpSync(directory, copy, { recursive: true });
  const path = join(copy, file.startsWith(".") ? `${FIRST_SEGMENT}${file}` : file);
  writeFileSync(path, change(readFileSync(path)));
  return path;
}
