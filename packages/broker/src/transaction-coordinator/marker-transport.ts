/** Finds the leader of each partition that is to get a marker, and brings it there: into the own logs, or by WriteTxnMarkers. */

import { ErrorCode } from "@ottla/protocol";
import { WriteTxnMarkersRequest, WriteTxnMarkersResponse } from "@ottla/protocol/messages/write-txn-markers";
import type { MetadataImage } from "@ottla/metadata";
import type { TopicPartition } from "@ottla/transaction-coordinator";
import type { BrokerConnections } from "../inter-broker/broker-connections.ts";
import { MARKER_NOT_NEEDED, type MarkerTransport } from "./marker-sender.ts";
import type { MarkerWriter, WritableMarker } from "./marker-writer.ts";

export interface LeaderMarkerTransportOptions {
  readonly nodeId: number;
  readonly image: () => MetadataImage;
  readonly local: MarkerWriter;
  /** The way to other brokers; undefined where there are none. */
  readonly brokers?: BrokerConnections | undefined;
}

const WRITE_TXN_MARKERS = { request: WriteTxnMarkersRequest, response: WriteTxnMarkersResponse };

export class LeaderMarkerTransport implements MarkerTransport {
  readonly #options: LeaderMarkerTransportOptions;

  constructor(options: LeaderMarkerTransportOptions) {
    this.#options = options;
  }

  async write(marker: WritableMarker): Promise<readonly number[]> {
    const byLeader = Map.groupBy(marker.partitions.keys(), (index) => this.#leaderOf(marker.partitions[index]!));
    const outcomes: number[] = marker.partitions.map(() => ErrorCode.NOT_LEADER_OR_FOLLOWER);
    await Promise.all(
      [...byLeader].map(async ([leader, indexes]) => {
        const partitions = indexes.map((index) => marker.partitions[index]!);
        const written = await this.#writeAt(leader, { ...marker, partitions });
        for (const [place, index] of indexes.entries())
          outcomes[index] = written[place] ?? ErrorCode.UNKNOWN_SERVER_ERROR;
      }),
    );
    return outcomes;
  }

  /** Undefined for a partition that is gone, −1 for one that nobody leads. */
  #leaderOf({ topic, partition }: TopicPartition): number | undefined {
    return this.#options.image().topics.getPartition(topic, partition)?.leader;
  }

  async #writeAt(leader: number | undefined, marker: WritableMarker): Promise<readonly number[]> {
    const { nodeId, local, brokers } = this.#options;
    if (leader === undefined) return marker.partitions.map(() => MARKER_NOT_NEEDED);
    if (leader === nodeId) return local.write(marker);
    if (leader < 0 || brokers === undefined) return marker.partitions.map(() => ErrorCode.NOT_LEADER_OR_FOLLOWER);
    try {
      return await sendMarker(brokers, leader, marker);
    } catch {
      // It is sent again, to whoever leads then.
      return marker.partitions.map(() => ErrorCode.NETWORK_EXCEPTION);
    }
  }
}

async function sendMarker(
  brokers: BrokerConnections,
  leader: number,
  marker: WritableMarker,
): Promise<readonly number[]> {
  const { producerId, producerEpoch, coordinatorEpoch, result, transactionVersion, partitions } = marker;
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, targets]) => ({
    name,
    partitionIndexes: targets.map(({ partition }) => partition),
  }));
  const transactionResult = result === "commit";
  const wanted = { producerId, producerEpoch, coordinatorEpoch, transactionResult, transactionVersion, topics };
  const { markers } = await brokers.request(leader, WRITE_TXN_MARKERS, { markers: [wanted] });
  const answers = markers.find((answer) => answer.producerId === producerId)?.topics ?? [];
  return partitions.map(({ topic, partition }) => {
    const answer = answers.find(({ name }) => name === topic);
    const found = answer?.partitions.find(({ partitionIndex }) => partitionIndex === partition);
    return found?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
  });
}
