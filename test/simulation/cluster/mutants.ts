/**
 * Rules of the code that ships, each broken in one place: what a simulation that finds nothing must find. See `test/support/mutant.ts`.
 */
import type { Mutant } from "../../support/mutant.ts";

const RAFT = "raft/src";
const CONTROLLER = "metadata/src/controller";
const BROKER = "broker/src";
const STORAGE = "storage/src";

export const MUTANTS: readonly Mutant[] = [
  {
    name: "a vote is not persisted",
    file: `${RAFT}/quorum.ts`,
    find: "if (this.votedId !== candidateId) this.#persist({ ...this.#election, votedId: candidateId });",
    replace: "this.#election = { ...this.#election, votedId: candidateId };",
  },
  {
    name: "a vote goes to any log",
    file: `${RAFT}/vote-requests.ts`,
    find: "return lastEpoch > log.lastEpoch || (lastEpoch === log.lastEpoch && lastOffset >= log.endOffset);",
    replace: "return log.lastEpoch >= 0 || lastEpoch >= 0 || lastOffset >= 0;",
  },
  {
    name: "fewer than a majority of the quorum commit",
    file: `${RAFT}/leader-state.ts`,
    find: "const replicated = offsets[majorityOf(offsets.length) - 1]!;",
    replace: "const replicated = offsets[majorityOf(offsets.length) - 2]!;",
  },
  {
    name: "the leader of the quorum does not look where a follower's log parts from its own",
    file: `${RAFT}/log-positions.ts`,
    find: 'return end.epoch !== lastFetchedEpoch || end.offset < offset ? { kind: "diverging", end } : { kind: "valid" };',
    replace: 'return end.offset < 0 ? { kind: "diverging", end } : { kind: "valid" };',
  },
  {
    name: "the controller answers before the change is committed",
    file: `${BROKER}/controller/active-controller.ts`,
    find: "await this.#commits.settled;",
    replace: "void this.#commits.settled.catch(() => {});",
  },
  {
    name: "blocks of producer ids are not written down",
    file: `${CONTROLLER}/producer-ids.ts`,
    find: "return atomicResult([record], { firstProducerId",
    replace: "return atomicResult([record].slice(1), { firstProducerId",
  },
  {
    name: "a replica that is not in sync is elected",
    file: `${CONTROLLER}/partition-change.ts`,
    find: "target.isr.includes(broker) && isAcceptable(broker);",
    replace: "target.isr.length > 0 && isAcceptable(broker);",
  },
  {
    name: "the last replica in sync is taken out of the set",
    file: `${CONTROLLER}/broker-registration.ts`,
    find: "targetIsr: partition.isr.filter((replica) => replica !== brokerToRemove),",
    replace:
      "targetIsr: partition.isr.length > 1 ? partition.isr.filter((replica) => replica !== brokerToRemove) : partition.replicas.filter((replica) => replica !== brokerToRemove),",
  },
  {
    name: "a follower is asked into the in-sync set early",
    file: `${BROKER}/partition/partition-state.ts`,
    find: "return end !== undefined && end >= highWatermark && end >= this.#leaderEpochStartOffset;",
    replace: "return end !== undefined && highWatermark >= 0;",
    firstSeed: 150,
  },
  {
    name: "who was asked into the in-sync set does not count yet",
    file: `${BROKER}/partition/partition-state.ts`,
    find: "for (const id of this.maximalIsr) {",
    replace: "for (const id of this.isr) {",
    firstSeed: 75,
  },
  {
    name: "a leader is alone as soon as it has asked to be",
    file: `${BROKER}/partition/partition-state.ts`,
    find: "const maximalIsr = [...new Set([...this.isr, ...isr])];",
    replace: "const maximalIsr = [...isr];",
  },
  {
    name: "the high watermark does not wait for followers",
    file: `${BROKER}/partition/partition-state.ts`,
    find: "if (id !== this.#localId) {\n        candidate = Math.min(",
    replace: "if (id === this.#localId) {\n        candidate = Math.min(",
  },
  {
    name: "acks=all is answered when the leader has the record",
    file: `${BROKER}/replica-manager/produce.ts`,
    find: "} else if (replica.highWatermark <= entry.lastOffset) {",
    replace: "} else if (replica.logEndOffset <= entry.lastOffset) {",
  },
  {
    name: "a follower cuts its log at the high watermark instead of where the epochs part",
    file: `${BROKER}/replica-fetcher/replica-fetcher.ts`,
    find: "if (data.divergingEpoch.epoch >= 0 || data.divergingEpoch.endOffset >= 0) await this.#truncate(one, data);",
    replace:
      "if (log.latestEpoch !== followed.leaderEpoch && log.highWatermark < log.logEndOffset) await log.truncateTo(log.highWatermark);\n        else if (data.divergingEpoch.epoch >= 0 || data.divergingEpoch.endOffset >= 0) await this.#truncate(one, data);",
  },
  {
    name: "a leader does not look where a follower's log parts from its own",
    file: `${BROKER}/replica-manager/fetch.ts`,
    find: "if (end.leaderEpoch < lastFetchedEpoch || end.endOffset < fetchOffset) {",
    replace: "if (end.leaderEpoch < -1) {",
  },
  {
    name: "consumers are given what is not committed",
    file: `${BROKER}/replica-manager/fetch.ts`,
    find: "      isolation: params.isolation,\n      minOneMessage:",
    replace: '      isolation: "log-end",\n      minOneMessage:',
  },
  {
    name: "flush.messages is forgotten",
    file: `${STORAGE}/unified-log/flush.ts`,
    find: "if (offset <= log.recoveryPoint) return;",
    replace: "if (offset <= log.recoveryPoint || log.recoveryPoint >= 0) return;",
  },
  {
    name: "a batch that comes again is not recognized",
    file: `${STORAGE}/producer-state/producer-state-manager.ts`,
    find: "return entry && findDuplicate(entry, batch);",
    replace: "return entry && entry.batches.length > 99 ? findDuplicate(entry, batch) : undefined;",
  },
  {
    name: "a replica that has come again since it was found in sync is taken in",
    file: `${CONTROLLER}/alter-partition.ts`,
    find: "(member.brokerEpoch === -1 || cluster.brokers.get(member.brokerId)?.epoch === member.brokerEpoch),",
    replace: "(member.brokerEpoch >= -1 || cluster.brokers.get(member.brokerId)?.epoch === member.brokerEpoch),",
  },
  {
    name: "a new leader has the epoch of the one before",
    file: "metadata/src/image/partition-records.ts",
    find: "leaderEpoch: setsLeader ? before.leaderEpoch + 1 : before.leaderEpoch,",
    replace: "leaderEpoch: before.leaderEpoch,",
  },
  {
    name: "a follower of the quorum asks on before its records are durable",
    file: `${RAFT}/log-positions.ts`,
    find: "return !this.#isTruncating && this.#flushedOffset === this.#endOffset;",
    replace: "return !this.#isTruncating;",
    firstSeed: 640,
  },
  {
    name: "sessions are kept on the wall clock",
    file: `${BROKER}/controller/active-controller.ts`,
    find: "const monotonicMs = this.#options.clock.monotonicMs();",
    replace: "const monotonicMs = this.#options.clock.nowMs();",
    firstSeed: 660,
  },
];
