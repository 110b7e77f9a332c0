import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MetadataCache } from "./metadata-cache.ts";
import type { MetadataUpdate } from "./metadata-cache.ts";

const ID_A = "QUFBQUFBQUFBQUFBQUFBQQ";
const ID_B = "QkJCQkJCQkJCQkJCQkJCQg";

function update(
  topics: readonly { name: string; topicId?: string; leaders?: readonly [number, number][]; errorCode?: number }[],
): MetadataUpdate {
  return {
    clusterId: "c",
    controllerId: 1,
    brokers: [1, 2].map((nodeId) => ({ nodeId, host: `host${nodeId}`, port: 9092, rack: null })),
    topics: topics.map(({ name, topicId = ID_A, leaders = [], errorCode = 0 }) => ({
      errorCode,
      name,
      topicId,
      isInternal: false,
      partitions: leaders.map(([leaderId, leaderEpoch], partitionIndex) => ({
        errorCode: 0,
        partitionIndex,
        leaderId,
        leaderEpoch,
        replicaNodes: [1, 2],
        isrNodes: [1],
        offlineReplicas: [],
      })),
    })),
  };
}

const KEEP = (): boolean => true;

describe("the metadata cache", () => {
  it("begins with the bootstrap addresses and goes back to them", () => {
    const cache = new MetadataCache([
      { host: "a", port: 1 },
      { host: "b", port: 2 },
    ]);
    assert.deepEqual([...cache.nodes.keys()], [-1, -2]);
    cache.update(update([]), KEEP);
    assert.deepEqual([[...cache.nodes.keys()], cache.isBootstrap], [[1, 2], false]);
    cache.rebootstrap([{ host: "a", port: 1 }]);
    assert.deepEqual([[...cache.nodes.keys()], cache.isBootstrap], [[-1], true]);
  });

  it("never takes a partition back to an older leader epoch", () => {
    const cache = new MetadataCache([]);
    cache.update(update([{ name: "t", leaders: [[1, 5]] }]), KEEP);
    cache.update(update([{ name: "t", leaders: [[2, 4]] }]), KEEP);
    assert.equal(cache.partition("t", 0)?.leaderId, 1);
    cache.update(update([{ name: "t", leaders: [[2, 5]] }]), KEEP);
    assert.equal(cache.partition("t", 0)?.leaderId, 2);
  });

  it("takes any epoch of a topic that was made again", () => {
    const cache = new MetadataCache([]);
    cache.update(update([{ name: "t", leaders: [[1, 5]] }]), KEEP);
    cache.update(update([{ name: "t", topicId: ID_B, leaders: [[2, 0]] }]), KEEP);
    assert.equal(cache.partition("t", 0)?.leaderEpoch, 0);
    assert.equal(cache.topicName(ID_A), undefined);
    assert.equal(cache.topicName(ID_B), "t");
  });

  it("keeps what a response leaves out only as long as it is of interest", () => {
    const cache = new MetadataCache([]);
    cache.update(
      update([
        { name: "a", leaders: [[1, 0]] },
        { name: "b", topicId: ID_B, leaders: [[1, 0]] },
      ]),
      KEEP,
    );
    cache.update(update([]), (topic) => topic === "a");
    assert.deepEqual(
      [...cache.topics()].map((one) => one.name),
      ["a"],
    );
  });

  it("replaces a topic by its error, and an error by the topic", () => {
    const cache = new MetadataCache([]);
    cache.update(update([{ name: "t", leaders: [[1, 0]] }]), KEEP);
    cache.update(update([{ name: "t", errorCode: 3 }]), KEEP);
    assert.deepEqual([cache.topic("t"), cache.topicError("t")], [undefined, 3]);
    cache.update(update([{ name: "t", leaders: [[1, 0]] }]), KEEP);
    assert.equal(cache.topicError("t"), 0);
  });

  it("learns nothing from a broker that knows of no brokers", () => {
    const cache = new MetadataCache([]);
    cache.update(update([{ name: "t", leaders: [[1, 5]] }]), KEEP);
    const { version } = cache;
    cache.update({ ...update([]), brokers: [] }, KEEP);
    assert.equal(cache.version, version);
    assert.equal(cache.nodes.size, update([]).brokers.length);
    assert.ok(cache.partition("t", 0) !== undefined);
  });

  it("takes hints of newer leaders only, and only to brokers it can find", () => {
    const cache = new MetadataCache([]);
    cache.update(
      update([
        {
          name: "t",
          leaders: [
            [1, 5],
            [1, 5],
          ],
        },
      ]),
      KEEP,
    );
    const { version } = cache;
    const hints = [
      { topic: "t", partition: 0, leaderId: 2, leaderEpoch: 5 },
      { topic: "t", partition: 1, leaderId: 9, leaderEpoch: 6 },
      { topic: "other", partition: 0, leaderId: 2, leaderEpoch: 6 },
    ];
    assert.deepEqual(cache.applyHints(hints, []), []);
    assert.equal(cache.version, version);
    const node = { id: 9, host: "h", port: 1, rack: null };
    assert.deepEqual(cache.applyHints(hints, [node]), [hints[1]]);
    assert.equal(cache.partition("t", 1)?.leaderId, 9);
    assert.ok(cache.version > version && cache.nodes.has(9));
  });

  it("is not confused by names like those of object properties", () => {
    const cache = new MetadataCache([]);
    cache.update(update([{ name: "__proto__", leaders: [[1, 0]] }]), KEEP);
    assert.equal(cache.topic("__proto__")?.partitions.length, 1);
    assert.equal(cache.topic("constructor"), undefined);
  });
});
