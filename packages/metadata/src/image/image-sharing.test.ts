import assert from "node:assert/strict";
import { Session } from "node:inspector";
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

/** How often blocks of this package's code were run by `work`: a measure of work that does not depend on the machine. */
function blocksRun(work: () => void): number {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  work();
  let total = 0;
  session.post("Profiler.takePreciseCoverage", (error, { result }) => {
    assert.equal(error, null);
    for (const { url, functions } of result) {
      if (!url.includes("/packages/metadata/src/")) continue;
      for (const { ranges } of functions) for (const { count } of ranges) total += count;
    }
  });
  session.disconnect();
  assert.ok(total > 0, "the package's code was seen");
  return total;
}

test("one more topic costs the same among ten and among ten thousand", () => {
  const workAmong = (count: number): number => {
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
    const more = topic(count);
    return blocksRun(() => {
      replayer.replay({ records: more, lastOffset: records.length + 1, epoch: 1, timestampMs: 0 });
      replayer.publish();
    });
  };
  const [small, large] = [workAmong(10), workAmong(10_000)];
  // The depth of the tree may show, the number of topics may not.
  assert.ok(large < small * 3, `${small} blocks among 10, ${large} among 10,000`);
});
