// Records of coordinators as JSON: Kafka's OffsetsMessageFormatter and GroupMetadataMessageFormatter for __consumer_offsets, and
// TransactionLogMessageFormatter for __transaction_state. Records of other kinds are not printed. As in Kafka, nothing stands between two.
import type { ConsumerRecord } from "@ottla/client";
import { WireReader } from "@ottla/protocol";
import type { JsonField, MessageCodec } from "@ottla/protocol";
import { InputError } from "../../failure.ts";
import { messageJson } from "../../message-json.ts";
import type { MessageFormatter } from "./message-formatter.ts";

interface RecordKind {
  readonly key: MessageCodec<object>;
  readonly value: MessageCodec<object>;
}

/** Kinds of records by the number that their key begins with, and the fields of their messages by name. */
export interface RecordKinds {
  readonly byType: ReadonlyMap<number, RecordKind>;
  readonly fields: ReadonlyMap<string, readonly JsonField[]>;
}

/** What a record says, as the formatter prints it; "" for a record of another kind. */
export function coordinatorRecordJson(kinds: RecordKinds, key: Uint8Array, value: Uint8Array | null): string {
  const keyReader = new WireReader(key);
  const type = keyReader.int16("type");
  const kind = kinds.byType.get(type);
  if (kind === undefined) return "";
  const json = (codec: MessageCodec<object>, reader: WireReader, version: number): string =>
    messageJson(kinds.fields.get(codec.name) ?? [], codec.decode(reader, version), version);
  const keyJson = `{"type":${type},"data":${json(kind.key, keyReader, 0)}}`;
  if (value === null) return `{"key":${keyJson},"value":null}`;
  const valueReader = new WireReader(value);
  const version = valueReader.int16("version");
  if (version < kind.value.lowestVersion || version > kind.value.highestVersion) {
    throw new InputError(`Found an unknown record version ${version} for ${type} type.`);
  }
  const data = json(kind.value, valueReader, version);
  return `{"key":${keyJson},"value":{"version":${version},"data":${data}}}`;
}

async function loadKinds(formatter: string): Promise<RecordKinds> {
  if (formatter === "TransactionLogMessageFormatter") {
    const records = await import("@ottla/protocol/messages/transaction-log-records");
    const { JSON_FIELDS: fields } = await import("@ottla/protocol/messages/transaction-log-records-json");
    const kind: RecordKind = { key: records.TransactionLogKey, value: records.TransactionLogValue };
    return { byType: new Map([[0, kind]]), fields };
  }
  const records = await import("@ottla/protocol/messages/group-coordinator-records");
  const { JSON_FIELDS: fields } = await import("@ottla/protocol/messages/group-coordinator-records-json");
  const group: RecordKind = { key: records.GroupMetadataKey, value: records.GroupMetadataValue };
  if (formatter === "GroupMetadataMessageFormatter") return { byType: new Map([[2, group]]), fields };
  const legacy: RecordKind = { key: records.LegacyOffsetCommitKey, value: records.LegacyOffsetCommitValue };
  const offset: RecordKind = { key: records.OffsetCommitKey, value: records.OffsetCommitValue };
  return {
    byType: new Map([
      [0, legacy],
      [1, offset],
    ]),
    fields,
  };
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
