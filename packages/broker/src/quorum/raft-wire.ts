/**
 * Raft's messages as Kafka's: every request and answer is about partition 0 of `__cluster_metadata` and nothing else. Answers name the
 * leader's address too, where the version has a place for it.
 */

import { METADATA_TOPIC_ID, ZERO_UUID } from "@ottla/base";
import { ErrorCode, INT64_MAX } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import type { BeginQuorumEpochRequest, BeginQuorumEpochResponse } from "@ottla/protocol/messages/begin-quorum-epoch";
import type { EndQuorumEpochRequest, EndQuorumEpochResponse } from "@ottla/protocol/messages/end-quorum-epoch";
import type { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import type { FetchSnapshotRequest, FetchSnapshotResponse } from "@ottla/protocol/messages/fetch-snapshot";
import type { VoteRequest, VoteResponse } from "@ottla/protocol/messages/vote";
import type * as raft from "@ottla/raft";
import { BatchIterator, lastOffsetAt, baseOffsetAt, partitionLeaderEpochAt, verifyCrc } from "@ottla/records";

export const METADATA_TOPIC = "__cluster_metadata";
const PARTITION = 0;
/** The first versions of answers in which Kafka tells where the leader listens; Fetch would have a place for it in 16 already. */
const ENDPOINTS_VERSION_MIN = 1;
const FETCH_ENDPOINTS_VERSION_MIN = 17;

/** What the wire adds to raft's own words. */
export interface WireIdentity {
  readonly clusterId: string;
  /** This node's id of the directory that holds the metadata log. */
  readonly directoryId: string;
  /** Where each voter listens. */
  readonly endpoints: ReadonlyMap<number, { readonly host: string; readonly port: number }>;
  /** The name of the controller listener. */
  readonly listenerName: string;
}

/** A request that is not about the one partition, or about another cluster: the error of the whole answer. */
export function requestError(
  clusterId: string,
  request: { readonly clusterId: string | null },
  asked: readonly AskedPartition[],
): number {
  if (request.clusterId !== null && request.clusterId !== clusterId) return ErrorCode.INCONSISTENT_CLUSTER_ID;
  const [first] = asked;
  const isOurs = asked.length === 1 && first?.topic === METADATA_TOPIC && first.partition === PARTITION;
  return isOurs ? ErrorCode.NONE : ErrorCode.INVALID_REQUEST;
}

export interface AskedPartition {
  readonly topic: string;
  readonly partition: number;
}

/** What a Vote, BeginQuorumEpoch or EndQuorumEpoch request asks about. */
export function askedPartitions(
  request: VoteRequest | BeginQuorumEpochRequest | EndQuorumEpochRequest,
): AskedPartition[] {
  return request.topics.flatMap(({ topicName: topic, partitions }) =>
    partitions.map(({ partitionIndex: partition }) => ({ topic, partition })),
  );
}

/** The same of a Fetch request. Kafka goes by the topic's id alone, also where the version has none (before 13): then nothing is ours. */
export function fetchedPartitions({ topics }: FetchRequest): AskedPartition[] {
  return topics.flatMap(({ topicId, partitions }) =>
    partitions.map(({ partition }) => ({ topic: topicId === METADATA_TOPIC_ID ? METADATA_TOPIC : "", partition })),
  );
}

export function voteRequestOf(message: VoteRequest): raft.VoteRequest {
  const { replicaEpoch, replicaId, lastOffsetEpoch, lastOffset, preVote } = message.topics[0]!.partitions[0]!;
  return {
    api: "vote",
    epoch: replicaEpoch,
    candidateId: replicaId,
    voterId: message.voterId,
    lastEpoch: lastOffsetEpoch,
    lastOffset,
    isPreVote: preVote,
  };
}

export function toVoteRequest(request: raft.VoteRequest, identity: WireIdentity): Input<VoteRequest> {
  const partition = {
    partitionIndex: PARTITION,
    replicaEpoch: request.epoch,
    replicaId: request.candidateId,
    replicaDirectoryId: identity.directoryId,
    voterDirectoryId: ZERO_UUID,
    lastOffsetEpoch: request.lastEpoch,
    lastOffset: request.lastOffset,
    preVote: request.isPreVote,
  };
  const topics = [{ topicName: METADATA_TOPIC, partitions: [partition] }];
  return { clusterId: identity.clusterId, voterId: request.voterId, topics };
}

export function toVoteResponse(
  response: raft.VoteResponse,
  identity: WireIdentity,
  version: number,
): Input<VoteResponse> {
  const partition = { ...headOf(response), partitionIndex: PARTITION, voteGranted: response.isVoteGranted };
  const topics = [{ topicName: METADATA_TOPIC, partitions: [partition] }];
  return { topics, ...(version >= ENDPOINTS_VERSION_MIN && { nodeEndpoints: leaderEndpoint(response, identity) }) };
}

export function voteResponseOf(message: VoteResponse): raft.VoteResponse {
  const partition = message.topics[0]?.partitions[0];
  return { api: "vote", ...headFrom(message.errorCode, partition), isVoteGranted: partition?.voteGranted ?? false };
}

export function beginRequestOf(message: BeginQuorumEpochRequest): raft.BeginQuorumEpochRequest {
  const { leaderEpoch, leaderId } = message.topics[0]!.partitions[0]!;
  return { api: "begin-quorum-epoch", epoch: leaderEpoch, leaderId, voterId: message.voterId };
}

export function toBeginRequest(
  request: raft.BeginQuorumEpochRequest,
  identity: WireIdentity,
): Input<BeginQuorumEpochRequest> {
  const { epoch: leaderEpoch, leaderId, voterId } = request;
  const partition = { partitionIndex: PARTITION, voterDirectoryId: ZERO_UUID, leaderId, leaderEpoch };
  const topics = [{ topicName: METADATA_TOPIC, partitions: [partition] }];
  return { clusterId: identity.clusterId, voterId, topics, leaderEndpoints: ownEndpoints(leaderId, identity) };
}

export function toAnnouncementResponse(
  response: raft.BeginQuorumEpochResponse | raft.EndQuorumEpochResponse,
  identity: WireIdentity,
  version: number,
): Input<BeginQuorumEpochResponse> & Input<EndQuorumEpochResponse> {
  const topics = [{ topicName: METADATA_TOPIC, partitions: [{ ...headOf(response), partitionIndex: PARTITION }] }];
  return { topics, ...(version >= ENDPOINTS_VERSION_MIN && { nodeEndpoints: leaderEndpoint(response, identity) }) };
}

export function beginResponseOf(message: BeginQuorumEpochResponse): raft.BeginQuorumEpochResponse {
  return { api: "begin-quorum-epoch", ...headFrom(message.errorCode, message.topics[0]?.partitions[0]) };
}

export function endRequestOf(message: EndQuorumEpochRequest): raft.EndQuorumEpochRequest {
  const partition = message.topics[0]!.partitions[0]!;
  const { leaderEpoch, leaderId, preferredSuccessors, preferredCandidates } = partition;
  const candidates = preferredCandidates.map(({ candidateId }) => candidateId);
  const successors = preferredSuccessors.length > 0 ? preferredSuccessors : candidates;
  return { api: "end-quorum-epoch", epoch: leaderEpoch, leaderId, preferredSuccessors: successors };
}

export function toEndRequest(
  request: raft.EndQuorumEpochRequest,
  identity: WireIdentity,
): Input<EndQuorumEpochRequest> {
  const { epoch: leaderEpoch, leaderId, preferredSuccessors } = request;
  const partition = {
    partitionIndex: PARTITION,
    leaderId,
    leaderEpoch,
    preferredSuccessors: [...preferredSuccessors],
    preferredCandidates: preferredSuccessors.map((candidateId) => ({ candidateId, candidateDirectoryId: ZERO_UUID })),
  };
  const topics = [{ topicName: METADATA_TOPIC, partitions: [partition] }];
  return { clusterId: identity.clusterId, topics, leaderEndpoints: ownEndpoints(leaderId, identity) };
}

export function endResponseOf(message: EndQuorumEpochResponse): raft.EndQuorumEpochResponse {
  return { api: "end-quorum-epoch", ...headFrom(message.errorCode, message.topics[0]?.partitions[0]) };
}

/** @param hasHighWatermark since version 18 the asker says its own */
export function fetchRequestOf(message: FetchRequest, version: number): raft.FetchRequest {
  const partition = message.topics[0]!.partitions[0]!;
  const hasHighWatermark = version >= 18 && partition.highWatermark !== INT64_MAX;
  return {
    api: "fetch",
    epoch: partition.currentLeaderEpoch,
    replicaId: version >= 15 ? message.replicaState.replicaId : message.replicaId,
    fetchOffset: partition.fetchOffset,
    lastFetchedEpoch: partition.lastFetchedEpoch,
    maxWaitMs: message.maxWaitMs,
    highWatermark: hasHighWatermark ? partition.highWatermark : undefined,
  };
}

/** As Apache's raft client asks: no limits but its own, no session. */
export function toFetchRequest(
  request: raft.FetchRequest,
  identity: WireIdentity,
  options: { readonly version: number; readonly maxBytes: number },
): Input<FetchRequest> {
  const partition = {
    partition: PARTITION,
    currentLeaderEpoch: request.epoch,
    fetchOffset: request.fetchOffset,
    lastFetchedEpoch: request.lastFetchedEpoch,
    logStartOffset: -1,
    partitionMaxBytes: 0,
    replicaDirectoryId: identity.directoryId,
    highWatermark: request.highWatermark ?? INT64_MAX,
  };
  const { replicaId } = request;
  return {
    clusterId: identity.clusterId,
    ...(options.version >= 15 ? { replicaState: { replicaId, replicaEpoch: -1 } } : { replicaId }),
    maxWaitMs: request.maxWaitMs,
    minBytes: 0,
    maxBytes: options.maxBytes,
    topics: [{ topic: METADATA_TOPIC, topicId: METADATA_TOPIC_ID, partitions: [partition] }],
    forgottenTopicsData: [],
  };
}

export function toFetchResponse(
  response: raft.FetchResponse,
  identity: WireIdentity,
  version: number,
): Input<FetchResponse> {
  const { errorCode, epoch: leaderEpoch, leaderId, divergingEpoch, snapshotId, records } = response;
  const partition = {
    partitionIndex: PARTITION,
    errorCode,
    highWatermark: errorCode === ErrorCode.NONE ? response.highWatermark : -1,
    currentLeader: { leaderId, leaderEpoch },
    ...(divergingEpoch && { divergingEpoch: { epoch: divergingEpoch.epoch, endOffset: divergingEpoch.offset } }),
    ...(snapshotId && { snapshotId: { epoch: snapshotId.epoch, endOffset: snapshotId.offset } }),
    records,
  };
  const topic = { topic: METADATA_TOPIC, topicId: METADATA_TOPIC_ID, partitions: [partition] };
  const nodeEndpoints = version >= FETCH_ENDPOINTS_VERSION_MIN ? leaderEndpointsWithRack(response, identity) : [];
  return { sessionId: 0, responses: [topic], nodeEndpoints };
}

export function fetchResponseOf(message: FetchResponse): raft.FetchResponse {
  const partition = message.responses[0]?.partitions[0];
  const leader = partition?.currentLeader;
  const head = headFrom(message.errorCode, partition && { errorCode: partition.errorCode, ...leader! });
  const diverging = partition?.divergingEpoch;
  const snapshot = partition?.snapshotId;
  const records = partition?.records ?? null;
  const hasRecords = records !== null && records.length > 0;
  const batches = hasRecords ? boundsOf(records) : { bounds: [], end: 0 };
  return {
    api: "fetch",
    ...head,
    highWatermark: partition?.highWatermark ?? -1,
    divergingEpoch:
      diverging === undefined || diverging.epoch < 0
        ? undefined
        : { epoch: diverging.epoch, offset: diverging.endOffset },
    snapshotId:
      snapshot === undefined || snapshot.endOffset < 0
        ? undefined
        : { epoch: snapshot.epoch, offset: snapshot.endOffset },
    batches: batches.bounds,
    records: hasRecords ? [records.subarray(0, batches.end)] : [],
  };
}

/** Undefined when it is not about the metadata log. */
export function fetchSnapshotRequestOf(message: FetchSnapshotRequest): raft.FetchSnapshotRequest | undefined {
  const topic = message.topics.find(({ name }) => name === METADATA_TOPIC);
  const asked = topic?.partitions.find(({ partition }) => partition === PARTITION);
  if (asked === undefined) return undefined;
  const { currentLeaderEpoch, snapshotId, position } = asked;
  return {
    api: "fetch-snapshot",
    epoch: currentLeaderEpoch,
    replicaId: message.replicaId,
    snapshotId: { offset: snapshotId.endOffset, epoch: snapshotId.epoch },
    position,
    maxBytes: message.maxBytes,
  };
}

export function toFetchSnapshotRequest(
  request: raft.FetchSnapshotRequest,
  identity: WireIdentity,
): Input<FetchSnapshotRequest> {
  const partition = {
    partition: PARTITION,
    currentLeaderEpoch: request.epoch,
    snapshotId: { endOffset: request.snapshotId.offset, epoch: request.snapshotId.epoch },
    position: request.position,
    replicaDirectoryId: identity.directoryId,
  };
  return {
    clusterId: identity.clusterId,
    replicaId: request.replicaId,
    maxBytes: request.maxBytes,
    topics: [{ name: METADATA_TOPIC, partitions: [partition] }],
  };
}

export function toFetchSnapshotResponse(
  response: raft.FetchSnapshotResponse,
  identity: WireIdentity,
  version: number,
): Input<FetchSnapshotResponse> {
  const { errorCode, epoch: leaderEpoch, leaderId, snapshotId, size, position, bytes } = response;
  const partition = {
    index: PARTITION,
    errorCode,
    snapshotId: { endOffset: snapshotId?.offset ?? -1, epoch: snapshotId?.epoch ?? -1 },
    currentLeader: { leaderId, leaderEpoch },
    size,
    position,
    unalignedRecords: bytes,
  };
  const topics = [{ name: METADATA_TOPIC, partitions: [partition] }];
  return { topics, ...(version >= ENDPOINTS_VERSION_MIN && { nodeEndpoints: leaderEndpoint(response, identity) }) };
}

export function fetchSnapshotResponseOf(message: FetchSnapshotResponse): raft.FetchSnapshotResponse {
  const partition = message.topics[0]?.partitions[0];
  const head = headFrom(message.errorCode, partition && { errorCode: partition.errorCode, ...partition.currentLeader });
  const { snapshotId, size, position, unalignedRecords } = partition ?? {};
  return {
    api: "fetch-snapshot",
    ...head,
    snapshotId: snapshotId === undefined ? undefined : { offset: snapshotId.endOffset, epoch: snapshotId.epoch },
    size: size ?? 0,
    position: position ?? 0,
    bytes: unalignedRecords ?? new Uint8Array(0),
  };
}

/** The whole and intact batches at the beginning of the bytes. */
function boundsOf(records: Uint8Array): { readonly bounds: raft.BatchBounds[]; readonly end: number } {
  const iterator = new BatchIterator(records);
  const bounds: raft.BatchBounds[] = [];
  let end = 0;
  while (iterator.next()) {
    const at = iterator.position;
    if (!verifyCrc(records, at)) break;
    bounds.push({
      baseOffset: baseOffsetAt(records, at),
      lastOffset: lastOffsetAt(records, at),
      epoch: partitionLeaderEpochAt(records, at),
    });
    end = iterator.validBytesEnd;
  }
  return { bounds, end };
}

function headOf(head: raft.ResponseHead): { errorCode: number; leaderId: number; leaderEpoch: number } {
  return { errorCode: head.errorCode, leaderId: head.leaderId, leaderEpoch: head.epoch };
}

/** An answer that failed as a whole says nothing of an epoch. */
function headFrom(
  errorCode: number,
  partition: { readonly errorCode: number; readonly leaderId: number; readonly leaderEpoch: number } | undefined,
): raft.ResponseHead {
  if (errorCode !== ErrorCode.NONE || partition === undefined) {
    return { errorCode: errorCode === ErrorCode.NONE ? ErrorCode.INVALID_REQUEST : errorCode, epoch: -1, leaderId: -1 };
  }
  return { errorCode: partition.errorCode, epoch: partition.leaderEpoch, leaderId: partition.leaderId };
}

type NodeEndpoint = { nodeId: number; host: string; port: number };

function leaderEndpoint({ leaderId }: raft.ResponseHead, { endpoints }: WireIdentity): NodeEndpoint[] {
  const endpoint = endpoints.get(leaderId);
  return endpoint === undefined ? [] : [{ nodeId: leaderId, ...endpoint }];
}

function leaderEndpointsWithRack(head: raft.ResponseHead, identity: WireIdentity): (NodeEndpoint & { rack: null })[] {
  return leaderEndpoint(head, identity).map((endpoint) => ({ ...endpoint, rack: null }));
}

function ownEndpoints(nodeId: number, identity: WireIdentity): { name: string; host: string; port: number }[] {
  const endpoint = identity.endpoints.get(nodeId);
  return endpoint === undefined ? [] : [{ name: identity.listenerName, ...endpoint }];
}
