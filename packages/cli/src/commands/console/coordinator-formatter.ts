// Records of coordinators as JSON: Kafka's OffsetsMessageFormatter and GroupMetadataMessageFormatter for __consumer_offsets, and
// TransactionLogMessageFormatter for __transaction_state. Records of other kinds are not printed. As in Kafka, nothing stands between two.
import { ZERO_UUID } from "@ottla/base";
import type { ConsumerRecord } from "@ottla/client";
import { WireReader } from "@ottla/protocol";
import type { MessageCodec } from "@ottla/protocol";
import { InputError } from "../../failure.ts";
import type { MessageFormatter } from "./message-formatter.ts";

interface RecordKind {
  readonly key: MessageCodec<object>;
  readonly value: MessageCodec<object>;
}

/** Kinds of records by the number that their key begins with. */
export type RecordKinds = ReadonlyMap<number, RecordKind>;

/** When a field is written; those that are not here always are. */
interface FieldRule {
  readonly since: number;
  readonly until?: number;
  /** A tagged field is left out where it has this value. */
  readonly unless?: unknown;
}

const RULES: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ["leaderEpoch", { since: 3 }],
  ["expireTimestamp", { since: 1, until: 1 }],
  ["topicId", { since: 4, unless: ZERO_UUID }],
  ["currentStateTimestamp", { since: 2 }],
  ["groupInstanceId", { since: 3 }],
  ["rebalanceTimeout", { since: 1 }],
  ["previousProducerId", { since: 1, unless: -1n }],
  ["nextProducerId", { since: 1, unless: -1n }],
  ["nextProducerEpoch", { since: 1, unless: -1 }],
  ["clientTransactionVersion", { since: 1, unless: 0 }],
]);

function isWritten(name: string, value: unknown, version: number): boolean {
  if (name === "unknownTaggedFields" || value === undefined) return false;
  const rule = RULES.get(name);
  if (rule === undefined) return true;
  return version >= rule.since && version <= (rule.until ?? Infinity) && value !== rule.unless;
}

/** JSON as Kafka's converters write it: bytes in base64, 64-bit numbers with all their digits. */
function json(value: unknown, version: number): string {
  if (value === Infinity) return "9223372036854775807";
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("base64"));
  if (Array.isArray(value)) return `[${value.map((one) => json(one, version)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([name, field]) => isWritten(name, field, version));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${json(field, version)}`).join(",")}}`;
}

/** What a record says, as the formatter prints it; "" for a record of another kind. */
export function coordinatorRecordJson(kinds: RecordKinds, key: Uint8Array, value: Uint8Array | null): string {
  const keyReader = new WireReader(key);
  const type = keyReader.int16("type");
  const kind = kinds.get(type);
  if (kind === undefined) return "";
  const keyJson = `{"type":${type},"data":${json(kind.key.decode(keyReader, 0), 0)}}`;
  if (value === null) return `{"key":${keyJson},"value":null}`;
  const valueReader = new WireReader(value);
  const version = valueReader.int16("version");
  if (version < kind.value.lowestVersion || version > kind.value.highestVersion) {
    throw new InputError(`Found an unknown record version ${version} for ${type} type.`);
  }
  const data = json(kind.value.decode(valueReader, version), version);
  return `{"key":${keyJson},"value":{"version":${version},"data":${data}}}`;
}

async function loadKinds(formatter: string): Promise<RecordKinds> {
  if (formatter === "TransactionLogMessageFormatter") {
    const records = await import("@ottla/protocol/messages/transaction-log-records");
    return new Map<number, RecordKind>([[0, { key: records.TransactionLogKey, value: records.TransactionLogValue }]]);
  }
  const records = await import("@ottla/protocol/messages/group-coordinator-records");
  if (formatter === "GroupMetadataMessageFormatter") {
    return new Map<number, RecordKind>([[2, { key: records.GroupMetadataKey, value: records.GroupMetadataValue }]]);
  }
  return new Map<number, RecordKind>([
    [0, { key: records.LegacyOffsetCommitKey, value: records.LegacyOffsetCommitValue }],
    [1, { key: records.OffsetCommitKey, value: records.OffsetCommitValue }],
  ]);
}

/** The formatter of that class name. */
export async function coordinatorFormatter(formatter: string): Promise<MessageFormatter> {
  const kinds = await loadKinds(formatter);
  return (record: ConsumerRecord) => {
    const { rawKey, rawValue, offset } = record;
    if (rawKey === null) return Buffer.alloc(0);
    try {
      return Buffer.from(coordinatorRecordJson(kinds, rawKey, rawValue));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InputError(`Could not read record at offset ${offset} due to: ${reason}`, { cause: error });
    }
  };
}
