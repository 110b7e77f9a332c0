/** Records of `__share_group_state` to bytes and back, as Kafka writes them. What a newer Kafka wrote is skipped. */

import type { RecordSerde } from "@ottla/coordinator";
import { WireReader, WireWriter, type Input, type MessageCodec } from "@ottla/protocol";
import {
  ShareSnapshotKey,
  ShareSnapshotValue,
  ShareUpdateKey,
  ShareUpdateValue,
} from "@ottla/protocol/messages/share-coordinator-records";
import type { ShareRecord } from "./share-record.ts";

/** The version of both values that Kafka 4.3 writes. */
const VALUE_VERSION = 0;

export const shareRecordSerde: RecordSerde<ShareRecord> = {
  serializeKey(record) {
    return record.type === "share-snapshot"
      ? prefixed(ShareSnapshotKey.apiKey, ShareSnapshotKey, record.key, 0)
      : prefixed(ShareUpdateKey.apiKey, ShareUpdateKey, record.key, 0);
  },

  serializeValue(record) {
    if (record.value === null) return null;
    return record.type === "share-snapshot"
      ? prefixed(VALUE_VERSION, ShareSnapshotValue, record.value, VALUE_VERSION)
      : prefixed(VALUE_VERSION, ShareUpdateValue, record.value, VALUE_VERSION);
  },

  deserialize(key, value) {
    const reader = new WireReader(key);
    switch (reader.int16("type")) {
      case ShareSnapshotKey.apiKey:
        return {
          type: "share-snapshot",
          key: ShareSnapshotKey.decode(reader, 0),
          value: value === null ? null : decodeValue(ShareSnapshotValue, value),
        };
      case ShareUpdateKey.apiKey:
        // Kafka never writes an update's tombstone, and could not read one.
        return value === null
          ? undefined
          : {
              type: "share-update",
              key: ShareUpdateKey.decode(reader, 0),
              value: decodeValue(ShareUpdateValue, value),
            };
      default:
        return undefined;
    }
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
