/**
 * Records of `__consumer_offsets` to bytes and back, as Kafka writes them: the key is the record type and the key struct,
 * the value the version and the value struct. What a newer Kafka wrote and we do not know is skipped.
 */

import { copyBytes, ZERO_UUID } from "@ottla/base";
import type { RecordSerde } from "@ottla/coordinator";
import { WireReader, WireWriter, type Input, type MessageCodec } from "@ottla/protocol";
import {
  ConsumerGroupCurrentMemberAssignmentKey,
  ConsumerGroupCurrentMemberAssignmentValue,
  ConsumerGroupMemberMetadataKey,
  ConsumerGroupMemberMetadataValue,
  ConsumerGroupMetadataKey,
  ConsumerGroupMetadataValue,
  ConsumerGroupPartitionMetadataKey,
  ConsumerGroupPartitionMetadataValue,
  ConsumerGroupRegularExpressionKey,
  ConsumerGroupRegularExpressionValue,
  ConsumerGroupTargetAssignmentMemberKey,
  ConsumerGroupTargetAssignmentMemberValue,
  ConsumerGroupTargetAssignmentMetadataKey,
  ConsumerGroupTargetAssignmentMetadataValue,
  GroupMetadataKey,
  GroupMetadataValue,
  LegacyOffsetCommitKey,
  LegacyOffsetCommitValue,
  OffsetCommitKey,
  OffsetCommitValue,
  ShareGroupCurrentMemberAssignmentKey,
  ShareGroupCurrentMemberAssignmentValue,
  ShareGroupMemberMetadataKey,
  ShareGroupMemberMetadataValue,
  ShareGroupMetadataKey,
  ShareGroupMetadataValue,
  ShareGroupStatePartitionMetadataKey,
  ShareGroupStatePartitionMetadataValue,
  ShareGroupTargetAssignmentMemberKey,
  ShareGroupTargetAssignmentMemberValue,
  ShareGroupTargetAssignmentMetadataKey,
  ShareGroupTargetAssignmentMetadataValue,
} from "@ottla/protocol/messages/group-coordinator-records";
import type { GroupRecord, OffsetCommitRecord } from "./group-record.ts";

/** How one type of record is read and written. Its number, with which a key begins, is the codec's own. */
interface RecordFormat<K, V> {
  readonly key: MessageCodec<K>;
  readonly value: MessageCodec<V>;
  /** The version it is written in. Default 0. */
  readonly valueVersion?: (value: V) => number;
  /** What is kept must not pin the stretch of the log it was read from. */
  readonly detach?: (value: V) => void;
}

type AnyFormat = RecordFormat<unknown, unknown>;

/** Each format takes the key and the value of its own records only, which the union of records guarantees. */
function format<K, V>(recordFormat: RecordFormat<K, V>): AnyFormat {
  return recordFormat as unknown as AnyFormat;
}

const FORMATS: Readonly<Record<GroupRecord["type"], AnyFormat>> = {
  "offset-commit": format({
    key: OffsetCommitKey,
    value: OffsetCommitValue,
    // Version 4 has the topic id; version 1 is the one with an expiry of its own.
    valueVersion: ({ expireTimestamp }) => (expireTimestamp === -1 ? 4 : 1),
  }),
  "group-metadata": format({
    key: GroupMetadataKey,
    value: GroupMetadataValue,
    // Version 3 is what Kafka 4.3 writes; version 4 is flexible and written by nobody yet.
    valueVersion: () => 3,
    detach({ members }) {
      for (const member of members) {
        member.subscription = copyBytes(member.subscription);
        member.assignment = copyBytes(member.assignment);
      }
    },
  }),
  "consumer-group-metadata": format({ key: ConsumerGroupMetadataKey, value: ConsumerGroupMetadataValue }),
  "consumer-group-partition-metadata": format({
    key: ConsumerGroupPartitionMetadataKey,
    value: ConsumerGroupPartitionMetadataValue,
  }),
  "consumer-group-member-metadata": format({
    key: ConsumerGroupMemberMetadataKey,
    value: ConsumerGroupMemberMetadataValue,
    detach({ classicMemberMetadata }) {
      for (const protocol of classicMemberMetadata?.supportedProtocols ?? []) {
        protocol.metadata = copyBytes(protocol.metadata);
      }
    },
  }),
  "consumer-group-target-assignment-metadata": format({
    key: ConsumerGroupTargetAssignmentMetadataKey,
    value: ConsumerGroupTargetAssignmentMetadataValue,
  }),
  "consumer-group-target-assignment-member": format({
    key: ConsumerGroupTargetAssignmentMemberKey,
    value: ConsumerGroupTargetAssignmentMemberValue,
  }),
  "consumer-group-current-member-assignment": format({
    key: ConsumerGroupCurrentMemberAssignmentKey,
    value: ConsumerGroupCurrentMemberAssignmentValue,
  }),
  "consumer-group-regular-expression": format({
    key: ConsumerGroupRegularExpressionKey,
    value: ConsumerGroupRegularExpressionValue,
  }),
  "share-group-member-metadata": format({ key: ShareGroupMemberMetadataKey, value: ShareGroupMemberMetadataValue }),
  "share-group-metadata": format({ key: ShareGroupMetadataKey, value: ShareGroupMetadataValue }),
  "share-group-target-assignment-metadata": format({
    key: ShareGroupTargetAssignmentMetadataKey,
    value: ShareGroupTargetAssignmentMetadataValue,
  }),
  "share-group-target-assignment-member": format({
    key: ShareGroupTargetAssignmentMemberKey,
    value: ShareGroupTargetAssignmentMemberValue,
  }),
  "share-group-current-member-assignment": format({
    key: ShareGroupCurrentMemberAssignmentKey,
    value: ShareGroupCurrentMemberAssignmentValue,
  }),
  "share-group-state-partition-metadata": format({
    key: ShareGroupStatePartitionMetadataKey,
    value: ShareGroupStatePartitionMetadataValue,
  }),
};

const TYPES_BY_KEY: ReadonlyMap<number, GroupRecord["type"]> = new Map(
  (Object.keys(FORMATS) as GroupRecord["type"][]).map((type) => [FORMATS[type].key.apiKey, type]),
);

export const groupRecordSerde: RecordSerde<GroupRecord> = {
  serializeKey({ type, key }) {
    const codec = FORMATS[type].key;
    return prefixed(codec.apiKey, codec, key, 0);
  },

  serializeValue({ type, value }) {
    if (value === null) return null;
    const { value: codec, valueVersion } = FORMATS[type];
    const version = valueVersion?.(value) ?? 0;
    return prefixed(version, codec, value, version);
  },

  deserialize(keyBytes, bytes) {
    const reader = new WireReader(keyBytes);
    const keyType = reader.int16("type");
    if (keyType === LegacyOffsetCommitKey.apiKey) return legacyOffsetCommit(reader, bytes);
    const type = TYPES_BY_KEY.get(keyType);
    if (type === undefined) return undefined;
    const { key: keyCodec, value: valueCodec, detach } = FORMATS[type];
    const key = keyCodec.decode(reader, 0);
    const value = bytes === null ? null : decodeValue(valueCodec, bytes);
    if (value !== null) detach?.(value);
    return { type, key, value } as GroupRecord;
  },
};

/** One arena for all records: they are copied into their batch before long. */
const writer = new WireWriter();

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

/** Offsets as Kafka 0.8 wrote them: the same record with less in it. */
function legacyOffsetCommit(reader: WireReader, bytes: Uint8Array | null): OffsetCommitRecord {
  const key = LegacyOffsetCommitKey.decode(reader, 0);
  if (bytes === null) return { type: "offset-commit", key, value: null };
  const { offset, metadata, commitTimestamp } = decodeValue(LegacyOffsetCommitValue, bytes);
  const value = { offset, metadata, commitTimestamp, leaderEpoch: -1, expireTimestamp: -1, topicId: ZERO_UUID };
  return { type: "offset-commit", key, value };
}
