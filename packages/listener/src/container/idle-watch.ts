/**
 * Notices silence: of a whole container and of single partitions. An event comes when nothing has arrived for longer than the interval, again after each
 * further interval, and one more when the silence ends. Before the first record the interval is a few times as long.
 */
import { topicPartitionName } from "@ottla/client";
import type { TopicPartition } from "@ottla/client";
import type { UnnamedEvent } from "./container-events.ts";
import type { ContainerProperties } from "./container-properties.ts";

interface Silence {
  lastRecordMs: number;
  lastEventMs: number;
  isIdle: boolean;
  hasHadRecords: boolean;
}

export class IdleWatch {
  readonly #properties: ContainerProperties;
  readonly #publish: (event: UnnamedEvent) => void;
  readonly #whole: Silence;
  readonly #partitions = new Map<string, Silence>();

  constructor(properties: ContainerProperties, publish: (event: UnnamedEvent) => void, nowMs: number) {
    this.#properties = properties;
    this.#publish = publish;
    this.#whole = silence(nowMs);
  }

  /** When the next event may be due; undefined when nobody asked for any. */
  nextCheckMs(nowMs: number): number | undefined {
    const { idleEventInterval, idlePartitionEventInterval } = this.#properties;
    const waits: number[] = [];
    if (idleEventInterval !== undefined) waits.push(this.#leftMs(this.#whole, idleEventInterval, nowMs));
    if (idlePartitionEventInterval !== undefined) {
      for (const one of this.#partitions.values()) waits.push(this.#leftMs(one, idlePartitionEventInterval, nowMs));
    }
    return waits.length === 0 ? undefined : Math.max(1, Math.min(...waits));
  }

  /** A poll brought records of these partitions. */
  onRecords(partitions: readonly TopicPartition[], nowMs: number): void {
    if (this.#properties.idleEventInterval !== undefined) {
      const idleTime = end(this.#whole, nowMs);
      if (idleTime !== undefined) this.#publish({ type: "ListenerContainerNoLongerIdle", idleTime });
    }
    if (this.#properties.idlePartitionEventInterval === undefined) return;
    for (const partition of partitions) {
      const one = this.#partitions.get(topicPartitionName(partition));
      const idleTime = one === undefined ? undefined : end(one, nowMs);
      if (idleTime !== undefined)
        this.#publish({ type: "ListenerContainerPartitionNoLongerIdle", idleTime, partition });
    }
  }

  /** Publishes what is due; true when the container itself is. */
  check(assigned: readonly TopicPartition[], nowMs: number): boolean {
    const { idleEventInterval, idlePartitionEventInterval } = this.#properties;
    let isContainerIdle = false;
    if (idleEventInterval !== undefined && this.#leftMs(this.#whole, idleEventInterval, nowMs) <= 0) {
      begin(this.#whole, nowMs);
      isContainerIdle = true;
      const idleTime = nowMs - this.#whole.lastRecordMs;
      this.#publish({ type: "ListenerContainerIdle", idleTime, partitions: assigned });
    }
    if (idlePartitionEventInterval === undefined) return isContainerIdle;
    const names = new Set(assigned.map(topicPartitionName));
    for (const name of this.#partitions.keys()) if (!names.has(name)) this.#partitions.delete(name);
    for (const partition of assigned) {
      const name = topicPartitionName(partition);
      let one = this.#partitions.get(name);
      if (one === undefined) this.#partitions.set(name, (one = silence(nowMs)));
      if (this.#leftMs(one, idlePartitionEventInterval, nowMs) > 0) continue;
      begin(one, nowMs);
      this.#publish({ type: "ListenerContainerPartitionIdle", idleTime: nowMs - one.lastRecordMs, partition });
    }
    return isContainerIdle;
  }

  #leftMs(one: Silence, intervalMs: number, nowMs: number): number {
    const factor = one.hasHadRecords ? 1 : this.#properties.idleBeforeDataMultiplier;
    return Math.max(one.lastRecordMs, one.lastEventMs) + intervalMs * factor - nowMs;
  }
}

function silence(nowMs: number): Silence {
  return { lastRecordMs: nowMs, lastEventMs: nowMs, isIdle: false, hasHadRecords: false };
}

function begin(one: Silence, nowMs: number): void {
  one.isIdle = true;
  one.lastEventMs = nowMs;
}

function end(one: Silence, nowMs: number): number | undefined {
  const idleTime = one.isIdle ? nowMs - one.lastRecordMs : undefined;
  one.lastRecordMs = nowMs;
  one.isIdle = false;
  one.hasHadRecords = true;
  return idleTime;
}
