/**
 * When brokers were last heard of, and how far they had read the metadata then. It is in no record: a controller that becomes active gives every
 * broker a whole session to be heard again. Kafka's `BrokerHeartbeatManager`.
 */

import type { ClusterImage } from "../image/cluster-image.ts";

interface Contact {
  lastContactMs: number;
  metadataOffset: number;
  /** Where its newest registration is in the log: it is caught up when it has read that far. */
  registrationOffset: number;
  /** It may stop when every active broker has read so far; undefined unless it wants to. */
  shutdownOffset: number | undefined;
}

/** See the file's head. */
export class BrokerHeartbeats {
  readonly #contacts = new Map<number, Contact>();

  constructor(cluster: ClusterImage, nowMs: number) {
    for (const broker of cluster.brokers.values()) {
      this.#contacts.set(broker.id, {
        lastContactMs: broker.fenced ? -Infinity : nowMs,
        metadataOffset: -1,
        registrationOffset: broker.epoch,
        shutdownOffset: undefined,
      });
    }
  }

  /** A broker has registered with the record at this offset. */
  onRegistration(brokerId: number, registrationOffset: number, nowMs: number): void {
    this.#contacts.set(brokerId, {
      lastContactMs: nowMs,
      metadataOffset: -1,
      registrationOffset,
      shutdownOffset: undefined,
    });
  }

  onHeartbeat(brokerId: number, metadataOffset: number, nowMs: number): void {
    if (!this.#contacts.has(brokerId)) this.onRegistration(brokerId, -1, nowMs);
    const contact = this.#contacts.get(brokerId)!;
    contact.lastContactMs = nowMs;
    contact.metadataOffset = metadataOffset;
  }

  /** A broker wants to stop; the records that took its leaderships away end before this offset. */
  onControlledShutdown(brokerId: number, shutdownOffset: number): void {
    const contact = this.#contacts.get(brokerId);
    if (contact !== undefined) contact.shutdownOffset ??= shutdownOffset;
  }

  /** It has leave to stop: another of its id may come at once. */
  onLeave(brokerId: number): void {
    const contact = this.#contacts.get(brokerId);
    if (contact !== undefined) contact.lastContactMs = -Infinity;
  }

  registrationOffset(brokerId: number): number {
    return this.#contacts.get(brokerId)?.registrationOffset ?? -1;
  }

  shutdownOffset(brokerId: number): number | undefined {
    return this.#contacts.get(brokerId)?.shutdownOffset;
  }

  hasSession(brokerId: number, nowMs: number, sessionTimeoutMs: number): boolean {
    const contact = this.#contacts.get(brokerId);
    return contact !== undefined && nowMs - contact.lastContactMs < sessionTimeoutMs;
  }

  /** How far every broker that serves has read the metadata. */
  lowestActiveOffset(cluster: ClusterImage): number {
    let lowest = Infinity;
    for (const broker of cluster.brokers.values()) {
      if (broker.fenced || broker.inControlledShutdown) continue;
      lowest = Math.min(lowest, this.#contacts.get(broker.id)?.metadataOffset ?? -1);
    }
    return lowest;
  }
}
