import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { Prng, fromHex, randomBelow, toHex } from "@ottla/base";
import { topicPartitionName } from "../../topic-partition.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import { decodeAssignment, decodeSubscription, encodeAssignment, encodeSubscription } from "../consumer-protocol.ts";
import type { AssignorCluster, MemberSubscription, PartitionAssignor } from "./assignor.ts";
import { CooperativeStickyAssignor } from "./cooperative-sticky-assignor.ts";
import { RangeAssignor } from "./range-assignor.ts";
import { RoundRobinAssignor } from "./round-robin-assignor.ts";
import { StickyAssignor, decodeStickyUserData, encodeStickyUserData } from "./sticky-assignor.ts";

interface Case {
  readonly assignor: string;
  readonly mixed: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly racks: readonly { topic: string; partition: number; racks: string[] }[];
  readonly members: readonly { id: string; instance: string | null; subscription: string }[];
  readonly result: readonly { id: string; assignment: string }[];
}

const FIXTURE = new URL("../../../../../test/fixtures/client/assignor-results.jsonl", import.meta.url);
const CASES: readonly Case[] = readFileSync(FIXTURE, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

function clusterOf(counts: ReadonlyMap<string, number>, racks: Case["racks"] = []): AssignorCluster {
  const byName = new Map(racks.map((one) => [topicPartitionName(one), one.racks]));
  return {
    partitionCount: (topic) => counts.get(topic),
    replicaRacks: (topic, partition) => byName.get(`${topic}-${partition}`) ?? [],
  };
}

function inputOf(one: Case): { cluster: AssignorCluster; members: Map<string, MemberSubscription> } {
  return {
    cluster: clusterOf(new Map(Object.entries(one.counts)), one.racks),
    members: new Map(one.members.map((m) => [m.id, decodeSubscription(fromHex(m.subscription), m.instance)])),
  };
}

function javaResult(one: Case): Map<string, TopicPartition[]> {
  return new Map(one.result.map((r) => [r.id, [...decodeAssignment(fromHex(r.assignment)).partitions]]));
}

function ourResult(assignor: PartitionAssignor, one: Case): Map<string, readonly TopicPartition[]> {
  const { cluster, members } = inputOf(one);
  return new Map([...assignor.assign(cluster, members)].map(([id, { partitions }]) => [id, partitions]));
}

/** Each member's partitions as sorted text. */
function plain(result: ReadonlyMap<string, readonly TopicPartition[]>): Record<string, string[]> {
  const members = [...result].map(([id, partitions]) => [id, partitions.map(topicPartitionName).sort()] as const);
  return Object.fromEntries(members.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function loads(result: ReadonlyMap<string, readonly TopicPartition[]>): number[] {
  return [...result.values()].map((partitions) => partitions.length).sort((left, right) => left - right);
}

function casesOf(assignor: string): readonly Case[] {
  const cases = CASES.filter((one) => one.assignor === assignor);
  assert.ok(cases.length >= 40);
  return cases;
}

describe("assignors beside Apache Kafka's", () => {
  it("range gives what Java gives, with and without racks", () => {
    for (const one of casesOf("range")) {
      assert.deepEqual(plain(ourResult(new RangeAssignor(), one)), plain(javaResult(one)), JSON.stringify(one));
    }
  });

  it("round robin gives what Java gives", () => {
    for (const one of casesOf("roundrobin")) {
      assert.deepEqual(plain(ourResult(new RoundRobinAssignor(), one)), plain(javaResult(one)), JSON.stringify(one));
    }
  });

  it("a fresh sticky group gives what Java gives", () => {
    for (const one of casesOf("sticky")) {
      assert.deepEqual(plain(ourResult(new StickyAssignor(), one)), plain(javaResult(one)), JSON.stringify(one));
    }
  });

  it("cooperative sticky is as balanced and as sticky as Java's", () => {
    for (const one of casesOf("cooperative-sticky")) {
      const { members } = inputOf(one);
      const ours = ourResult(new CooperativeStickyAssignor(), one);
      const java = javaResult(one);
      const kept = (result: ReadonlyMap<string, readonly TopicPartition[]>): number => {
        let count = 0;
        for (const [id, partitions] of result) {
          const owned = new Set(members.get(id)?.ownedPartitions.map(topicPartitionName));
          count += partitions.filter((partition) => owned.has(topicPartitionName(partition))).length;
        }
        return count;
      };
      const description = JSON.stringify({ one, ours: plain(ours), java: plain(java) });
      assert.ok(kept(ours) >= kept(java), description);
      const spread = (list: number[]): number => (list.at(-1) ?? 0) - (list[0] ?? 0);
      if (!one.mixed) assert.ok(spread(loads(ours)) <= Math.max(1, spread(loads(java))), description);
    }
  });

  it("the embedded protocol bytes are Java's", () => {
    for (const one of CASES) {
      for (const member of one.members) {
        const decoded = decodeSubscription(fromHex(member.subscription));
        assert.equal(toHex(encodeSubscription(decoded)), member.subscription);
      }
      for (const { assignment } of one.result) {
        assert.equal(toHex(encodeAssignment(decodeAssignment(fromHex(assignment)))), assignment);
      }
    }
  });
});

describe("sticky user data", () => {
  it("survives the round trip, and reads version 0 and rubbish", () => {
    const previous = {
      partitions: [
        { topic: "a", partition: 1 },
        { topic: "b", partition: 0 },
      ],
      generation: 7,
    };
    const bytes = encodeStickyUserData(previous);
    assert.deepEqual(decodeStickyUserData(bytes), previous);
    assert.equal(toHex(bytes), "000000020001610000000100000001000162000000010000000000000007");
    assert.deepEqual(decodeStickyUserData(bytes.subarray(0, -4)), { ...previous, generation: -1 });
    assert.deepEqual(decodeStickyUserData(fromHex("7fffffff")), { partitions: [], generation: -1 });
  });

  it("keeps partitions where they were when a member joins an eager group", () => {
    const members = new Map<string, MemberSubscription>();
    const cluster = clusterOf(new Map([["t", 7]]));
    const assignors = new Map<string, StickyAssignor>();
    let result = new Map<string, readonly TopicPartition[]>();
    for (const [generation, ids] of [["a"], ["a", "b"], ["a", "b", "c"]].entries()) {
      const before = result;
      members.clear();
      for (const id of ids) {
        const assignor = assignors.get(id) ?? new StickyAssignor();
        assignors.set(id, assignor);
        members.set(id, subscription(["t"], { userData: assignor.subscriptionUserData() }));
      }
      const assigned = new StickyAssignor().assign(cluster, members);
      for (const [id, assignment] of assigned) assignors.get(id)?.onAssignment(assignment, generation);
      result = new Map([...assigned].map(([id, { partitions }]) => [id, partitions]));
      for (const [id, partitions] of before) {
        const owned = new Set(partitions.map(topicPartitionName));
        const kept = (result.get(id) ?? []).filter((one) => owned.has(topicPartitionName(one)));
        assert.equal(kept.length, result.get(id)?.length, `${id} got something new while it had to give`);
      }
    }
    assert.deepEqual(loads(result), [2, 2, 3]);
  });
});

function subscription(topics: readonly string[], more: Partial<MemberSubscription> = {}): MemberSubscription {
  return {
    topics,
    userData: null,
    ownedPartitions: [],
    generationId: undefined,
    rackId: undefined,
    groupInstanceId: undefined,
    ...more,
  };
}

describe("random groups", () => {
  it("every assignor gives every wanted partition to exactly one member that wants it", () => {
    const seed = Number(process.env["SEED"] ?? 1);
    const random = new Prng(seed);
    const assignors = [new RangeAssignor(), new RoundRobinAssignor(), new StickyAssignor()];
    for (let round = 0; round < 300; round++) {
      const counts = new Map(
        Array.from({ length: 1 + randomBelow(random, 4) }, (_u, i) => [`t${i}`, randomBelow(random, 9)]),
      );
      const members = new Map<string, MemberSubscription>();
      for (let m = 0; m <= randomBelow(random, 6); m++) {
        members.set(`m${m}`, subscription([...counts.keys()].filter(() => random.float() < 0.7)));
      }
      for (const assignor of assignors) {
        const owners = new Map<string, string>();
        for (const [id, { partitions }] of assignor.assign(clusterOf(counts), members)) {
          for (const partition of partitions) {
            const name = topicPartitionName(partition);
            assert.ok(!owners.has(name), `seed ${seed}: ${assignor.name} gave ${name} twice`);
            assert.ok(members.get(id)?.topics.includes(partition.topic), `seed ${seed}: ${assignor.name}`);
            owners.set(name, id);
          }
        }
        for (const [topic, count] of counts) {
          const isWanted = [...members.values()].some((member) => member.topics.includes(topic));
          const given = [...owners.keys()].filter((name) => name.startsWith(`${topic}-`)).length;
          assert.equal(given, isWanted ? count : 0, `seed ${seed}: ${assignor.name}`);
        }
      }
    }
  });

  it("a cooperative group comes to rest, and no partition has two owners on the way", () => {
    const seed = Number(process.env["SEED"] ?? 2);
    const random = new Prng(seed);
    for (let round = 0; round < 100; round++) {
      const counts = new Map(
        Array.from({ length: 1 + randomBelow(random, 3) }, (_u, i) => [`t${i}`, 1 + randomBelow(random, 8)]),
      );
      const owned = new Map<string, readonly TopicPartition[]>();
      let generation = 0;
      for (let change = 0; change < 4; change++) {
        if (random.float() < 0.6 || owned.size === 0) owned.set(`m${round}-${change}`, []);
        else owned.delete([...owned.keys()][0] as string);
        if (owned.size === 0) continue;
        let rounds = 0;
        for (let isMoving = true; isMoving; rounds++) {
          assert.ok(rounds < 4, `seed ${seed}: the group does not come to rest`);
          const members = new Map<string, MemberSubscription>();
          for (const [id, ownedPartitions] of owned) {
            members.set(id, subscription([...counts.keys()], { ownedPartitions, generationId: generation }));
          }
          generation++;
          isMoving = false;
          const granted = new Set<string>();
          const before = new Map([...owned].flatMap(([id, list]) => list.map((one) => [topicPartitionName(one), id])));
          for (const [id, { partitions }] of new CooperativeStickyAssignor().assign(clusterOf(counts), members)) {
            for (const partition of partitions) {
              const name = topicPartitionName(partition);
              assert.ok(!granted.has(name) && (before.get(name) ?? id) === id, `seed ${seed}: ${name} has two owners`);
              granted.add(name);
            }
            const keeps = new Set(partitions.map(topicPartitionName));
            if (owned.get(id)?.some((one) => !keeps.has(topicPartitionName(one))) === true) isMoving = true;
            owned.set(id, partitions);
          }
        }
        const sizes = loads(owned);
        assert.ok((sizes.at(-1) ?? 0) - (sizes[0] ?? 0) <= 1, `seed ${seed}`);
        assert.equal(
          sizes.reduce((sum, size) => sum + size, 0),
          [...counts.values()].reduce((sum, count) => sum + count, 0),
        );
      }
    }
  });
});
