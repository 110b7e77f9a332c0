/** Finds the leader of each partition that is to get a marker. Only leaders on this node can be reached yet. */

import { ErrorCode } from "@ottla/protocol";
import type { MetadataImage } from "@ottla/metadata";
import type { TopicPartition } from "@ottla/transaction-coordinator";
import { MARKER_NOT_NEEDED, type MarkerTransport } from "./marker-sender.ts";
import type { MarkerWriter, WritableMarker } from "./marker-writer.ts";

export interface LeaderMarkerTransportOptions {
  readonly nodeId: number;
  readonly image: () => MetadataImage;
  readonly local: MarkerWriter;
}

export class LeaderMarkerTransport implements MarkerTransport {
  readonly #options: LeaderMarkerTransportOptions;

  constructor(options: LeaderMarkerTransportOptions) {
    this.#options = options;
  }

  async write(marker: WritableMarker): Promise<readonly number[]> {
    const outcomes = marker.partitions.map((target) => this.#outcomeWithoutLeader(target));
    const local = marker.partitions.filter((_, index) => outcomes[index] === undefined);
    const written = await this.#options.local.write({ ...marker, partitions: local });
    let next = 0;
    return outcomes.map((outcome) => outcome ?? written[next++]!);
  }

  /** Undefined when the leader is here. */
  #outcomeWithoutLeader({ topic, partition }: TopicPartition): number | undefined {
    const registration = this.#options.image().topics.getPartition(topic, partition);
    if (registration === undefined) return MARKER_NOT_NEEDED;
    return registration.leader === this.#options.nodeId ? undefined : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }
}
