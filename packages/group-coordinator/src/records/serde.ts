/**
 * Records of `__consumer_offsets` to bytes and back, as Kafka writes them: the key is the record type and the key struct,
 * the value the version and the value struct. What a newer Kafka wrote and we do not know is skipped.
 */

import { copyBytes, ZERO_UUID } from "@ottla/base";
import type { RecordSerde } from "@ottla/coordinator";
import { WireReader, WireWriter, type Input, type MessageCodec } from "@ottla/protocol";
import {
  GroupMetadataKey,
  GroupMetadataValue,
  LegacyOffsetCommitKey,
  LegacyOffsetCommitValue,
  OffsetCommitKey,
  OffsetCommitValue,
} from "@ottla/protocol/messages/group-coordinator-records";
import type { GroupMetadataRecord, GroupRecord, OffsetCommitRecord } from "./group-record.ts";

/** The type prefix of a key; `OffsetCommitKey.apiKey` and its like are the same numbers. */
const KEY_TYPE = {
  legacyOffsetCommit: LegacyOffsetCommitKey.apiKey,
  offsetCommit: OffsetCommitKey.apiKey,
  groupMetadata: GroupMetadataKey.apiKey,
} as const;

/** Version 3 is what Kafka 4.3 writes; version 4 is flexible and written by nobody yet. */
const GROUP_METADATA_VALUE_VERSION = 3;
/** Version 4 has the topic id. */
const OFFSET_COMMIT_VALUE_VERSION = 4;
/** The one version with an expiry of its own. */
const OFFSET_COMMIT_VALUE_WITH_EXPIRY_VERSION = 1;

export const groupRecordSerde: RecordSerde<GroupRecord> = {
  serializeKey(record) {
    return record.type === "offset-commit"
      ? keyBytes(OffsetCommitKey, record.key)
      : keyBytes(GroupMetadataKey, record.key);
  },

  serializeValue(record) {
    if (record.value === null) return null;
    if (record.type === "group-metadata") {
      return valueBytes(GroupMetadataValue, record.value, GROUP_METADATA_VALUE_VERSION);
    }
    const hasExpiry = record.value.expireTimestamp !== -1;
    const version = hasExpiry ? OFFSET_COMMIT_VALUE_WITH_EXPIRY_VERSION : OFFSET_COMMIT_VALUE_VERSION;
    return valueBytes(OffsetCommitValue, record.value, version);
  },

  deserialize(key, value) {
    const reader = new WireReader(key);
    switch (reader.int16("type")) {
      case KEY_TYPE.legacyOffsetCommit:
        return legacyOffsetCommit(reader, value);
      case KEY_TYPE.offsetCommit:
        return offsetCommit(reader, value);
      case KEY_TYPE.groupMetadata:
        return groupMetadata(reader, value);
      default:
        return undefined;
    }
  },
};

/** One arena for all records: they are copied into their batch before long. */
const writer = new WireWriter();

function keyBytes<T>(codec: MessageCodec<T>, key: Input<T>): Uint8Array {
  return prefixed(codec.apiKey, codec, key, 0);
}

function valueBytes<T>(codec: MessageCodec<T>, value: Input<T>, version: number): Uint8Array {
  return prefixed(version, codec, value, version);
}

function prefixed<T>(prefix: number, codec: MessageCodec<T>, message: Input<T>, version: number): Uint8Array {
  writer.discard();
  writer.int16(prefix, "prefix");
  codec.encode(writer, message, version);
  return writer.finishBytes();
}

function decodeValue<T>(codec: MessageCodec<T>, bytes: Uint8Array): T {
  const reader = new WireReader(bytes);
  return codec.decode(reader, reader.int16("version"));
}

function offsetCommit(reader: WireReader, value: Uint8Array | null): OffsetCommitRecord {
  const key = OffsetCommitKey.decode(reader, 0);
  return { type: "offset-commit", key, value: value === null ? null : decodeValue(OffsetCommitValue, value) };
}

/** Offsets as Kafka 0.8 wrote them: the same record with less in it. */
function legacyOffsetCommit(reader: WireReader, bytes: Uint8Array | null): OffsetCommitRecord {
  const key = LegacyOffsetCommitKey.decode(reader, 0);
  if (bytes === null) return { type: "offset-commit", key, value: null };
  const { offset, metadata, commitTimestamp } = decodeValue(LegacyOffsetCommitValue, bytes);
  const value = { offset, metadata, commitTimestamp, leaderEpoch: -1, expireTimestamp: -1, topicId: ZERO_UUID };
  return { type: "offset-commit", key, value };
}

function groupMetadata(reader: WireReader, bytes: Uint8Array | null): GroupMetadataRecord {
  const key = GroupMetadataKey.decode(reader, 0);
  if (bytes === null) return { type: "group-metadata", key, value: null };
  const value = decodeValue(GroupMetadataValue, bytes);
  // What is kept must not pin the stretch of the log it was read from.
  for (const member of value.members) {
    member.subscription = copyBytes(member.subscription);
    member.assignment = copyBytes(member.assignment);
  }
  return { type: "group-metadata", key, value };
}
