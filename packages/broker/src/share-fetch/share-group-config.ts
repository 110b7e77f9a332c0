/**
 * The configuration of one share group as the leaders of its partitions obey it: the group's own, brought into the limits of the
 * broker, else the broker's.
 */

import type { KafkaConfig } from "@ottla/config";
import { ConfigResourceType, type MetadataImage } from "@ottla/metadata";
import type { SharePartitionConfig } from "../share-partition/share-partition-state.ts";

/** Where a share group begins in a partition it has not seen: at a special time, or at a record's time so long ago. */
export type ShareAutoOffsetReset = "latest" | "earliest" | { readonly durationMs: number };

export interface ShareGroupConfig extends SharePartitionConfig {
  /** `share.auto.offset.reset` */
  readonly autoOffsetReset: ShareAutoOffsetReset;
  /** `share.isolation.level` */
  readonly isReadCommitted: boolean;
}

const NONE: ReadonlyMap<string, string> = new Map();

export function shareGroupConfig(groupId: string, config: KafkaConfig, image: MetadataImage): ShareGroupConfig {
  const own = image.configs.configs({ type: ConfigResourceType.GROUP, name: groupId }) ?? NONE;
  const limited = (name: string): number => {
    const value = own.get(`share.${name}`);
    if (value === undefined) return config.number(`group.share.${name}`);
    const min = config.number(`group.share.min.${name}`);
    const max = config.number(`group.share.max.${name}`);
    return Math.min(Math.max(Number(value), min), max);
  };
  return {
    maxInFlightRecords: limited("partition.max.record.locks"),
    maxDeliveryCount: limited("delivery.count.limit"),
    recordLockDurationMs: limited("record.lock.duration.ms"),
    isRenewEnabled: (own.get("share.renew.acknowledge.enable") ?? "true").toLowerCase() === "true",
    autoOffsetReset: autoOffsetReset(own.get("share.auto.offset.reset") ?? "latest"),
    isReadCommitted: (own.get("share.isolation.level") ?? "read_uncommitted").toLowerCase() === "read_committed",
  };
}

function autoOffsetReset(value: string): ShareAutoOffsetReset {
  const text = value.toLowerCase();
  if (text === "latest" || text === "earliest") return text;
  return { durationMs: durationMs(text.slice("by_duration:".length)) };
}

const DURATION = /^p(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.(\d{0,9}))?s)?)?$/;

/** An ISO-8601 duration as Java's `Duration` reads it, of those that `@ottla/config` lets pass. */
function durationMs(text: string): number {
  const [, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = DURATION.exec(text) ?? [];
  const wholeSeconds = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return wholeSeconds * 1000 + Number(fraction.padEnd(3, "0").slice(0, 3));
}
