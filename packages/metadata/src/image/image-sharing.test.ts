import assert from "node:assert/strict";
import { test } from "node:test";
import { ControllerHarness } from "../testing/controller-harness.ts";
import { topicRecord, partitionRecord } from "../records/new-records.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { MetadataReplayer } from "../controller/metadata-replayer.ts";

/** Objects that can be reached from a value, private fields apart from maps of topics left out. */
function reachable(value: unknown, seen: Set<object> = new Set()): Set<object> {
  if (typeof value !== "object" || value === null || seen.has(value)) return seen;
  seen.add(value);
  for (const inner of Object.values(value)) reachable(inner, seen);
  return seen;
}

test("one more topic leaves every other topic, and everything else, the same object", () => {
  const harness = ControllerHarness.withBrokers(1);
  for (let index = 0; index < 500; index++) harness.create(`topic-${index}`);
  const before = harness.image;
  harness.create("one-more");
  const after = harness.image;
  for (const topic of before.topics.values()) assert.equal(after.topics.getById(topic.id), topic);
  assert.equal(after.cluster, before.cluster);
  assert.equal(after.configs, before.configs);
  assert.equal(after.features, before.features);
  assert.equal(before.topics.getByName("one-more"), undefined);
  const shared = reachable([...before.topics.values()]);
  const fresh = [...reachable([...after.topics.values()])].filter((object) => !shared.has(object));
  assert.ok(fresh.length < 15, `${fresh.length} new objects`);
});

test("one more topic costs the same among ten and among ten thousand", () => {
  const timeOf = (count: number): number => {
    const replayer = new MetadataReplayer();
    const topic = (index: number): MetadataRecord[] => {
      const id = `id${String(index).padStart(19, "0")}A`;
      const partition = {
        replicas: [1],
        directories: ["directory000000000001A"],
        isr: [1],
        removingReplicas: [],
        addingReplicas: [],
        elr: [],
        lastKnownElr: [],
        leader: 1,
        leaderRecoveryState: 0,
        leaderEpoch: 0,
        partitionEpoch: 0,
      };
      return [topicRecord(`topic-${index}`, id), partitionRecord(id, 0, partition)];
    };
    const records = Array.from({ length: count }, (_, index) => topic(index)).flat();
    replayer.replay({ records, lastOffset: records.length - 1, epoch: 1, timestampMs: 0 });
    replayer.publish();
    let offset = records.length;
    const once = (index: number): void => {
      const more = topic(index);
      offset += more.length;
      replayer.replay({ records: more, lastOffset: offset - 1, epoch: 1, timestampMs: 0 });
      replayer.publish();
    };
    for (let index = 0; index < 300; index++) once(count + index);
    const start = performance.now();
    for (let index = 300; index < 600; index++) once(count + index);
    return performance.now() - start;
  };
  const small = Math.min(timeOf(10), timeOf(10), timeOf(10));
  const large = Math.min(timeOf(10_000), timeOf(10_000), timeOf(10_000));
  assert.ok(large < small * 8 + 5, `${small.toFixed(1)} ms among 10, ${large.toFixed(1)} ms among 10,000`);
});
