/**
 * What classic consumers embed in the classic protocol: subscriptions and assignments. Each begins with its version; a newer
 * one than we know is read as the newest we know.
 */

import { assert, type Uuid } from "@ottla/base";
import { ProtocolDecodeError, WireReader, WireWriter, type MessageCodec } from "@ottla/protocol";
import { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from "@ottla/protocol/messages/consumer-protocol";
import type { Assignment } from "../modern/assignment.ts";
import type { TopicsImage } from "../modern/topics-image.ts";
import type { ConsumerGroupMember } from "./consumer-group-member.ts";
import type { OwnedPartitions } from "./member-lookup.ts";

/** Undefined when the bytes are none. */
export function decodeSubscription(bytes: Uint8Array): ConsumerProtocolSubscription | undefined {
  return decode(ConsumerProtocolSubscription, bytes);
}

/** Undefined when the bytes are none. */
export function decodeAssignment(bytes: Uint8Array): ConsumerProtocolAssignment | undefined {
  return decode(ConsumerProtocolAssignment, bytes);
}

/** The assignment in the version in which the member subscribes. Topics that do not exist any more are left out. */
export function encodeAssignment(assignment: Assignment, subscription: Uint8Array, image: TopicsImage): Uint8Array {
  const version = versionOf(ConsumerProtocolAssignment, new WireReader(subscription));
  assert(version !== undefined, "the member's subscription has been understood before");
  const assignedPartitions = [...assignment].flatMap(([topicId, partitions]) => {
    const topic = image.topicById(topicId)?.name;
    return topic === undefined ? [] : [{ topic, partitions: [...partitions] }];
  });
  const writer = new WireWriter();
  writer.int16(version, "version");
  ConsumerProtocolAssignment.encode(writer, { assignedPartitions }, version);
  return writer.finishBytes();
}

/** What a member has, without the epochs. */
export function assignedPartitionsOf({ assignedPartitions }: ConsumerGroupMember): Assignment {
  return new Map([...assignedPartitions].map(([topicId, epochs]) => [topicId, new Set(epochs.keys())]));
}

/** What a subscription says the member owns, by topic id. */
export function ownedPartitionsOf(
  { ownedPartitions }: ConsumerProtocolSubscription,
  image: TopicsImage,
): NonNullable<OwnedPartitions> {
  return ownedPartitions.flatMap(({ topic, partitions }) => {
    const topicId: Uuid | undefined = image.topic(topic)?.id;
    return topicId === undefined ? [] : [{ topicId, partitions }];
  });
}

function decode<T>(codec: MessageCodec<T>, bytes: Uint8Array): T | undefined {
  try {
    const reader = new WireReader(bytes);
    const version = versionOf(codec, reader);
    return version === undefined ? undefined : codec.decode(reader, version);
  } catch (error) {
    if (error instanceof ProtocolDecodeError) return undefined;
    throw error;
  }
}

/** Undefined when there never was such a version. */
function versionOf<T>({ lowestVersion, highestVersion }: MessageCodec<T>, reader: WireReader): number | undefined {
  const version = reader.int16("version");
  return version < lowestVersion ? undefined : Math.min(version, highestVersion);
}
