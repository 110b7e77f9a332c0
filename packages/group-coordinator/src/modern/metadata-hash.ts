/**
 * The hash of what a group subscribes to (KIP-1101): it changes when one of its topics is created, deleted, gets
 * partitions, or its replicas other racks. Kept in the group's epoch record, so that every coordinator finds out for itself.
 */

import { uuidToBytes, xxh3Hash64, UUID_BYTES } from "@ottla/base";
import type { TopicMetadata, TopicsImage } from "./topics-image.ts";

/** The version of the hash of a topic. */
const MAGIC = 0;

/** The hashes of topics that have been computed for the present image; whoever changes the image forgets those that changed. */
export type TopicHashCache = Map<string, bigint>;

/** As a signed 64-bit integer; 0 when none of the topics exists. */
export function computeMetadataHash(names: Iterable<string>, cache: TopicHashCache, image: TopicsImage): bigint {
  const existing = [...names].map((name) => image.topic(name)).filter((topic) => topic !== undefined);
  if (existing.length === 0) return 0n;
  existing.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const view = new DataView(new ArrayBuffer(8 * existing.length));
  for (const [i, topic] of existing.entries()) {
    let hash = cache.get(topic.name);
    if (hash === undefined) cache.set(topic.name, (hash = topicHash(topic)));
    view.setBigUint64(8 * i, hash, true);
  }
  return BigInt.asIntN(64, xxh3Hash64(new Uint8Array(view.buffer)));
}

/** @internal Unsigned. */
export function topicHash(topic: TopicMetadata): bigint {
  const bytes = new HashedBytes();
  bytes.int8(MAGIC);
  bytes.uuid(topic.id);
  bytes.string(topic.name);
  bytes.int32(topic.partitionCount);
  for (let partition = 0; partition < topic.partitionCount; partition++) {
    bytes.int32(partition);
    for (const rack of [...topic.partitionRacks(partition)].sort()) {
      bytes.int32(rack.length);
      bytes.string(rack);
    }
  }
  return xxh3Hash64(bytes.finish());
}

/** What Java's library puts into its hash stream: little-endian integers, strings as UTF-16 and then their length. */
class HashedBytes {
  #bytes: Uint8Array = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  int8(value: number): void {
    this.#reserve(1);
    this.#view.setInt8(this.#length, value);
    this.#length += 1;
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.#length, value, true);
    this.#length += 4;
  }

  /** Two longs: each half turned round. */
  uuid(uuid: string): void {
    this.#reserve(UUID_BYTES);
    uuidToBytes(uuid, this.#bytes, this.#length);
    this.#bytes.subarray(this.#length, this.#length + 8).reverse();
    this.#bytes.subarray(this.#length + 8, this.#length + 16).reverse();
    this.#length += UUID_BYTES;
  }

  string(text: string): void {
    this.#reserve(2 * text.length);
    for (let i = 0; i < text.length; i++) this.#view.setUint16(this.#length + 2 * i, text.charCodeAt(i), true);
    this.#length += 2 * text.length;
    this.int32(text.length);
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
