/**
 * KRaft's control records with their messages: leader changes, the head and foot of a snapshot, the kraft.version and the
 * voter set. The messages carry their own version field but are always written in the schema's version 0, as Apache Kafka
 * 4.3 does.
 */
import { ProtocolDecodeError, WireReader, encodeMessage, type Input, type MessageCodec } from "@ottla/protocol";
import {
  KRaftVersionRecord,
  LeaderChangeMessage,
  SnapshotFooterRecord,
  SnapshotHeaderRecord,
  VotersRecord,
} from "@ottla/protocol/messages/control-records";
import { ControlRecordType, parseControlRecordType, type ControlRecord } from "./control-records.ts";
import { RecordFailure } from "./record-failure.ts";

const VERSION = 0;

/** A control record of KRaft, decoded. */
export type KraftControlMessage =
  | { readonly type: typeof ControlRecordType.LEADER_CHANGE; readonly message: LeaderChangeMessage }
  | { readonly type: typeof ControlRecordType.SNAPSHOT_HEADER; readonly message: SnapshotHeaderRecord }
  | { readonly type: typeof ControlRecordType.SNAPSHOT_FOOTER; readonly message: SnapshotFooterRecord }
  | { readonly type: typeof ControlRecordType.KRAFT_VERSION; readonly message: KRaftVersionRecord }
  | { readonly type: typeof ControlRecordType.KRAFT_VOTERS; readonly message: VotersRecord };

export function leaderChangeRecord(message: Input<LeaderChangeMessage>): ControlRecord {
  return { type: ControlRecordType.LEADER_CHANGE, value: encodeMessage(LeaderChangeMessage, message, VERSION) };
}

export function snapshotHeaderRecord(message: Input<SnapshotHeaderRecord>): ControlRecord {
  return { type: ControlRecordType.SNAPSHOT_HEADER, value: encodeMessage(SnapshotHeaderRecord, message, VERSION) };
}

export function snapshotFooterRecord(message: Input<SnapshotFooterRecord> = {}): ControlRecord {
  return { type: ControlRecordType.SNAPSHOT_FOOTER, value: encodeMessage(SnapshotFooterRecord, message, VERSION) };
}

export function kraftVersionRecord(message: Input<KRaftVersionRecord>): ControlRecord {
  return { type: ControlRecordType.KRAFT_VERSION, value: encodeMessage(KRaftVersionRecord, message, VERSION) };
}

export function kraftVotersRecord(message: Input<VotersRecord>): ControlRecord {
  return { type: ControlRecordType.KRAFT_VOTERS, value: encodeMessage(VotersRecord, message, VERSION) };
}

/**
 * Reads a control record of KRaft from its key and value; undefined when its type is a transaction marker or one from a
 * later version, both of which a KRaft log passes over.
 */
export function parseKraftControlRecord(
  key: Uint8Array | null,
  value: Uint8Array | null,
): KraftControlMessage | undefined | RecordFailure {
  const type = parseControlRecordType(key);
  if (type instanceof RecordFailure) return type;
  if (value === null) return new RecordFailure("invalid-record", `a control record of type ${type} has a value`, 0);
  try {
    switch (type) {
      case ControlRecordType.LEADER_CHANGE:
        return { type, message: decode(LeaderChangeMessage, value) };
      case ControlRecordType.SNAPSHOT_HEADER:
        return { type, message: decode(SnapshotHeaderRecord, value) };
      case ControlRecordType.SNAPSHOT_FOOTER:
        return { type, message: decode(SnapshotFooterRecord, value) };
      case ControlRecordType.KRAFT_VERSION:
        return { type, message: decode(KRaftVersionRecord, value) };
      case ControlRecordType.KRAFT_VOTERS:
        return { type, message: decode(VotersRecord, value) };
      default:
        return undefined;
    }
  } catch (error) {
    if (!(error instanceof ProtocolDecodeError)) throw error;
    return new RecordFailure("invalid-record", error.message, error.offset);
  }
}

function decode<T>(codec: MessageCodec<T>, value: Uint8Array): T {
  return codec.decode(new WireReader(value), VERSION);
}
