// What the producers of a simulated world were told, what is committed in the coordinator's log, and what must never be true of
// the two together with the partitions.
import assert from "node:assert/strict";
import { PartitionSet, type TransactionRecord } from "@ottla/transaction-coordinator";
import type { WritableMarker } from "../../../packages/broker/src/transaction-coordinator/marker-writer.ts";
import type { DataPartitions, MarkerEntry } from "./data-partitions.ts";

type Metadata = NonNullable<TransactionRecord["metadata"]>;

const STATE = {
  EMPTY: 0,
  ONGOING: 1,
  PREPARE_COMMIT: 2,
  PREPARE_ABORT: 3,
  COMPLETE_COMMIT: 4,
  COMPLETE_ABORT: 5,
} as const;
const IDLE: readonly number[] = [STATE.EMPTY, STATE.COMPLETE_COMMIT, STATE.COMPLETE_ABORT];

/** What may follow what, in the log of one transactional id; undefined: nothing was there. */
const FOLLOWS: ReadonlyMap<number, readonly (number | undefined)[]> = new Map<number, readonly (number | undefined)[]>([
  [STATE.EMPTY, [undefined, ...IDLE]],
  [STATE.ONGOING, [STATE.ONGOING, ...IDLE]],
  [STATE.PREPARE_COMMIT, [STATE.ONGOING]],
  [STATE.PREPARE_ABORT, [STATE.ONGOING, ...IDLE]],
  [STATE.COMPLETE_COMMIT, [STATE.PREPARE_COMMIT]],
  [STATE.COMPLETE_ABORT, [STATE.PREPARE_ABORT]],
]);

export interface Identity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

export class Observer {
  readonly #data: () => DataPartitions;
  readonly #expirationMs: number;
  /** The newest committed metadata of each id. */
  readonly #committed = new Map<string, Metadata>();
  /** Producers that wanted to go on as who they were. */
  readonly #goingOn = new Set<string>();
  /** Who was given which identity. */
  readonly #given = new Map<string, string>();
  /** Ends that producers asked for: id, producer id and epoch. */
  readonly #asked = new Set<string>();
  /** When a new producer last asked for the id, by wall clock. */
  readonly #claimedMs = new Map<string, number>();
  /** What a producer was told about the end of a transaction. */
  readonly #outcomes = new Map<number, "commit" | "abort">();
  readonly counts = { inits: 0, commits: 0, aborts: 0, timeouts: 0, expired: 0, markers: 0, moves: 0, errors: 0 };

  constructor(data: () => DataPartitions, expirationMs: number) {
    this.#data = data;
    this.#expirationMs = expirationMs;
  }

  /** An identity is given to one producer only. */
  given(transactionalId: string, identity: Identity, producer: string): void {
    this.counts.inits++;
    const key = keyOf(transactionalId, identity);
    const known = this.#given.get(key) ?? producer;
    assert(known === producer, `${key} is given to ${known} and ${producer}`);
    this.#given.set(key, producer);
  }

  /** A producer asks for the id, a new one or, with `expected`, one that wants to go on. */
  claiming(transactionalId: string, expected: Identity | undefined, nowMs: number): void {
    this.#claimedMs.set(transactionalId, nowMs);
    if (expected !== undefined) this.#goingOn.add(keyOf(transactionalId, expected));
  }

  ending(transactionalId: string, identity: Identity): void {
    this.#asked.add(keyOf(transactionalId, identity));
  }

  /** A producer was told that its transaction ended so. */
  ended(transaction: number, result: "commit" | "abort"): void {
    this.counts[result === "commit" ? "commits" : "aborts"]++;
    const known = this.#outcomes.get(transaction) ?? result;
    assert(known === result, `transaction ${transaction} was said to end with ${known} and with ${result}`);
    this.#outcomes.set(transaction, result);
  }

  /** No marker leaves before the decision behind it is committed. */
  marking(marker: WritableMarker & { readonly transactionalId?: string }, transactionalId: string | undefined): void {
    this.counts.markers++;
    assert(transactionalId !== undefined, "a marker belongs to a transactional id");
    const committed = this.#committed.get(transactionalId);
    const decided = marker.result === "commit" ? STATE.PREPARE_COMMIT : STATE.PREPARE_ABORT;
    const isDecided =
      committed?.state === decided &&
      committed.producerId === marker.producerId &&
      committed.producerEpoch === marker.producerEpoch;
    const isDone = committed !== undefined && committed.state === decided + 2;
    assert(isDecided || isDone, `${marker.result} of ${transactionalId} is marked in state ${committed?.state}`);
  }

  /** One more record is committed. */
  record({ transactionalId, metadata }: TransactionRecord, nowMs: number): void {
    const before = this.#committed.get(transactionalId);
    if (metadata === null) {
      this.counts.expired++;
      assert(before !== undefined && IDLE.includes(before.state), `${transactionalId} is forgotten in use`);
      assert(nowMs - before.lastUpdateTimestampMs >= this.#expirationMs, `${transactionalId} is forgotten early`);
      this.#committed.delete(transactionalId);
      return;
    }
    assert(metadata.lastUpdateTimestampMs <= nowMs, `${transactionalId} is of the future`);
    const place = `${transactionalId}: ${before?.state} → ${metadata.state}`;
    assert(FOLLOWS.get(metadata.state)?.includes(before?.state) === true, place);
    if (before !== undefined) this.#checkEpochs(before, metadata, place);
    if (metadata.state === STATE.PREPARE_ABORT && before !== undefined) this.#checkReason(before, metadata);
    if (before !== undefined && metadata.state >= STATE.COMPLETE_COMMIT) this.#checkMarked(before);
    this.#committed.set(transactionalId, metadata);
  }

  /** The whole history is over: every record has one fate, and it is the one that was told. */
  finish(): void {
    const fates = new Map<number, string>();
    this.#data().logs.forEach((log, partition) => {
      assert.deepEqual(this.#data().open(partition), [], `partition ${partition} has open transactions`);
      log.forEach((entry, at) => {
        if (entry.kind !== "data") return;
        const end = log.slice(at).find((other) => other.kind === "marker" && other.producerId === entry.producerId);
        const fate = end?.kind === "marker" ? end.result : "open";
        const known = fates.get(entry.transaction) ?? fate;
        assert(known === fate, `transaction ${entry.transaction} is ${known} and, in partition ${partition}, ${fate}`);
        fates.set(entry.transaction, fate);
      });
    });
    for (const [transaction, told] of this.#outcomes) {
      const fate = fates.get(transaction) ?? told;
      assert(fate === told, `transaction ${transaction} was told ${told} and is ${fate}`);
    }
    for (const [transactionalId, { state }] of this.#committed) {
      assert(IDLE.includes(state), `${transactionalId} is left in state ${state}`);
    }
  }

  committed(): ReadonlyMap<string, Metadata> {
    return this.#committed;
  }

  /** Epochs grow with every producer, and with every end of version 2; a new producer id begins at 0. */
  #checkEpochs(before: Metadata, after: Metadata, place: string): void {
    const text = `${place}, ${before.producerId}/${before.producerEpoch} → ${after.producerId}/${after.producerEpoch}`;
    if (after.producerId !== before.producerId) {
      assert(after.producerEpoch === 0, text);
      return;
    }
    const isPrepared = after.state === STATE.PREPARE_COMMIT || after.state === STATE.PREPARE_ABORT;
    // Who says it had the epoch before is taken for one that repeats itself (KIP-360), also when it was fenced meanwhile.
    const isRepeated = this.#goingOn.has(
      keyOf(before.transactionalId, { ...before, producerEpoch: before.producerEpoch - 1 }),
    );
    const mustRise =
      (after.state === STATE.EMPTY && !isRepeated) || (isPrepared && after.clientTransactionVersion >= 2);
    if (mustRise) assert(after.producerEpoch > before.producerEpoch, text);
    else assert(after.producerEpoch >= before.producerEpoch, text);
  }

  /** An abort was asked for, or a new producer came, or the time was up; the last two fence the producer. */
  #checkReason(before: Metadata, after: Metadata): void {
    const { transactionalId, producerEpoch } = before;
    if (this.#asked.has(keyOf(transactionalId, before))) return;
    const isLate = after.lastUpdateTimestampMs - before.startTimestampMs > before.timeoutMs;
    const isClaimed = (this.#claimedMs.get(transactionalId) ?? -1) >= before.startTimestampMs;
    if (isLate && !isClaimed) this.counts.timeouts++;
    assert(isLate || isClaimed, `${transactionalId} is aborted for no reason`);
    assert(after.producerEpoch > producerEpoch, `${transactionalId} is aborted and its producer not fenced`);
  }

  #checkMarked(prepared: Metadata): void {
    const { producerId, producerEpoch, state } = prepared;
    const result = state === STATE.PREPARE_COMMIT ? "commit" : "abort";
    const end: MarkerEntry = { kind: "marker", producerId, producerEpoch, result };
    for (const { partition } of prepared.partitions) {
      assert(this.#data().isMarked(partition, end), `${prepared.transactionalId} is complete without ${partition}`);
    }
  }
}

function keyOf(transactionalId: string, { producerId, producerEpoch }: Identity): string {
  return `${transactionalId}/${producerId}/${producerEpoch}`;
}

/** The metadata of a shard as plain data; the last epoch is not in the log. */
export function stateOf(transactions: Iterable<readonly [string, Metadata]>): unknown {
  return [...transactions]
    .map(([id, metadata]): [string, unknown] => [
      id,
      { ...metadata, lastProducerEpoch: -1, partitions: sorted(metadata.partitions) },
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function sorted(partitions: PartitionSet): string[] {
  return [...partitions].map(({ topic, partition }) => `${topic}-${partition}`).sort();
}
