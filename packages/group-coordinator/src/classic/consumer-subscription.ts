/**
 * What a consumer's embedded subscription says, as far as the coordinator looks: the topics. Every version of the
 * subscription begins like version 0, so version 0 is what is read, whatever the version says.
 */

import { utf8String } from "@ottla/base";

/** The protocol type of Kafka's consumers. */
export const CONSUMER_PROTOCOL_TYPE = "consumer";

/** The topics of a serialized ConsumerProtocolSubscription; undefined when the bytes are none. */
export function subscribedTopicsOf(metadata: Uint8Array): string[] | undefined {
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.byteLength);
  if (view.byteLength < 6 || view.getInt16(0) < 0) return undefined;
  const topicCount = view.getInt32(2);
  if (topicCount < 0 || topicCount * 2 > view.byteLength) return undefined;
  const topics: string[] = [];
  let at = 6;
  for (let i = 0; i < topicCount; i++) {
    if (at + 2 > view.byteLength) return undefined;
    const length = view.getInt16(at);
    at += 2;
    if (length < 0 || at + length > view.byteLength) return undefined;
    topics.push(utf8String(metadata.subarray(at, at + length)));
    at += length;
  }
  return hasUserData(view, at) ? topics : undefined;
}

/** The user data follows the topics: nullable bytes. */
function hasUserData(view: DataView, at: number): boolean {
  if (at + 4 > view.byteLength) return false;
  const length = view.getInt32(at);
  return length === -1 || (length >= 0 && at + 4 + length <= view.byteLength);
}
