/**
 * What has been promised, and by whom: records that were acknowledged, records that were read, leaders, high watermarks, committed metadata.
 * Whatever comes later has to agree with it. Everything here throws what it finds.
 */
import assert from "node:assert/strict";
import { checkTopic, type Operation } from "./linearizability.ts";
import { QuorumEpochs } from "./quorum-epochs.ts";

/** Where an epoch begins in a log. */
export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

/** A partition leader's promises in one epoch. */
interface Leadership {
  readonly nodeId: number;
  highWatermark: number;
}

export class History {
  /** By partition, offset → value: what was read or acknowledged there. */
  readonly #committed = new Map<string, Map<number, string>>();
  /** By partition, values acknowledged with acks=all → the offset, −1 where it was not told. */
  readonly #acknowledged = new Map<string, Map<string, number>>();
  /** By partition, values of idempotent producers, in the order in which they were sent. */
  readonly #idempotent = new Map<string, Map<string, number>>();
  readonly #leaderships = new Map<string, Leadership>();
  readonly #quorumLeaders = new Map<number, number>();
  readonly epochs: QuorumEpochs = new QuorumEpochs();
  readonly #metadata = new Map<number, number>();
  readonly #partitionEpochs = new Map<string, string>();
  readonly #producerIds = new Set<bigint>();
  readonly #topicChanges = new Map<string, Operation[]>();
  readonly #lineages = new Map<string, { readonly highWatermark: number; readonly epochs: readonly EpochEntry[] }>();
  /** The highest producer id that was given to anybody. */
  highestProducerId = -1n;
  acknowledgedCount = 0;
  readCount = 0;

  /** A producer will send these values until it knows what became of them. */
  onSent(partition: string, values: readonly string[], isIdempotent: boolean): void {
    if (!isIdempotent) return;
    const sent = mapOf(this.#idempotent, partition);
    for (const value of values) sent.set(value, sent.size);
  }

  /** A record was acknowledged by all in-sync replicas. */
  onAcknowledged(partition: string, value: string, offset: number): void {
    this.acknowledgedCount++;
    mapOf(this.#acknowledged, partition).set(value, offset);
    if (offset >= 0) this.#commit(partition, offset, value, "acknowledged");
  }

  /** A consumer was given a record. */
  onRead(partition: string, offset: number, value: string): void {
    this.readCount++;
    this.#commit(partition, offset, value, "read");
  }

  /** The quorum says who leads it. */
  onQuorumLeader(epoch: number, leaderId: number): void {
    assert.ok(this.epochs.isKnown(epoch), `who takes part in epoch ${epoch} of the quorum says so`);
    const known = this.#quorumLeaders.get(epoch);
    assert.ok(
      known === undefined || known === leaderId,
      `epoch ${epoch} of the quorum has two leaders: ${known} and ${leaderId}`,
    );
    this.#quorumLeaders.set(epoch, leaderId);
  }

  get quorumEpochs(): number {
    return this.#quorumLeaders.size;
  }

  /** A node that serves leads a partition in an epoch, and has this high watermark. Returns whether that is news. */
  onLeads(partition: string, epoch: number, nodeId: number, highWatermark: number): boolean {
    const key = `${partition} ${epoch}`;
    const known = this.#leaderships.get(key);
    if (known === undefined) {
      this.#leaderships.set(key, { nodeId, highWatermark });
      return true;
    }
    // Messages are made where one is needed: this is asked all the time.
    if (known.nodeId !== nodeId) assert.equal(known.nodeId, nodeId, `${partition} has two leaders in epoch ${epoch}`);
    if (highWatermark < known.highWatermark) {
      assert.fail(
        `the high watermark of ${partition} goes back in epoch ${epoch}, on node ${nodeId}: ${known.highWatermark} → ${highWatermark}`,
      );
    }
    known.highWatermark = highWatermark;
    return false;
  }

  get leaderEpochs(): number {
    return this.#leaderships.size;
  }

  /** A producer id was given to somebody. */
  onProducerId(producerId: bigint): void {
    assert.ok(!this.#producerIds.has(producerId), `producer id ${producerId} is given out twice`);
    this.#producerIds.add(producerId);
    if (producerId > this.highestProducerId) this.highestProducerId = producerId;
  }

  /** A client asks for a topic to come or go; what becomes of it is written into the operation. */
  onTopicChange(name: string, operation: Operation): void {
    const known = this.#topicChanges.get(name);
    if (known === undefined) this.#topicChanges.set(name, [operation]);
    else known.push(operation);
  }

  /** Holds the topics that are there in the end to all changes of them. */
  checkTopics(isThere: (name: string) => boolean): void {
    for (const [name, operations] of this.#topicChanges) checkTopic(name, operations, isThere(name));
  }

  /** A replica has this high watermark, and its log these epochs: below, they are everybody's, and so are the records. */
  onReplica(partition: string, node: string, highWatermark: number, epochs: readonly EpochEntry[]): void {
    const known = this.#lineages.get(partition) ?? { highWatermark: -1, epochs: [] };
    const end = Math.min(highWatermark, known.highWatermark);
    for (let i = 0; ; i++) {
      const own = epochs[i];
      const theirs = known.epochs[i];
      const ownStart = own !== undefined && own.startOffset < end ? own.startOffset : Infinity;
      const theirStart = theirs !== undefined && theirs.startOffset < end ? theirs.startOffset : Infinity;
      if (ownStart === Infinity && theirStart === Infinity) break;
      if (ownStart === theirStart && own?.epoch === theirs?.epoch) continue;
      assert.fail(
        `${partition} on ${node} has epoch ${own?.epoch} from ${ownStart} on, others ${theirs?.epoch} from ${theirStart}, below the high watermark ${end}`,
      );
    }
    if (highWatermark > known.highWatermark) this.#lineages.set(partition, { highWatermark, epochs });
  }

  /** A node has taken committed metadata over up to an offset, whose record is of an epoch. */
  onMetadata(nodeId: number, offset: number, epoch: number): void {
    const known = this.#metadata.get(offset);
    assert.ok(
      known === undefined || known === epoch,
      `node ${nodeId}: metadata at ${offset} is of epoch ${epoch}, and of ${known} elsewhere`,
    );
    this.#metadata.set(offset, epoch);
  }

  /** Committed metadata has a partition in this state; each of its epochs stands for one. */
  onPartition(nodeId: number, partition: string, partitionEpoch: number, state: string): void {
    const key = `${partition} ${partitionEpoch}`;
    const known = this.#partitionEpochs.get(key);
    assert.ok(known === undefined || known === state, `node ${nodeId}: ${key} is ${state}, and ${known} elsewhere`);
    this.#partitionEpochs.set(key, state);
  }

  /** Holds a whole log, offset → value, to everything that was promised of the partition. */
  checkLog(partition: string, log: ReadonlyMap<number, string>): void {
    for (const [offset, value] of this.#committed.get(partition) ?? []) {
      assert.equal(log.get(offset), value, `${partition} at ${offset}: what was read or acknowledged there`);
    }
    const idempotent = this.#idempotent.get(partition);
    const places = new Map<string, number>();
    /** By producer, its latest value so far. */
    const latest = new Map<string, number>();
    for (const [offset, value] of log) {
      const order = idempotent?.get(value);
      if (order !== undefined) {
        assert.ok(!places.has(value), `${value} is twice in ${partition}: at ${places.get(value)} and ${offset}`);
        const producer = value.slice(0, value.indexOf("."));
        assert.ok(order > (latest.get(producer) ?? -1), `${value} of ${partition} is behind a later one`);
        latest.set(producer, order);
      }
      places.set(value, offset);
    }
    for (const [value] of this.#acknowledged.get(partition) ?? []) {
      assert.ok(places.has(value), `${value} was acknowledged, and is not in ${partition}`);
    }
  }

  #commit(partition: string, offset: number, value: string, how: string): void {
    const committed = mapOf(this.#committed, partition);
    const known = committed.get(offset);
    assert.ok(
      known === undefined || known === value,
      `${value} was ${how} at ${offset} of ${partition}, where ${known} was`,
    );
    committed.set(offset, value);
  }
}

function mapOf<Key, Value>(maps: Map<string, Map<Key, Value>>, key: string): Map<Key, Value> {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, (map = new Map<Key, Value>()));
  return map;
}
