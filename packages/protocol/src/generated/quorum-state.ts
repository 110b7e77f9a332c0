// Generated from schema/quorum-state.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** QuorumStateData: data, versions 0–1, flexible 0+. */
export interface QuorumStateData {
  /** Versions 0. */
  clusterId: string;
  /** Default -1. */
  leaderId: number;
  /** Default -1. */
  leaderEpoch: number;
  /** Default -1. */
  votedId: number;
  /** Versions 1+. */
  votedDirectoryId: Uuid;
  /** Versions 0. */
  appliedOffset: number;
  /** Versions 0. */
  currentVoters: Voter[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const QuorumStateData: MessageCodec<QuorumStateData> = defineMessage<QuorumStateData>({
  name: "QuorumStateData",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeQuorumStateData,
  encode: encodeQuorumStateData,
});

/** In `QuorumStateData.currentVoters`. */
export interface Voter {
  voterId: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeVoter(reader: WireReader, _version: number): Voter {
  const voterId = reader.int32("Voter.voterId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Voter"); left > 0; left--) {
    const tag = reader.unsignedVarint("Voter");
    const end = reader.taggedFieldEnd("Voter");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Voter = { voterId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVoter(writer: WireWriter, message: Input<Voter>, _version: number): void {
  const { voterId = 0, unknownTaggedFields } = message;
  writer.int32(voterId, "Voter.voterId");
  writer.taggedFields(unknownTaggedFields, "Voter");
}

function decodeQuorumStateData(reader: WireReader, version: number): QuorumStateData {
  const clusterId = version >= 1 ? "" : reader.compactString("QuorumStateData.clusterId");
  const leaderId = reader.int32("QuorumStateData.leaderId");
  const leaderEpoch = reader.int32("QuorumStateData.leaderEpoch");
  const votedId = reader.int32("QuorumStateData.votedId");
  const votedDirectoryId = version >= 1 ? reader.uuid("QuorumStateData.votedDirectoryId") : ZERO_UUID;
  const appliedOffset = version >= 1 ? 0 : reader.int64("QuorumStateData.appliedOffset");
  let currentVoters: Voter[] | null = null;
  const currentVotersLength = version >= 1 ? 0 : reader.compactNullableArrayLength(5, "QuorumStateData.currentVoters");
  if (currentVotersLength >= 0) {
    currentVoters = [];
    for (let left = currentVotersLength; left > 0; left--) currentVoters.push(decodeVoter(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("QuorumStateData"); left > 0; left--) {
    const tag = reader.unsignedVarint("QuorumStateData");
    const end = reader.taggedFieldEnd("QuorumStateData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: QuorumStateData = { clusterId, leaderId, leaderEpoch, votedId, votedDirectoryId, appliedOffset, currentVoters };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeQuorumStateData(writer: WireWriter, message: Input<QuorumStateData>, version: number): void {
  const { clusterId = "", leaderId = -1, leaderEpoch = -1, votedId = -1, votedDirectoryId = ZERO_UUID, appliedOffset = 0, currentVoters = [], unknownTaggedFields } = message;
  if (version >= 1) {
    if (clusterId !== "") writer.unsupported("QuorumStateData.clusterId", version);
  } else {
    writer.compactString(clusterId, "QuorumStateData.clusterId");
  }
  writer.int32(leaderId, "QuorumStateData.leaderId");
  writer.int32(leaderEpoch, "QuorumStateData.leaderEpoch");
  writer.int32(votedId, "QuorumStateData.votedId");
  if (version >= 1) {
    writer.uuid(votedDirectoryId, "QuorumStateData.votedDirectoryId");
  } else {
    if (votedDirectoryId !== ZERO_UUID) writer.unsupported("QuorumStateData.votedDirectoryId", version);
  }
  if (version >= 1) {
    if (appliedOffset !== 0) writer.unsupported("QuorumStateData.appliedOffset", version);
  } else {
    writer.int64(appliedOffset, "QuorumStateData.appliedOffset");
  }
  if (version >= 1) {
    if (currentVoters === null || currentVoters.length > 0) writer.unsupported("QuorumStateData.currentVoters", version);
  } else {
    writer.compactNullableArrayLength(currentVoters, "QuorumStateData.currentVoters");
    if (currentVoters !== null) for (const element of currentVoters) encodeVoter(writer, element, version);
  }
  writer.taggedFields(unknownTaggedFields, "QuorumStateData");
}
