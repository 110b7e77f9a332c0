/**
 * What the nodes of a quorum say to each other, without the wire's shapes: the edge turns these into Kafka's Vote,
 * BeginQuorumEpoch, EndQuorumEpoch, Fetch and FetchSnapshot and back. Errors are Kafka's codes.
 */

/** A place in the log: everything below `offset`, the last of it written in `epoch`. */
export interface OffsetAndEpoch {
  readonly offset: number;
  readonly epoch: number;
}

/** "Would you, or do you, vote for me?" A pre-vote (KIP-996) asks without changing anything. */
export interface VoteRequest {
  readonly api: "vote";
  readonly epoch: number;
  readonly candidateId: number;
  /** Whom the candidate takes the receiver for; −1 where it did not say. */
  readonly voterId: number;
  /** Where the candidate's log ends. */
  readonly lastEpoch: number;
  readonly lastOffset: number;
  readonly isPreVote: boolean;
}

/** "I lead this epoch." */
export interface BeginQuorumEpochRequest {
  readonly api: "begin-quorum-epoch";
  readonly epoch: number;
  readonly leaderId: number;
  /** Whom the leader takes the receiver for; −1 where it did not say. */
  readonly voterId: number;
}

/** "I lead this epoch no more; those first in the list should stand first." */
export interface EndQuorumEpochRequest {
  readonly api: "end-quorum-epoch";
  readonly epoch: number;
  readonly leaderId: number;
  readonly preferredSuccessors: readonly number[];
}

/** "My log ends here; what follows?" */
export interface FetchRequest {
  readonly api: "fetch";
  readonly epoch: number;
  readonly replicaId: number;
  readonly fetchOffset: number;
  readonly lastFetchedEpoch: number;
  readonly maxWaitMs: number;
  /** The asker's high watermark, −1 while it knows none; undefined where the request's version has no place for it. */
  readonly highWatermark: number | undefined;
}

/** "Give me the next piece of this snapshot." */
export interface FetchSnapshotRequest {
  readonly api: "fetch-snapshot";
  readonly epoch: number;
  readonly replicaId: number;
  readonly snapshotId: OffsetAndEpoch;
  readonly position: number;
  readonly maxBytes: number;
}

export type RaftRequest =
  | VoteRequest
  | BeginQuorumEpochRequest
  | EndQuorumEpochRequest
  | FetchRequest
  | FetchSnapshotRequest;

/** What every answer tells: the answering node's epoch and the leader it knows there, or −1. */
export interface ResponseHead {
  readonly errorCode: number;
  readonly epoch: number;
  readonly leaderId: number;
}

export interface VoteResponse extends ResponseHead {
  readonly api: "vote";
  readonly isVoteGranted: boolean;
}

export interface BeginQuorumEpochResponse extends ResponseHead {
  readonly api: "begin-quorum-epoch";
}

export interface EndQuorumEpochResponse extends ResponseHead {
  readonly api: "end-quorum-epoch";
}

/** One batch as its header says. */
export interface BatchBounds {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly epoch: number;
}

export interface FetchResponse extends ResponseHead {
  readonly api: "fetch";
  /** −1 while the leader has committed nothing of its own epoch. */
  readonly highWatermark: number;
  /** Where the asker's log leaves the leader's. */
  readonly divergingEpoch: OffsetAndEpoch | undefined;
  /** The asker needs this snapshot first. */
  readonly snapshotId: OffsetAndEpoch | undefined;
  /** Whole batches from the fetch offset on. */
  readonly batches: readonly BatchBounds[];
  /** Their bytes; the machine only passes them on. */
  readonly records: readonly Uint8Array[];
}

export interface FetchSnapshotResponse extends ResponseHead {
  readonly api: "fetch-snapshot";
  readonly snapshotId: OffsetAndEpoch | undefined;
  /** Size of the whole snapshot. */
  readonly size: number;
  readonly position: number;
  readonly bytes: Uint8Array;
}

export type RaftResponse =
  | VoteResponse
  | BeginQuorumEpochResponse
  | EndQuorumEpochResponse
  | FetchResponse
  | FetchSnapshotResponse;
