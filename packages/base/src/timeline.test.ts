// Timeline structures against a model: a full copy of the state at every snapshot.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { AssertionError } from "./assert.ts";
import { SnapshotRegistry } from "./snapshot-registry.ts";
import { TimelineMap, TimelineSet, TimelineValue } from "./timeline-map.ts";

interface State {
  readonly map: Map<number, number | undefined>;
  readonly set: Set<number>;
  readonly value: number;
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ key: fc.nat(4), put: fc.option(fc.nat(9), { nil: undefined }) }) },
  { weight: 3, arbitrary: fc.record({ remove: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant({ clear: true as const }) },
  { weight: 3, arbitrary: fc.record({ snapshot: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ revert: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ deleteUpTo: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ deleteOne: fc.nat(5) }) },
);

class Subject {
  readonly registry = new SnapshotRegistry();
  readonly map = new TimelineMap<number, number | undefined>(this.registry);
  readonly set = new TimelineSet<number>(this.registry);
  readonly value = new TimelineValue<number>(this.registry, 0);

  state(epoch?: number): State {
    return { map: this.map.toMap(epoch), set: this.set.toSet(epoch), value: this.value.get(epoch) };
  }

  check(model: Map<number, State>, latest: State): void {
    assert.deepEqual(this.state(), latest);
    assert.deepEqual(new Map(this.map), latest.map);
    assert.equal(this.map.size, latest.map.size);
    assert.deepEqual(this.registry.epochs, [...model.keys()]);
    for (const [epoch, state] of model) {
      assert.deepEqual(this.state(epoch), state);
      for (let key = 0; key <= 4; key++) {
        assert.equal(this.map.get(key, epoch), state.map.get(key));
        assert.equal(this.map.has(key, epoch), state.map.has(key));
        assert.equal(this.set.has(key, epoch), state.set.has(key));
      }
    }
  }
}

test("every snapshot reads as the state it was made of, through reverts and deletions", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const subject = new Subject();
      const snapshots = new Map<number, State>();
      const at = (index: number): number | undefined => [...snapshots.keys()][index];
      let latest: State = { map: new Map(), set: new Set(), value: 0 };
      const change = (edit: (state: { map: State["map"]; set: State["set"] }) => void, value = latest.value): void => {
        const next = { map: new Map(latest.map), set: new Set(latest.set) };
        edit(next);
        latest = { ...next, value };
      };
      for (const action of steps) {
        if ("key" in action) {
          subject.map.set(action.key, action.put);
          subject.set.add(action.key);
          subject.value.set(action.key);
          change((state) => {
            state.map.set(action.key, action.put);
            state.set.add(action.key);
          }, action.key);
        } else if ("remove" in action) {
          assert.equal(subject.map.delete(action.remove), latest.map.has(action.remove));
          assert.equal(subject.set.delete(action.remove), latest.set.has(action.remove));
          change((state) => {
            state.map.delete(action.remove);
            state.set.delete(action.remove);
          });
        } else if ("clear" in action) {
          subject.map.clear();
          subject.set.clear();
          change((state) => {
            state.map.clear();
            state.set.clear();
          });
        } else if ("snapshot" in action) {
          const epoch = Math.max(0, subject.registry.latestEpoch) + action.snapshot;
          subject.registry.createSnapshot(epoch);
          snapshots.set(epoch, latest);
        } else if ("revert" in action) {
          const epoch = at(action.revert);
          if (epoch === undefined) continue;
          subject.registry.revertTo(epoch);
          latest = snapshots.get(epoch)!;
          for (const other of snapshots.keys()) if (other > epoch) snapshots.delete(other);
        } else if ("deleteUpTo" in action) {
          const epoch = at(action.deleteUpTo);
          if (epoch === undefined) continue;
          subject.registry.deleteUpTo(epoch);
          for (const other of snapshots.keys()) if (other < epoch) snapshots.delete(other);
        } else {
          const epoch = at(action.deleteOne);
          if (epoch === undefined) continue;
          subject.registry.deleteSnapshot(epoch);
          snapshots.delete(epoch);
        }
        subject.check(snapshots, latest);
      }
    }),
    { numRuns: 300 },
  );
});

test("the newest epoch again does nothing; an older or unknown one is an assertion", () => {
  const registry = new SnapshotRegistry();
  const map = new TimelineMap<string, number>(registry);
  registry.createSnapshot(5);
  map.set("a", 1);
  registry.createSnapshot(5);
  assert.equal(map.get("a", 5), undefined);
  assert.throws(() => registry.createSnapshot(4), AssertionError);
  assert.throws(() => registry.revertTo(4), AssertionError);
  assert.throws(() => map.get("a", 4), AssertionError);
  registry.clear();
  assert.equal(registry.latestEpoch, -Infinity);
  assert.equal(map.get("a"), 1);
});

test("a structure made after a snapshot is empty at it", () => {
  const registry = new SnapshotRegistry();
  const outer = new TimelineMap<string, TimelineSet<string>>(registry);
  registry.createSnapshot(1);
  const inner = new TimelineSet<string>(registry);
  outer.set("group", inner);
  inner.add("member");
  registry.createSnapshot(2);
  inner.delete("member");
  registry.revertTo(2);
  assert.deepEqual([...outer.get("group")!], ["member"]);
  registry.revertTo(1);
  assert.equal(outer.size, 0);
  assert.equal(inner.size, 0);
});

test("without snapshots nothing is remembered", () => {
  const registry = new SnapshotRegistry();
  const map = new TimelineMap<string, number>(registry);
  assert.equal(map.put("a", 1), undefined);
  assert.equal(map.put("a", 2), 1);
  const seen: [string, number][] = [];
  map.forEach((value, key) => seen.push([key, value]));
  assert.deepEqual(seen, [["a", 2]]);
  assert.deepEqual([...map.keys(), ...map.values()], ["a", 2]);
});
