/**
 * What a node must remember of elections across restarts: the epoch it is in, whom it voted for there, and whom it
 * knows as leader there. Kafka's `ElectionState`, with the texts of the file `quorum-state`.
 */

/** Nobody. */
export const NO_NODE = -1;

/**
 * Within one epoch the leader never changes once known and the vote never changes once given. A node that is leader
 * has voted for itself: the file then says only the leader.
 */
export interface ElectionState {
  /** ≥ 0. */
  readonly epoch: number;
  /** The leader of the epoch, or `NO_NODE` while it is not known. */
  readonly leaderId: number;
  /** Who got this node's vote in the epoch, or `NO_NODE`. */
  readonly votedId: number;
}

/** Before any election. */
export const INITIAL_ELECTION_STATE: ElectionState = { epoch: 0, leaderId: NO_NODE, votedId: NO_NODE };

/** The file's text for a quorum with fixed voters (kraft.version 0, data_version 0). */
export function formatQuorumState(state: ElectionState, voterIds: readonly number[]): string {
  return JSON.stringify({
    clusterId: "",
    leaderId: state.leaderId,
    leaderEpoch: state.epoch,
    votedId: state.votedId,
    appliedOffset: 0,
    currentVoters: voterIds.map((voterId) => ({ voterId })),
    data_version: 0,
  });
}

/** Thrown when `quorum-state` cannot be understood. A node that lost its vote must not take part in elections. */
export class QuorumStateError extends Error {
  override readonly name: string = "QuorumStateError";
  readonly code: string = "INVALID_QUORUM_STATE";
  readonly retriable: boolean = false;
}

/** Reads the file's text, of data_version 0 or 1. Throws `QuorumStateError`. */
export function parseQuorumState(text: string): ElectionState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new QuorumStateError("quorum-state is not JSON", { cause });
  }
  if (typeof value !== "object" || value === null) throw new QuorumStateError("quorum-state is not a JSON object");
  const fields = new Map<string, unknown>(Object.entries(value));
  const version = fields.get("data_version");
  if (version !== 0 && version !== 1) {
    throw new QuorumStateError(`quorum-state has data_version ${String(version)}; 0 and 1 are known`);
  }
  return {
    epoch: integer(fields, "leaderEpoch", 0),
    leaderId: integer(fields, "leaderId", NO_NODE),
    votedId: integer(fields, "votedId", NO_NODE),
  };
}

function integer(fields: ReadonlyMap<string, unknown>, name: string, min: number): number {
  const value = fields.get(name);
  if (typeof value !== "number" || !Number.isInteger(value) || value < min) {
    throw new QuorumStateError(`quorum-state has no valid ${name}: ${String(value)}`);
  }
  return value;
}
