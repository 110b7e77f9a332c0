/**
 * A partitioner for topics whose partitions were increased: a key that existed before stays where the old count put it, so that its records stay
 * in one partition and in order; new keys use all partitions.
 *
 * The default partitioner moves a key whenever its hash gives another remainder: from 6 to 9 partitions that is two keys of three.
 */
import { utf8String } from "@ottla/base";
import { KafkaError } from "../errors.ts";
import { partitionForKey } from "./built-in-partitioner.ts";
import type { Partitioner } from "./producer-record.ts";

/** Which keys there were: their texts (UTF-8), or a claim about their bytes. */
export type OldKeys = ReadonlySet<string> | ((key: Uint8Array) => boolean);

/** One time that a topic grew. */
export interface TopicGrowth {
  /** How many partitions the topic had before. At least 1. */
  readonly partitionsBefore: number;
  /** The keys of that time. */
  readonly keys: OldKeys;
}

/**
 * Makes a partitioner for `partitioner.class`.
 *
 * @param grown by topic, the times it grew, oldest first: a key stays with the oldest count it is known from. Topics that are not named, and records
 * without a key, are left to the default partitioner.
 * @throws KafkaError `INVALID_ARGUMENT` for a count that is none, or counts that do not grow
 */
export function grownTopicsPartitioner(grown: ReadonlyMap<string, readonly TopicGrowth[]>): Partitioner {
  for (const [topic, growths] of grown) checkGrowths(topic, growths);
  return ({ topic, keyBytes, partitionCount }) => {
    const growths = grown.get(topic);
    if (growths === undefined || keyBytes === null) return -1;
    for (const { partitionsBefore, keys } of growths) {
      // A topic that was made anew with fewer partitions has no old keys.
      if (partitionsBefore > partitionCount) break;
      if (typeof keys === "function" ? keys(keyBytes) : keys.has(utf8String(keyBytes))) {
        return partitionForKey(keyBytes, partitionsBefore);
      }
    }
    return partitionForKey(keyBytes, partitionCount);
  };
}

function checkGrowths(topic: string, growths: readonly TopicGrowth[]): void {
  let previous = 0;
  for (const { partitionsBefore } of growths) {
    if (!Number.isInteger(partitionsBefore) || partitionsBefore <= previous) {
      throw new KafkaError(
        "INVALID_ARGUMENT",
        `The partition counts of topic ${topic} must be whole numbers that grow; got ${partitionsBefore} after ${previous}`,
      );
    }
    previous = partitionsBefore;
  }
}
