/**
 * Brings the markers of decided transactions to the leaders of their partitions, again and again until each has its own, and
 * reports to the coordinator. A partition that is gone needs none. A coordinator that is told it is a zombie stops: the one
 * that took over sends the markers.
 */

import type { Clock, Timer } from "@ottla/base";
import { errorName, ErrorCode } from "@ottla/protocol";
import {
  PartitionSet,
  type MarkersWritten,
  type TopicPartition,
  type TransactionMarkers,
} from "@ottla/transaction-coordinator";
import type { Logger } from "../logging/logger.ts";
import type { WritableMarker } from "./marker-writer.ts";

/** How long a partition that could not take its marker is left alone. */
const RETRY_BACKOFF_MS = 100;

/** What a partition says that gets no marker, or needs none any more. */
export const MARKER_NOT_NEEDED = -1;

/** What became of a report; one that was not taken is made again, as long as there is somebody to take it. */
export type ReportOutcome = "taken" | "not taken" | "nobody there";

export interface MarkerTransport {
  /**
   * Writes the marker to the partitions' leaders, wherever they are. One outcome for each partition, in their order: an error
   * code, or `MARKER_NOT_NEEDED` for a partition that exists no longer.
   */
  write(marker: WritableMarker): Promise<readonly number[]>;
}

export interface MarkerSenderOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly transport: MarkerTransport;
  /** Undefined when this node does not coordinate that partition of `__transaction_state`. */
  readonly coordinatorEpochOf: (partition: number) => number | undefined;
  readonly onWritten: (partition: number, written: MarkersWritten) => Promise<ReportOutcome>;
}

interface Sending {
  readonly partition: number;
  readonly markers: TransactionMarkers;
  left: PartitionSet;
  retry: Timer | undefined;
}

export class MarkerSender {
  readonly #options: MarkerSenderOptions;
  /** By transactional id: it has at most one transaction that ends. */
  readonly #sendings = new Map<string, Sending>();

  constructor(options: MarkerSenderOptions) {
    this.#options = options;
  }

  /** Takes over the markers of a transaction whose coordinator is that partition of `__transaction_state`. */
  send(partition: number, markers: TransactionMarkers): void {
    this.#remove(markers.transactionalId);
    const sending: Sending = { partition, markers, left: markers.partitions, retry: undefined };
    this.#sendings.set(markers.transactionalId, sending);
    void this.#attempt(sending);
  }

  /** This node no longer coordinates the partition's transactions. */
  removePartition(partition: number): void {
    for (const [transactionalId, sending] of this.#sendings) {
      if (sending.partition === partition) this.#remove(transactionalId);
    }
  }

  close(): void {
    for (const transactionalId of [...this.#sendings.keys()]) this.#remove(transactionalId);
  }

  #remove(transactionalId: string): void {
    this.#sendings.get(transactionalId)?.retry?.cancel();
    this.#sendings.delete(transactionalId);
  }

  #isPresent(sending: Sending): boolean {
    return this.#sendings.get(sending.markers.transactionalId) === sending;
  }

  async #attempt(sending: Sending): Promise<void> {
    const { markers, partition } = sending;
    const coordinatorEpoch = this.#options.coordinatorEpochOf(partition);
    if (coordinatorEpoch === undefined) {
      this.#remove(markers.transactionalId);
      return;
    }
    const partitions = [...sending.left];
    const written: TopicPartition[] = [];
    if (partitions.length > 0) {
      const outcomes = await this.#options.transport.write({ ...markers, partitions, coordinatorEpoch });
      if (!this.#isPresent(sending)) return;
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome === ErrorCode.NONE || outcome === MARKER_NOT_NEEDED) written.push(partitions[index]!);
        else if (this.#isFenced(sending, partitions[index]!, outcome)) return;
      }
    }
    await this.#report(sending, written);
  }

  /** Whether the answer says that this coordinator has been replaced: it must not go on. */
  #isFenced(sending: Sending, target: TopicPartition, errorCode: number): boolean {
    const { transactionalId, producerId, producerEpoch } = sending.markers;
    const isFenced =
      errorCode === ErrorCode.TRANSACTION_COORDINATOR_FENCED || errorCode === ErrorCode.INVALID_PRODUCER_EPOCH;
    const fields = { transactionalId, producerId, producerEpoch, ...target, error: errorName(errorCode) };
    if (!isFenced) {
      this.#options.logger.debug(fields, "a partition did not take the marker of a transaction; it is sent again");
      return false;
    }
    this.#options.logger.warn(fields, "the marker of a transaction was refused; no more of them are sent");
    this.#remove(transactionalId);
    return true;
  }

  async #report(sending: Sending, written: readonly TopicPartition[]): Promise<void> {
    const { transactionalId, producerId, producerEpoch } = sending.markers;
    sending.left = sending.left.without(written);
    const outcome = await this.#options.onWritten(sending.partition, {
      transactionalId,
      producerId,
      producerEpoch,
      partitions: written,
    });
    if (!this.#isPresent(sending)) return;
    if (outcome === "nobody there" || (outcome === "taken" && sending.left.size === 0)) {
      this.#remove(transactionalId);
      return;
    }
    sending.retry = this.#options.clock.setTimer(RETRY_BACKOFF_MS, () => void this.#attempt(sending));
  }
}
