// A coordinator of several groups in virtual time, members that come and go, and a log that fails. One seed, one history.
import assert from "node:assert/strict";
import { Prng, SnapshotRegistry, VirtualClock } from "@ottla/base";
import { KafkaConfig } from "@ottla/config";
import { CoordinatorTimers, coordinatorPartitionOf } from "@ottla/coordinator";
import { DEFAULT_GROUP_COORDINATOR_CONFIG, GroupCoordinatorShard, groupRecordSerde } from "@ottla/group-coordinator";
import { EMPTY_IMAGE } from "@ottla/metadata";
import {
  BatchIterator,
  ControlRecordType,
  RecordFailure,
  RecordReader,
  baseOffsetAt,
  isControlAt,
  parseControlRecordType,
  producerIdAt,
  readRecordsBody,
} from "@ottla/records";
import { silentLogger } from "@ottla/broker";
import { GroupCoordinator } from "../../../packages/broker/src/group-coordinator/group-coordinator.ts";
import { FaultyReplicas, NO_FAULTS, type Faults } from "./faulty-replicas.ts";
import { Observer } from "./observer.ts";
import { durableState } from "../../../packages/group-coordinator/src/testing/durable-state.ts";
import { EVERYTHING_IS_VERIFIED, TransactionalCommitter } from "./transactional-committer.ts";
import { PARTITIONS, SimulatedMember, fetchAndCheck, type World } from "./simulated-member.ts";

const GROUPS = ["g1", "g2", "g3"];
/** Groups whose offsets are committed in transactions. */
const TRANSACTIONAL_GROUPS = ["t1", "t2"];
const COMMITTERS_A_GROUP = 2;
const LOG_PARTITIONS = 2;
const MEMBERS_MAX = 5;

export interface SimulationOptions {
  readonly seed: number;
  readonly steps: number;
}

export class GroupWorld implements World {
  readonly clock: VirtualClock = new VirtualClock();
  readonly random: Prng;
  readonly observer: Observer = new Observer();
  readonly #replicas: FaultyReplicas;
  readonly #coordinator: GroupCoordinator;
  readonly #epochs = new Map<number, number>();
  readonly #members: SimulatedMember[] = [];
  readonly #committers: TransactionalCommitter[] = [];
  isUnruly = true;
  #offset = 0;
  #assignment = 0;
  #instances = 0;
  /** Every shard that has been loaded, in order. */
  readonly shards: GroupCoordinatorShard[] = [];
  /** What went wrong inside a member, which runs on its own. */
  #failure: unknown;

  constructor(seed: number) {
    this.random = new Prng(seed);
    this.#replicas = new FaultyReplicas(this.clock, this.random.fork());
    const config = KafkaConfig.standalone(
      new Map([
        ["listeners", "PLAINTEXT://127.0.0.1:0"],
        ["log.dirs", "/sim"],
        ["group.initial.rebalance.delay.ms", "1000"],
        ["offsets.commit.timeout.ms", "2000"],
        ["group.coordinator.append.linger.ms", String([-1, 0, 5][this.random.uint32() % 3])],
        ["offsets.retention.minutes", "60"],
      ]),
    );
    this.#coordinator = new GroupCoordinator({
      config,
      currentConfig: () => config,
      image: () => EMPTY_IMAGE,
      clock: this.clock,
      random: this.random.fork(),
      logger: silentLogger,
      replicaManager: this.#replicas,
      transactionVerification: EVERYTHING_IS_VERIFIED,
      sharePersister: () => Promise.reject(new Error("no share groups here")),
      offsetsPartitionCount: () => LOG_PARTITIONS,
      maxBatchBytes: () => 1_048_588,
    });
  }

  get coordinator(): GroupCoordinator {
    return this.#coordinator;
  }

  nextOffset(): number {
    return ++this.#offset;
  }

  nextAssignment(): number {
    return ++this.#assignment;
  }

  async run(steps: number): Promise<void> {
    for (let partition = 0; partition < LOG_PARTITIONS; partition++) this.#elect(partition);
    const committing = this.#startCommitters();
    for (let step = 0; step < steps; step++) {
      this.#replicas.faults = step % 40 < 25 ? this.#someFaults() : NO_FAULTS;
      this.#act();
      await this.clock.advanceAsync(this.random.float() * 800);
      this.#rethrow();
    }
    for (const committer of this.#committers) committer.isAlive = false;
    await this.#heal();
    await committing;
  }

  get transactions(): { readonly committed: number; readonly aborted: number; readonly fetches: number } {
    const sum = (name: "committed" | "aborted" | "fetches"): number =>
      this.#committers.reduce((total, { counts }) => total + counts[name], 0);
    return { committed: sum("committed"), aborted: sum("aborted"), fetches: sum("fetches") };
  }

  #startCommitters(): Promise<unknown> {
    for (const group of TRANSACTIONAL_GROUPS) {
      for (let partition = 0; partition < COMMITTERS_A_GROUP; partition++) {
        this.#committers.push(new TransactionalCommitter(this, this.#coordinator, group, partition));
      }
    }
    const running = this.#committers.map((committer) => committer.run());
    return Promise.all(running).catch((error: unknown) => (this.#failure ??= error));
  }

  /** Everything is well from now on: every group comes to rest, whole, and nothing that was acknowledged is lost. */
  async #heal(): Promise<void> {
    this.#replicas.faults = NO_FAULTS;
    this.isUnruly = false;
    for (const group of GROUPS) if (this.#living(group).length === 0) this.#addMember(group);
    for (let i = 0; i < 240; i++) {
      await this.clock.advanceAsync(500);
      this.#rethrow();
    }
    for (const group of GROUPS) this.#assertWhole(group);
    const fetches = GROUPS.flatMap((group) =>
      Array.from({ length: PARTITIONS }, (_, partition) => fetchAndCheck(this, group, partition)),
    );
    fetches.push(...this.#committers.map((committer) => committer.checkSettled()));
    await this.clock.advanceAsync(5_000);
    await Promise.all(fetches);
    for (const member of this.#members) member.crash();
    // Long enough for every session to end: nothing is on its way to the log any more.
    await this.clock.advanceAsync(60_000);
    this.#assertShadow();
    await this.#coordinator.stop();
    await this.clock.advanceAsync(60_000);
    this.#rethrow();
  }

  /** All living members are in one generation, and every partition has one owner. */
  #assertWhole(group: string): void {
    const members = this.#living(group);
    const generations = new Set(members.map(({ generation }) => generation));
    assert.equal(generations.size, 1, `the members of ${group} are in the generations ${[...generations].join()}`);
    const owned = members.flatMap(({ partitions }) => partitions).sort((a, b) => a - b);
    assert.deepEqual(
      owned,
      Array.from({ length: PARTITIONS }, (_, i) => i),
      `the partitions of ${group} are owned once`,
    );
  }

  /** A shard that is fed nothing but the log holds what the living one holds. */
  #assertShadow(): void {
    for (let partition = 0; partition < LOG_PARTITIONS; partition++) {
      assert(this.#replicas.isQuiet(partition), "everything is committed");
      const live = this.shards.filter((shard) => groupsOf(shard).every((id) => partitionOf(id) === partition)).at(-1);
      const shadow = new GroupCoordinatorShard({
        config: DEFAULT_GROUP_COORDINATOR_CONFIG,
        snapshots: new SnapshotRegistry(),
        timers: new CoordinatorTimers(),
        random: new Prng(1),
      });
      for (const bytes of this.#replicas.committed(partition)) replayBatch(shadow, bytes);
      if (live !== undefined && groupsOf(live).length > 0) assert.deepEqual(durableState(live), durableState(shadow));
    }
  }

  #act(): void {
    const dice = this.random.float();
    const group = GROUPS[this.random.uint32() % GROUPS.length]!;
    const living = this.#living(group);
    const member = living[this.random.uint32() % Math.max(1, living.length)];
    if (dice < 0.3 && living.length < MEMBERS_MAX) this.#addMember(group);
    else if (dice < 0.38) void member?.leave().catch((error: unknown) => (this.#failure ??= error));
    else if (dice < 0.45) this.#crash(member);
    else if (dice < 0.49) this.#moveCoordinator(this.random.uint32() % LOG_PARTITIONS);
    else
      void fetchAndCheck(this, group, this.random.uint32() % PARTITIONS).catch(
        (error: unknown) => (this.#failure ??= error),
      );
  }

  /** A member falls silent; a static one often comes back under its name. */
  #crash(member: SimulatedMember | undefined): void {
    if (member === undefined) return;
    member.crash();
    if (member.instanceId !== null && this.random.float() < 0.7) this.#addMember(member.group, member.instanceId);
  }

  #addMember(group: string, instanceId?: string): void {
    const isStatic = this.random.float() < 0.4;
    const instance = instanceId ?? (isStatic ? `i${this.#instances++}` : null);
    const member = new SimulatedMember(this, group, instance, 3 + (this.random.uint32() % 7));
    this.#members.push(member);
    member.run().catch((error: unknown) => (this.#failure ??= error));
  }

  #moveCoordinator(partition: number): void {
    this.observer.counts.reloads++;
    const epoch = this.#epochs.get(partition) ?? 0;
    this.#coordinator.onResignation(partition, epoch + 1);
    this.#replicas.changeLeader(partition);
    this.#epochs.set(partition, epoch + 1);
    this.clock.setTimer(this.random.float() * 2_000, () => this.#elect(partition));
  }

  #elect(partition: number): void {
    const epoch = (this.#epochs.get(partition) ?? 0) + 1;
    this.#epochs.set(partition, epoch);
    this.#coordinator.onElection(partition, epoch);
  }

  #living(group: string): SimulatedMember[] {
    return this.#members.filter((member) => member.isAlive && member.group === group);
  }

  #someFaults(): Faults {
    const some = (most: number): number => (this.random.float() < 0.5 ? this.random.float() * most : 0);
    return {
      appendFailure: some(0.3),
      slowAppend: some(0.5),
      slowCommit: some(0.5),
      slowMs: this.random.float() * 4_000,
    };
  }

  #rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

function partitionOf(group: string): number {
  return coordinatorPartitionOf(group, LOG_PARTITIONS);
}

function groupsOf(shard: GroupCoordinatorShard): string[] {
  return shard.context.groups.ids();
}

function replayBatch(shard: GroupCoordinatorShard, bytes: Uint8Array): void {
  const batches = new BatchIterator(bytes);
  while (batches.next()) {
    const { position } = batches;
    const body = readRecordsBody(bytes, position);
    assert(!(body instanceof RecordFailure));
    assert.ok(baseOffsetAt(bytes, position) >= 0);
    const producerId = producerIdAt(bytes, position);
    for (const { offset, key, value } of new RecordReader(bytes, position, body)) {
      assert(key !== null);
      if (isControlAt(bytes, position)) {
        const outcome = parseControlRecordType(key) === ControlRecordType.COMMIT ? "commit" : "abort";
        shard.replayEndTransactionMarker(producerId, outcome);
        continue;
      }
      const record = groupRecordSerde.deserialize(key, value);
      if (record !== undefined) shard.replay(record, { offset, producerId });
    }
  }
}

/** Runs one history; rejects with what was wrong in it. */
export async function simulate({ seed, steps }: SimulationOptions): Promise<GroupWorld> {
  const world = new GroupWorld(seed);
  const { onLoaded } = GroupCoordinatorShard.prototype;
  GroupCoordinatorShard.prototype.onLoaded = function (this: GroupCoordinatorShard, time) {
    world.shards.push(this);
    onLoaded.call(this, time);
  };
  try {
    await world.run(steps);
  } finally {
    GroupCoordinatorShard.prototype.onLoaded = onLoaded;
  }
  return world;
}
