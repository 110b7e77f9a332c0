// One share group and the share coordinator behind it: members come and go, leaders of partitions take over and write what has been
// delivered, operators set and delete offsets, topics come, grow and go; appends fail, coordinators move, answers between the two are lost.
// One seed, one history, in virtual time. After every operation each coordinator's shadow, fed the bytes of its log alone, holds the same
// state (the fixtures see to that).
import assert from "node:assert/strict";
import { Prng, type Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { GROUP } from "../../../packages/group-coordinator/src/testing/group-fixture.ts";
import { ShareFixture as GroupFixture } from "../../../packages/group-coordinator/src/testing/share-fixture.ts";
import { StateSide, type StateCounts } from "./state-side.ts";

const SESSION_MS = 45_000;
const HEARTBEAT_MS = 5_000;
const RETRY_MS = 30_000;
const MEMBERS_MAX = 5;

interface Counts {
  joins: number;
  heartbeats: number;
  lostInitializations: number;
  failedAppends: number;
  reloads: number;
  deletions: number;
  alterations: number;
}

interface Member {
  readonly memberId: string;
  epoch: number;
  isSilent: boolean;
  lastAnsweredMs: number;
}

export class ShareWorld {
  readonly groups: GroupFixture;
  readonly states: StateSide;
  readonly #counts: Counts = {
    joins: 0,
    heartbeats: 0,
    lostInitializations: 0,
    failedAppends: 0,
    reloads: 0,
    deletions: 0,
    alterations: 0,
  };
  readonly #random: Prng;
  readonly #members: Member[] = [];
  #topics: Record<string, number> = { t1: 3, t2: 2 };
  #names = 2;
  #lastEpoch = 0;
  #troubleMs = -Infinity;

  constructor(seed: number) {
    this.#random = new Prng(seed);
    this.groups = new GroupFixture({ shareGroupAssignmentIntervalMs: this.#below(2) === 0 ? 0 : 1_000 });
    this.states = new StateSide(this.#random);
    this.#setTopics(this.#topics);
  }

  run(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.#act();
      this.#check();
      this.#advance(this.#below(4) === 0 ? this.#below(HEARTBEAT_MS) : 0);
      this.#check();
    }
    this.#heal();
  }

  get counts(): Counts & StateCounts {
    return { ...this.#counts, ...this.states.counts };
  }

  #act(): void {
    const dice = this.#below(100);
    if (dice < 8) this.#join();
    else if (dice < 11) this.#pick((member) => this.#leave(member));
    else if (dice < 13) this.#pick((member) => (member.isSilent = true));
    else if (dice < 17) this.#changeTopics();
    else if (dice < 21) this.#failNextAppend();
    else if (dice < 24) this.#reload();
    else if (dice < 26) this.#alterOffsets();
    else if (dice < 28) this.#deleteOffsets();
    else if (dice < 29) this.#emptyTheGroup();
    else if (dice < 38) this.#takeOver();
    else if (dice < 60) this.states.write();
    else if (dice < 63) this.states.prune();
    else if (dice < 66) this.#pick((member) => this.#impersonate(member));
    else if (dice < 80) this.#answerInitializations();
    else this.#round();
  }

  // Members

  #join(): void {
    if (this.#members.length >= MEMBERS_MAX) return;
    const memberId = `member-${++this.#names}`;
    const member = { memberId, epoch: 0, isSilent: false, lastAnsweredMs: this.groups.monotonicMs };
    this.#members.push(member);
    this.#heartbeat(member);
  }

  #round(): void {
    for (const member of this.#members) if (!member.isSilent) this.#heartbeat(member);
  }

  #heartbeat(member: Member): void {
    const isJoining = member.epoch === 0;
    if (isJoining) this.#counts.joins++;
    else this.#counts.heartbeats++;
    const topics = isJoining ? { subscribedTopicNames: this.#subscription() } : {};
    const hadTrouble = this.#hasTrouble;
    const answer = this.groups.heartbeatShare({ memberId: member.memberId, memberEpoch: member.epoch, ...topics });
    const silentMs = this.groups.monotonicMs - member.lastAnsweredMs;
    if (answer.errorCode === ErrorCode.NONE) {
      // An append that failed has no answer, and the member tries again.
      if (answer.memberEpoch === undefined) return;
      member.epoch = answer.memberEpoch;
      member.lastAnsweredMs = this.groups.monotonicMs;
      return;
    }
    assert(isJoining || silentMs >= SESSION_MS || hadTrouble, `${member.memberId} is lost after ${silentMs} ms`);
    member.epoch = 0;
  }

  /** All topics but one, or all. */
  #subscription(): string[] {
    const names = Object.keys(this.#topics);
    return names.length > 1 && this.#below(3) === 0 ? names.slice(1) : names;
  }

  #leave(member: Member): void {
    this.groups.heartbeatShare({ memberId: member.memberId, memberEpoch: -1 });
    this.#members.splice(this.#members.indexOf(member), 1);
  }

  #emptyTheGroup(): void {
    for (const member of [...this.#members]) this.#leave(member);
  }

  /** Somebody with a member's id and an epoch that is not the member's is fenced, and nothing happens to the member. */
  #impersonate({ memberId, epoch }: Member): void {
    if (epoch < 3) return;
    const memberEpoch = epoch + (this.#below(2) === 0 ? 1 : -2);
    const { errorCode } = this.groups.heartbeatShare({ memberId, memberEpoch });
    const isRefused = errorCode === ErrorCode.FENCED_MEMBER_EPOCH || errorCode === ErrorCode.UNKNOWN_MEMBER_ID;
    assert(isRefused || this.#hasTrouble, `epoch ${memberEpoch} of ${memberId} is taken: ${errorCode}`);
  }

  // State of partitions

  /** The share coordinator answers what the group coordinator has asked for; now and then the question or the answer is lost. */
  #answerInitializations(canLose = true): void {
    for (const { groupId, stateEpoch, topics } of this.groups.asked.splice(0)) {
      const isAskedInVain = canLose && this.#below(6) === 0;
      if (isAskedInVain) {
        this.#counts.lostInitializations++;
        continue;
      }
      const partitions = new Map<Uuid, ReadonlySet<number>>();
      let isMade = true;
      for (const topic of topics) {
        partitions.set(topic.topicId, new Set(topic.partitions.map(({ partition }) => partition)));
        for (const { partition, startOffset } of topic.partitions) {
          const key = { groupId, topicId: topic.topicId, partition };
          isMade = this.states.initialize(key, stateEpoch, startOffset, canLose) && isMade;
        }
      }
      if (canLose && this.#below(8) === 0) {
        this.#counts.lostInitializations++;
        continue;
      }
      const { shard, time } = this.groups;
      this.groups.run(
        isMade
          ? shard.onShareStateInitialized(groupId, partitions, time)
          : shard.onShareStateInitializationFailed(groupId, partitions, time),
      );
    }
  }

  #takeOver(): void {
    const topic = this.groups.image.topic(this.#anyTopic());
    if (topic === undefined) return;
    this.states.takeOver({ groupId: GROUP, topicId: topic.id, partition: this.#below(topic.partitionCount) });
  }

  // Operators

  #alterOffsets(): void {
    const name = this.#anyTopic();
    const partitions = [{ partitionIndex: 0, startOffset: this.#below(50) }];
    const { shard, time } = this.groups;
    const request = { groupId: GROUP, topics: [{ topicName: name, partitions }] };
    const altered = this.groups.run(shard.alterShareGroupOffsets(request, time));
    if (altered === undefined || !("topics" in altered)) return;
    this.#counts.alterations++;
    this.groups.asked.push(altered.initialization);
    this.#answerInitializations();
  }

  #deleteOffsets(): void {
    const name = this.#anyTopic();
    const { shard, time } = this.groups;
    const started = this.groups.run(shard.startShareOffsetDeletion(GROUP, [name], time));
    if (started === undefined || !("partitions" in started)) return;
    for (const [topicId, partitions] of started.partitions) {
      for (const partition of partitions) {
        this.states.delete({ groupId: GROUP, topicId, partition });
      }
    }
    if (started.partitions.size === 0) return;
    this.#counts.deletions++;
    const topicIds = new Set(started.partitions.keys());
    this.groups.run(this.groups.shard.completeShareOffsetDeletion(GROUP, topicIds, this.groups.time));
  }

  #changeTopics(): void {
    const names = Object.keys(this.#topics);
    const name = this.#anyTopic();
    const topics = { ...this.#topics };
    const dice = this.#below(3);
    if (dice === 0 && names.length < 4) topics[`t${++this.#names}`] = 1 + this.#below(3);
    else if (dice === 1 && names.length > 1) delete topics[name];
    else topics[name] = (topics[name] ?? 0) + 1;
    this.#setTopics(topics);
  }

  #setTopics(topics: Record<string, number>): void {
    const before = this.groups.image;
    this.#topics = topics;
    this.groups.setTopics(topics);
    const deleted = [...before.topicNames()].filter((name) => !(name in topics)).map((name) => before.topic(name)!);
    const ids = Object.entries(topics).map(([name, count]) => [this.groups.image.topic(name)!.id, count] as const);
    this.states.setTopics(new Map(ids));
    if (deleted.length === 0) return;
    // What has to be told to a coordinator is told until it is written.
    const named = deleted.map(({ id: topicId, name }) => ({ topicId, name }));
    this.groups.nextAppendError = ErrorCode.NONE;
    this.groups.run(this.groups.shard.onTopicsDeleted(named, this.groups.time));
  }

  // Trouble

  get #hasTrouble(): boolean {
    return this.groups.monotonicMs - this.#troubleMs < 2 * SESSION_MS;
  }

  #failNextAppend(): void {
    this.#counts.failedAppends++;
    this.#troubleMs = this.groups.monotonicMs;
    this.groups.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
  }

  /** A coordinator moves: what its predecessor was about to ask is lost. */
  #reload(): void {
    this.#counts.reloads++;
    if (this.#below(2) === 0) {
      this.states.fixture.reload();
      return;
    }
    this.#troubleMs = this.groups.monotonicMs;
    this.groups.reload();
    this.groups.asked.splice(0);
  }

  #advance(ms: number): void {
    this.groups.advance(ms);
    this.states.fixture.advance(ms);
  }

  // What always holds

  #check(): void {
    this.states.check();
    const group = this.groups.shard.context.groups.shareGroup(GROUP);
    if (group === undefined) return;
    const epoch = group.groupEpoch.get();
    if (!this.#hasTrouble) assert(epoch >= this.#lastEpoch, `the epoch goes back from ${this.#lastEpoch} to ${epoch}`);
    this.#lastEpoch = epoch;
    assert(group.assignmentEpoch <= epoch, "the target is not ahead of the group");
    for (const memberId of group.targetAssignment.keys()) {
      assert(group.members.has(memberId), `${memberId} has gone and has a target`);
    }
    for (const { memberId, memberEpoch } of group.members.values()) {
      assert(memberEpoch <= epoch, `${memberId} is ahead of its group`);
    }
    for (const [topicId, { partitions }] of group.stateTopics.get()?.initialized ?? []) {
      assert(this.groups.image.topicById(topicId) !== undefined, `topic ${topicId} is gone and has state`);
      for (const partition of partitions) {
        const isThere = this.states.has({ groupId: GROUP, topicId, partition });
        assert(isThere, `partition ${topicId}-${partition} is said to have state`);
      }
    }
  }

  /** All is well from now on: whoever reports is a member, whoever does not has gone, and all that is subscribed to is read. */
  #heal(): void {
    this.groups.nextAppendError = ErrorCode.NONE;
    const silent = this.#members.filter(({ isSilent }) => isSilent).map(({ memberId }) => memberId);
    for (const member of this.#members.filter(({ isSilent }) => isSilent)) {
      this.#members.splice(this.#members.indexOf(member), 1);
    }
    if (this.#members.length === 0) this.#join();
    this.#rounds();
    this.#changeTopics();
    this.#rounds();
    const group = this.groups.shareGroup();
    for (const memberId of silent) assert(!group.members.has(memberId), `${memberId} is silent and a member still`);
    assert.deepEqual(
      [...group.members.keys()].sort(),
      this.#members.map(({ memberId }) => memberId).sort(),
      "whoever reports is a member",
    );
    const wanted = new Set([...group.members.values()].flatMap((member) => [...member.subscribedTopicNames]));
    const expected = Object.entries(this.#topics).flatMap(([name, count]) =>
      wanted.has(name) ? Array.from({ length: count }, (_, partition) => `${name}-${partition}`) : [],
    );
    const read = new Set(this.#members.flatMap(({ memberId }) => this.groups.assigned(memberId)));
    assert.deepEqual([...read].sort(), expected.sort(), "every partition is read");
    const { epoch } = this.#members[0]!;
    this.#round();
    assert.equal(this.#members[0]!.epoch, epoch, "nothing changes any more");
  }

  /** Longer than a session and than the time after which lost questions are asked again. */
  #rounds(): void {
    for (let ms = 0; ms < SESSION_MS + 2 * RETRY_MS; ms += HEARTBEAT_MS) {
      this.#round();
      this.#answerInitializations(false);
      this.#advance(HEARTBEAT_MS);
      this.#check();
    }
  }

  // Chance

  #anyTopic(): string {
    const names = Object.keys(this.#topics);
    return names[this.#below(names.length)]!;
  }

  #pick(action: (member: Member) => void): void {
    const member = this.#members[this.#below(Math.max(1, this.#members.length))];
    if (member !== undefined) action(member);
  }

  #below(bound: number): number {
    return this.#random.uint32() % bound;
  }
}
