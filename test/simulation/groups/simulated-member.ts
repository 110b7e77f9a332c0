// A consumer of a group, as far as the coordinator sees one: joins, assigns if it leads, syncs, sends heartbeats, commits,
// and one day leaves or falls silent.
import type { Clock, Prng } from "@ottla/base";
import type { GroupCoordinatorService } from "@ottla/broker";
import { ErrorCode } from "@ottla/protocol";
import type { Observer } from "./observer.ts";

export const PARTITIONS = 6;
const TOPIC = "t";
const TOPIC_ID = "P0QqXbEeRyaRtqXk1zMvfg";
/** The longer one outlasts a rebalance: a static member that pauses finds itself in a generation it has not joined. */
const SESSION_TIMEOUTS_MS = [6_000, 25_000] as const;
const PAUSE_PROBABILITY = 0.08;
const PAUSE_MS = 18_000;
const HEARTBEAT_MS = 2_000;
const RETRY_MS = 300;

export interface World {
  readonly clock: Clock;
  readonly random: Prng;
  readonly observer: Observer;
  readonly coordinator: GroupCoordinatorService;
  /** Whether members still pause. */
  readonly isUnruly: boolean;
  /** A number that was never committed before. */
  nextOffset(): number;
  /** A number that no assignment had before. */
  nextAssignment(): number;
}

export class SimulatedMember {
  readonly #world: World;
  readonly #group: string;
  readonly #instanceId: string | null;
  readonly #apiVersion: number;
  readonly #sessionTimeoutMs: number;
  #memberId = "";
  #generation = -1;
  #leader = "";
  /** What it owns; meaningful while it is in a generation. */
  partitions: readonly number[] = [];
  isAlive = true;

  constructor(world: World, group: string, instanceId: string | null, apiVersion: number) {
    this.#world = world;
    this.#group = group;
    this.#instanceId = instanceId;
    this.#apiVersion = apiVersion;
    this.#sessionTimeoutMs = SESSION_TIMEOUTS_MS[world.random.uint32() % SESSION_TIMEOUTS_MS.length]!;
  }

  get generation(): number {
    return this.#generation;
  }

  get group(): string {
    return this.#group;
  }

  get instanceId(): string | null {
    return this.#instanceId;
  }

  /** Falls silent: nobody hears of it again. */
  crash(): void {
    this.isAlive = false;
  }

  async leave(): Promise<void> {
    this.isAlive = false;
    const { coordinator } = this.#world;
    const member = { memberId: this.#memberId, groupInstanceId: null, reason: null };
    if (this.#memberId !== "") await coordinator.leaveGroup({ groupId: this.#group, memberId: "", members: [member] });
  }

  /** Lives until it leaves or crashes. */
  async run(): Promise<void> {
    while (this.isAlive) {
      if (!(await this.#join())) {
        await this.#sleep(RETRY_MS);
        continue;
      }
      while (this.isAlive && (await this.#stay())) await this.#sleep(HEARTBEAT_MS * (0.5 + this.#world.random.float()));
    }
  }

  async #join(): Promise<boolean> {
    const { observer, coordinator } = this.#world;
    const groupId = this.#group;
    const metadata = Uint8Array.of(0, 0, 0, 0, 0, 0, 255, 255, 255, 255);
    const joined = await coordinator.joinGroup(
      {
        groupId,
        memberId: this.#memberId,
        groupInstanceId: this.#instanceId,
        sessionTimeoutMs: this.#sessionTimeoutMs,
        rebalanceTimeoutMs: 10_000,
        protocolType: "consumer",
        protocols: [{ name: "range", metadata }],
        reason: null,
      },
      { apiVersion: this.#apiVersion, clientId: "c", clientHost: "/h" },
    );
    if (!this.isAlive) return false;
    const { errorCode = 0, memberId = "", generationId = -1, leader = "", members = [], skipAssignment } = joined;
    if (errorCode === ErrorCode.MEMBER_ID_REQUIRED) this.#memberId = memberId;
    if (errorCode !== ErrorCode.NONE) return this.#failed(errorCode);
    this.#memberId = memberId;
    this.#generation = generationId;
    this.#leader = leader;
    const names = members.map((member) => member.memberId ?? "");
    observer.joined(memberId, leader, names);
    return this.#sync(skipAssignment === true ? [] : names);
  }

  async #sync(members: readonly string[]): Promise<boolean> {
    const { observer, coordinator } = this.#world;
    await this.#maybePause();
    const leads = this.#leader === this.#memberId && members.length > 0;
    const assignments = leads ? this.#assign(members) : [];
    const { errorCode = 0, assignment = new Uint8Array() } = await coordinator.syncGroup({
      groupId: this.#group,
      generationId: this.#generation,
      memberId: this.#memberId,
      groupInstanceId: this.#instanceId,
      protocolType: "consumer",
      protocolName: "range",
      assignments,
    });
    if (!this.isAlive) return false;
    if (errorCode !== ErrorCode.NONE) return this.#failed(errorCode);
    // A member that the leader did not know is assigned nothing at all.
    const [high = 0, low = 0, ...partitions] = assignment as Uint8Array;
    this.partitions = partitions;
    if (partitions.length > 0) {
      const generation = this.#generation;
      observer.synced(this.#group, { generation, memberId: this.#memberId, assignment: high * 256 + low, partitions });
    }
    return true;
  }

  /** Round robin: the number of the assignment in two bytes, then one byte for each partition. */
  #assign(members: readonly string[]): { readonly memberId: string; readonly assignment: Uint8Array }[] {
    const number = this.#world.nextAssignment();
    return members.map((memberId, i) => {
      const partitions = range(PARTITIONS).filter((partition) => partition % members.length === i);
      return { memberId, assignment: Uint8Array.of(number >> 8, number & 255, ...partitions) };
    });
  }

  /** One round in the group; false when it has to join again. */
  async #stay(): Promise<boolean> {
    const { random, coordinator } = this.#world;
    // Whoever has slept does not know what has happened meanwhile, and goes on as if nothing had.
    if (await this.#maybePause()) return this.#commit();
    const { errorCode = 0 } = await coordinator.heartbeat({
      groupId: this.#group,
      generationId: this.#generation,
      memberId: this.#memberId,
      groupInstanceId: this.#instanceId,
    });
    if (!this.isAlive) return false;
    if (errorCode !== ErrorCode.NONE) return this.#failed(errorCode);
    return random.float() < 0.7 ? this.#commit() : true;
  }

  async #commit(): Promise<boolean> {
    const { observer, coordinator, random } = this.#world;
    const partition = this.partitions[random.uint32() % Math.max(1, this.partitions.length)];
    if (partition === undefined) return true;
    const offset = this.#world.nextOffset();
    const newest = observer.newestGeneration(this.#group);
    const generation = this.#generation;
    observer.attempting(this.#group, partition, offset);
    const response = await coordinator.commitOffsets(
      {
        groupId: this.#group,
        generationIdOrMemberEpoch: generation,
        memberId: this.#memberId,
        groupInstanceId: this.#instanceId,
        retentionTimeMs: -1,
        topics: [
          {
            name: TOPIC,
            topicId: TOPIC_ID,
            partitions: [
              { partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: -1, committedMetadata: "" },
            ],
          },
        ],
      },
      { apiVersion: 9, clientId: "c", clientHost: "/h" },
    );
    const errorCode = response.topics?.[0]?.partitions?.[0]?.errorCode ?? 0;
    if (errorCode === ErrorCode.NONE) observer.committed(this.#group, partition, offset, { generation, newest });
    if (!this.isAlive) return false;
    return errorCode === ErrorCode.NONE ? true : this.#failed(errorCode);
  }

  /** Always false; forgets what the error says it must forget. */
  #failed(errorCode: number): false {
    this.#world.observer.counts.errors++;
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.#memberId = "";
    if (errorCode === ErrorCode.FENCED_INSTANCE_ID) this.isAlive = false;
    this.partitions = [];
    this.#generation = -1;
    return false;
  }

  async #maybePause(): Promise<boolean> {
    const { random } = this.#world;
    if (!this.#world.isUnruly || random.float() >= PAUSE_PROBABILITY) return false;
    await this.#sleep(random.float() * PAUSE_MS);
    return true;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#world.clock.setTimer(ms, resolve));
  }
}

/** Asks for the committed offset of a partition and has the answer judged. */
export async function fetchAndCheck(world: World, group: string, partition: number): Promise<void> {
  const acknowledged = world.observer.acknowledged(group, partition);
  const topics = [{ name: TOPIC, topicId: TOPIC_ID, partitionIndexes: [partition] }];
  const requireStable = world.random.float() < 0.5;
  const request = { groupId: group, memberId: null, memberEpoch: -1, topics };
  const fetched = await world.coordinator.fetchOffsets(request, { requireStable, apiVersion: 9 });
  if ((fetched.errorCode ?? 0) !== 0) return;
  const offset = fetched.topics?.[0]?.partitions?.[0]?.committedOffset ?? -1;
  world.observer.fetched(group, partition, offset, acknowledged);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
