/**
 * Admin: describeMetadataQuorum.
 */
import { ErrorCode } from "@ottla/protocol";
import { DescribeQuorumRequest, DescribeQuorumResponse } from "@ottla/protocol/messages/describe-quorum";
import type { ReplicaState } from "@ottla/protocol/messages/describe-quorum";
import { protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import type { AdminCallOptions, QuorumInfo, QuorumReplicaState } from "./types.ts";

const API = { request: DescribeQuorumRequest, response: DescribeQuorumResponse };
const METADATA_TOPIC = "__cluster_metadata";

export async function describeMetadataQuorum(context: AdminContext, options: AdminCallOptions): Promise<QuorumInfo> {
  const scope = context.scope("describeMetadataQuorum", options, "anyone");
  const response = await context.askController(
    scope,
    { api: API, body: { topics: [{ topicName: METADATA_TOPIC, partitions: [{ partitionIndex: 0 }] }] } },
    (answer) => {
      if (answer.errorCode !== 0) throw protocolError(answer.errorCode, answer.errorMessage);
    },
  );
  const partition = response.topics[0]?.partitions[0];
  if (partition === undefined)
    throw protocolError(ErrorCode.UNKNOWN_SERVER_ERROR, "DescribeMetadataQuorum received no partition");
  if (partition.errorCode !== 0) throw protocolError(partition.errorCode, partition.errorMessage);
  return {
    leaderId: partition.leaderId,
    leaderEpoch: partition.leaderEpoch,
    highWatermark: partition.highWatermark,
    voters: partition.currentVoters.map(replicaState),
    observers: partition.observers.map(replicaState),
    nodes: response.nodes.map((node) => ({
      nodeId: node.nodeId,
      endpoints: node.listeners.map(({ name, host, port }) => ({ name, host, port })),
    })),
  };
}

function replicaState(one: ReplicaState): QuorumReplicaState {
  return {
    replicaId: one.replicaId,
    replicaDirectoryId: one.replicaDirectoryId,
    logEndOffset: one.logEndOffset,
    lastFetchTimestamp: one.lastFetchTimestamp === -1 ? undefined : one.lastFetchTimestamp,
    lastCaughtUpTimestamp: one.lastCaughtUpTimestamp === -1 ? undefined : one.lastCaughtUpTimestamp,
  };
}
