/**
 * What has been promised: who led which epoch, and what was committed at which offset. Whatever a node says later has to agree
 * with it, for good.
 */
import assert from "node:assert/strict";

/** A record: unique, and written in an epoch. */
export interface SimulatedRecord {
  readonly id: number;
  readonly epoch: number;
  /** Of how many records its batch is, for the first one of it; 0 for the others. */
  readonly batchSize: number;
}

export class History {
  readonly #voterIds: readonly number[];
  readonly #leaders = new Map<number, number>();
  /** Votes given, by epoch and voter, across its restarts. */
  readonly #votes = new Map<string, number>();
  /** Offset → the record there. */
  readonly #committed: SimulatedRecord[] = [];
  /** Offset → the epoch in which the record there was committed. */
  readonly #committedIn: number[] = [];
  #nextId = 1;

  constructor(voterIds: readonly number[]) {
    this.#voterIds = voterIds;
  }

  get committedEnd(): number {
    return this.#committed.length;
  }

  get epochs(): number {
    return this.#leaders.size;
  }

  newId(): number {
    return this.#nextId++;
  }

  onLeader(nodeId: number, epoch: number): void {
    const known = this.#leaders.get(epoch);
    assert.ok(known === undefined || known === nodeId, `epoch ${epoch} has two leaders: ${known} and ${nodeId}`);
    assert.ok(this.#voterIds.includes(nodeId), `a voter leads, not ${nodeId}`);
    this.#leaders.set(epoch, nodeId);
  }

  onVote(voterId: number, epoch: number, candidateId: number): void {
    const key = `${epoch} ${voterId}`;
    const known = this.#votes.get(key);
    assert.ok(known === undefined || known === candidateId, `${voterId} votes twice in epoch ${epoch}`);
    this.#votes.set(key, candidateId);
  }

  /** A node in `epoch` says that everything below `highWatermark` is committed. The leader of the epoch is the first to say so. */
  onCommit(
    node: { readonly id: number; readonly epoch: number },
    highWatermark: number,
    log: readonly SimulatedRecord[],
    logStart: number,
  ): void {
    assert.ok(highWatermark <= log.length, `${node.id} has what it says is committed`);
    const isNews = highWatermark > this.committedEnd;
    assert.ok(!isNews || this.#leaders.get(node.epoch) === node.id, `${node.id} leads and is the first to commit`);
    // Raft §5.4.2: a majority that holds a record of an earlier epoch does not commit it, since it can still be replaced.
    const lastEpoch = log[highWatermark - 1]?.epoch;
    assert.ok(
      !isNews || lastEpoch === node.epoch,
      `${node.id} commits in epoch ${node.epoch} up to one of ${lastEpoch}`,
    );
    for (let offset = this.#committed.length; offset < highWatermark; offset++) {
      this.#committed.push(log[offset]!);
      this.#committedIn.push(node.epoch);
    }
    this.checkPrefix(node.id, log, logStart, highWatermark, "what is committed");
  }

  /**
   * The leader of an epoch holds what was committed in those before (Raft §5.4.3). Of later ones it need not know: its disk may
   * be so slow that another is elected, and commits, before it has written down that it leads.
   */
  checkLeader(nodeId: number, epoch: number, log: readonly SimulatedRecord[], logStart: number): void {
    const later = this.#committedIn.findIndex((committedIn) => committedIn >= epoch);
    const end = later < 0 ? this.committedEnd : later;
    this.checkPrefix(nodeId, log, logStart, end, `the leader of epoch ${epoch}`);
  }

  /** Below `end` a log holds what was committed. */
  checkPrefix(nodeId: number, log: readonly SimulatedRecord[], logStart: number, end: number, what: string): void {
    for (let offset = Math.max(logStart, end - 200); offset < end; offset++) {
      const found = log[offset];
      const expected = this.#committed[offset];
      assert.ok(found?.id === expected?.id, `${what}: node ${nodeId} has another record at ${offset} of ${end}`);
    }
  }

  /** The records that a snapshot ending at `offset` stands for. */
  committedBelow(offset: number): SimulatedRecord[] {
    assert.ok(offset <= this.#committed.length, "a snapshot holds what is committed");
    return this.#committed.slice(0, offset);
  }
}
