/**
 * Rules of raft, each broken in one place: what a simulation that finds nothing must find. See `test/support/mutant.ts`.
 */
import type { Mutant } from "../../support/mutant.ts";

export const MUTANTS: readonly Mutant[] = [
  {
    name: "a vote is not persisted",
    file: "raft/src/quorum.ts",
    find: "if (this.votedId !== candidateId) this.#persist({ ...this.#election, votedId: candidateId });",
    replace: "this.#election = { ...this.#election, votedId: candidateId };",
  },
  {
    name: "a candidate does not persist its vote for itself",
    file: "raft/src/quorum.ts",
    find: "this.#persist({ epoch, leaderId: NO_NODE, votedId: nodeId });",
    replace: "this.#election = { epoch, leaderId: NO_NODE, votedId: nodeId };",
  },
  {
    name: "a vote goes to any log",
    file: "raft/src/vote-requests.ts",
    find: "return lastEpoch > log.lastEpoch || (lastEpoch === log.lastEpoch && lastOffset >= log.endOffset);",
    replace: "return log.lastEpoch >= 0 || lastEpoch >= 0 || lastOffset >= 0;",
  },
  {
    name: "logs are compared by length alone",
    file: "raft/src/vote-requests.ts",
    find: "return lastEpoch > log.lastEpoch || (lastEpoch === log.lastEpoch && lastOffset >= log.endOffset);",
    replace: "return lastEpoch >= 0 && lastOffset >= log.endOffset;",
  },
  {
    name: "fewer than a majority commit",
    file: "raft/src/leader-state.ts",
    find: "const replicated = offsets[majorityOf(offsets.length) - 1]!;",
    replace: "const replicated = offsets[majorityOf(offsets.length) - 2]!;",
  },
  {
    name: "records of earlier epochs are committed by counting",
    file: "raft/src/leader-state.ts",
    find: "if (replicated <= this.epochStartOffset || replicated <= this.#highWatermark) return false;",
    replace: "if (replicated <= this.#highWatermark) return false;",
  },
  {
    name: "a leader without a majority goes on",
    file: "raft/src/leader-state.ts",
    find: "return this.#voters.size === 1 ? Infinity : this.#quorumDeadlineMs;",
    replace: "return this.#voters.size > 0 ? Infinity : this.#quorumDeadlineMs;",
  },
  {
    name: "every pre-vote is granted",
    file: "raft/src/vote-requests.ts",
    find: 'return role.name === "follower" ? !role.hasFetched : role.name !== "leader";',
    replace: "return role.name.length > 0;",
  },
  {
    name: "a follower asks on before its records are durable",
    file: "raft/src/log-positions.ts",
    find: "return !this.#isTruncating && this.#flushedOffset === this.#endOffset;",
    replace: "return !this.#isTruncating;",
  },
  {
    name: "the leader does not look where a follower's log parts from its own",
    file: "raft/src/log-positions.ts",
    find: 'return end.epoch !== lastFetchedEpoch || end.offset < offset ? { kind: "diverging", end } : { kind: "valid" };',
    replace: 'return end.offset < 0 ? { kind: "diverging", end } : { kind: "valid" };',
  },
  {
    name: "a follower cuts off less than it must",
    file: "raft/src/log-positions.ts",
    find: "return own.epoch === end.epoch ? Math.min(own.offset, end.offset) : own.offset;",
    replace: "return Math.max(own.offset, end.offset);",
  },
];
