// One consumer group with members of both protocols, topics that come, grow and go, appends that fail and a coordinator that
// moves, all in virtual time. One seed, one history. After every operation a shadow that is fed the bytes of the log alone holds
// the same state (the fixture sees to that).
import assert from "node:assert/strict";
import { Prng } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { ConsumerFixture } from "../../../packages/group-coordinator/src/testing/consumer-fixture.ts";
import type { TestConsumer } from "../../../packages/group-coordinator/src/testing/consumer-fixture.ts";
import { GROUP } from "../../../packages/group-coordinator/src/testing/group-fixture.ts";
import { ClassicMember } from "./classic-member.ts";

const SESSION_MS = 45_000;
const HEARTBEAT_MS = 5_000;
const MEMBERS_MAX = 6;
const REGEX = "t.*";

export interface Counts {
  joins: number;
  heartbeats: number;
  fenced: number;
  failedAppends: number;
  reloads: number;
  topicChanges: number;
  upgrades: number;
  downgrades: number;
}

interface Life {
  readonly member: TestConsumer;
  /** When it was last answered. */
  lastAnsweredMs: number;
  isSilent: boolean;
}

export class ConsumerWorld {
  readonly fixture: ConsumerFixture;
  readonly counts: Counts = {
    joins: 0,
    heartbeats: 0,
    fenced: 0,
    failedAppends: 0,
    reloads: 0,
    topicChanges: 0,
    upgrades: 0,
    downgrades: 0,
  };
  readonly #random: Prng;
  readonly #lives: Life[] = [];
  readonly #classics: ClassicMember[] = [];
  #topics: Record<string, number> = { t1: 4, t2: 3 };
  #names = 0;
  #lastEpoch = 0;
  #type: string | undefined;

  constructor(seed: number) {
    this.#random = new Prng(seed);
    this.fixture = new ConsumerFixture({
      groupInitialRebalanceDelayMs: 0,
      consumerGroupAssignmentIntervalMs: this.#random.uint32() % 2 === 0 ? 0 : 1_000,
    });
    this.fixture.setTopics(this.#topics);
    // Half of the histories begin with a classic group.
    for (let i = this.#below(4) - 1; i > 0; i--) this.#addClassic();
    for (let i = 0; i < 6; i++) this.#round();
  }

  run(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.#act();
      this.#check();
      this.fixture.advance(this.#below(4) === 0 ? this.#below(HEARTBEAT_MS) : 0);
      this.#check();
    }
    this.#heal();
  }

  #act(): void {
    const dice = this.#below(100);
    if (dice < 10) this.#add();
    else if (dice < 14) this.#pick((life) => this.#leave(life));
    else if (dice < 17) this.#pick((life) => (life.isSilent = true));
    else if (dice < 22) this.#pick((life) => this.#resubscribe(life));
    else if (dice < 26) this.#changeTopics();
    else if (dice < 30) this.#failNextAppend();
    else if (dice < 32) this.#reload();
    else if (dice < 36) this.#addClassic();
    else if (dice < 40) this.#pick((life) => this.#impersonate(life));
    else if (dice < 41) this.#classics.shift()?.leave();
    else this.#round();
  }

  /** Everybody reports, as often as they should. */
  #round(): void {
    for (const life of this.#lives) if (!life.isSilent) this.#heartbeat(life);
    for (const classic of this.#classics) classic.step();
  }

  #add(): void {
    if (this.#lives.length >= MEMBERS_MAX) return;
    const hasRegex = this.#below(3) === 0;
    const member = this.fixture.consumer({
      memberId: `member-${++this.#names}`,
      topics: hasRegex ? [] : this.#someTopics(),
      regex: hasRegex ? REGEX : undefined,
      instanceId: this.#below(4) === 0 ? `instance-${this.#names}` : undefined,
      assignor: this.#below(4) === 0 ? "range" : undefined,
    });
    const life = { member, lastAnsweredMs: this.fixture.monotonicMs, isSilent: false };
    this.#lives.push(life);
    this.#join(life);
  }

  #join(life: Life): void {
    this.counts.joins++;
    life.member.isIn = false;
    const { errorCode } = life.member.join();
    if (errorCode === ErrorCode.NONE) life.lastAnsweredMs = this.fixture.monotonicMs;
  }

  #heartbeat(life: Life): void {
    const { member } = life;
    if (!member.isIn) {
      this.#join(life);
      return;
    }
    this.counts.heartbeats++;
    const { errorCode } = member.heartbeat();
    const silentMs = this.fixture.monotonicMs - life.lastAnsweredMs;
    if (errorCode === ErrorCode.NONE) {
      life.lastAnsweredMs = this.fixture.monotonicMs;
      return;
    }
    this.counts.fenced++;
    member.isIn = false;
    const isLost = errorCode === ErrorCode.UNKNOWN_MEMBER_ID;
    // What fails to be written may put the coordinator behind the member, but never makes it forget one that reports.
    assert(!isLost || silentMs >= SESSION_MS || this.#hasTrouble, `${member.memberId} is lost after ${silentMs} ms`);
  }

  #leave(life: Life): void {
    const isForAWhile = life.member.options.instanceId !== undefined && this.#below(2) === 0;
    life.member.leave(isForAWhile ? -2 : -1);
    life.member.isIn = false;
    if (isForAWhile) return;
    this.#lives.splice(this.#lives.indexOf(life), 1);
  }

  #resubscribe(life: Life): void {
    if (!life.member.isIn || life.isSilent || life.member.options.regex !== undefined) return;
    life.member.heartbeat({ subscribedTopicNames: this.#someTopics() });
  }

  #changeTopics(): void {
    this.counts.topicChanges++;
    const names = Object.keys(this.#topics);
    const name = names[this.#below(names.length)];
    const topics = { ...this.#topics };
    const dice = this.#below(3);
    if (dice === 0 && names.length < 5) topics[`t${++this.#names}`] = 1 + this.#below(4);
    else if (dice === 1 && name !== undefined && names.length > 1) delete topics[name];
    else if (name !== undefined) topics[name] = (topics[name] ?? 0) + 1;
    this.#topics = topics;
    this.fixture.setTopics(topics);
  }

  /** Trouble at most every so often: a lost record may cost a member its place. */
  #troubleMs = -Infinity;

  get #hasTrouble(): boolean {
    return this.fixture.monotonicMs - this.#troubleMs < 2 * SESSION_MS;
  }

  #failNextAppend(): void {
    this.counts.failedAppends++;
    this.#troubleMs = this.fixture.monotonicMs;
    this.fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
  }

  #reload(): void {
    this.counts.reloads++;
    this.#troubleMs = this.fixture.monotonicMs;
    this.fixture.reload();
    for (const classic of this.#classics) classic.onCoordinatorMoved();
  }

  #addClassic(): void {
    if (this.#classics.length >= 2) return;
    this.#classics.push(new ClassicMember(this.fixture, ["t1", "t2"]));
  }

  #check(): void {
    const entry = this.fixture.shard.context.groups.entry(GROUP);
    if (entry?.type !== this.#type) {
      if (this.#type === "classic" && entry?.type === "consumer") this.counts.upgrades++;
      if (this.#type === "consumer" && entry?.type === "classic") this.counts.downgrades++;
      this.#type = entry?.type;
      this.#lastEpoch = 0;
    }
    if (entry?.type !== "consumer") return;
    const { group } = entry;
    const epoch = group.groupEpoch.get();
    if (!this.#hasTrouble) assert(epoch >= this.#lastEpoch, `the epoch goes back from ${this.#lastEpoch} to ${epoch}`);
    this.#lastEpoch = epoch;
    assert(group.assignmentEpoch <= epoch, "the target is not ahead of the group");
    const owners = new Map<string, string>();
    for (const { memberId, memberEpoch, assignedPartitions, partitionsPendingRevocation } of group.members.values()) {
      assert(memberEpoch <= epoch, `${memberId} is ahead of its group`);
      for (const partitions of [assignedPartitions, partitionsPendingRevocation]) {
        for (const [topicId, epochs] of partitions) {
          for (const partition of epochs.keys()) {
            const key = `${topicId}-${partition}`;
            assert.equal(owners.get(key), undefined, `${key} is with ${owners.get(key)} and ${memberId}`);
            owners.set(key, memberId);
          }
        }
      }
    }
    for (const memberId of group.targetAssignment.keys()) {
      assert(group.members.has(memberId), `${memberId} has gone and has a target`);
    }
    // Whoever is no member any more owns nothing as far as the others are concerned.
    for (const { member } of this.#lives) if (!group.members.has(member.memberId)) member.isIn = false;
  }

  /** All is well from now on: everybody who reports gets their part, nothing is left over, and it stays so. */
  #heal(): void {
    this.fixture.nextAppendError = ErrorCode.NONE;
    for (const life of this.#lives) life.isSilent = false;
    for (const classic of this.#classics.splice(0)) classic.leave();
    if (this.#lives.length === 0) this.#add();
    this.#rounds(30);
    this.#changeTopics();
    this.#rounds(30);
    const group = this.fixture.consumerGroup();
    assert.equal(group.state.get(), "Stable", "the group comes to rest");
    const owned = new Set(this.#lives.flatMap(({ member }) => member.ownedNames()));
    const wanted = new Set(
      [...group.members.values()].flatMap(({ subscribedTopicNames, subscribedTopicRegex }) =>
        subscribedTopicRegex === REGEX ? Object.keys(this.#topics) : [...subscribedTopicNames],
      ),
    );
    const expected = Object.entries(this.#topics).flatMap(([name, count]) =>
      wanted.has(name) ? Array.from({ length: count }, (_, i) => `${name}-${i}`) : [],
    );
    assert.deepEqual([...owned].sort(), expected.sort(), "every partition has an owner");
    const { epoch } = this.#lives[0]!.member;
    this.#round();
    assert.equal(this.#lives[0]!.member.epoch, epoch, "nothing changes any more");
  }

  #rounds(count: number): void {
    for (let i = 0; i < count; i++) {
      this.#round();
      this.fixture.advance(HEARTBEAT_MS);
      this.#check();
    }
  }

  /** Somebody with a member's id and an epoch that is not the member's is fenced, and nothing happens to the member. */
  #impersonate({ member }: Life): void {
    if (!member.isIn || member.epoch < 3) return;
    const epoch = member.epoch + (this.#below(2) === 0 ? 2 : -2);
    const request = { groupId: GROUP, memberId: member.memberId, memberEpoch: epoch };
    const { errorCode } = this.fixture.heartbeatConsumer({ ...request, instanceId: member.options.instanceId ?? null });
    const isRefused = errorCode === ErrorCode.FENCED_MEMBER_EPOCH || errorCode === ErrorCode.GROUP_ID_NOT_FOUND;
    assert(isRefused || this.#hasTrouble, `epoch ${epoch} of ${member.memberId} is taken: ${errorCode}`);
  }

  #someTopics(): string[] {
    const names = Object.keys(this.#topics);
    const chosen = names.filter(() => this.#below(3) > 0);
    return chosen.length === 0 ? names.slice(0, 1) : chosen;
  }

  #pick(action: (life: Life) => void): void {
    const life = this.#lives[this.#below(Math.max(1, this.#lives.length))];
    if (life !== undefined) action(life);
  }

  #below(bound: number): number {
    return this.#random.uint32() % bound;
  }
}
