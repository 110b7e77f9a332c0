// Silences: for whom they hold and when, and what cannot be one.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Silences } from "./silences.ts";
import type { Silence } from "./silences.ts";

const ONE: Silence = {
  id: "1",
  cluster: "^prod$",
  group: "bill",
  fromMs: 100,
  untilMs: 200,
  comment: "",
  createdBy: "",
  isConfigured: false,
};

function silences(...changes: Partial<Silence>[]): Silences {
  const kept = new Silences();
  for (const change of changes) kept.add({ ...ONE, ...change });
  return kept;
}

describe("silences", () => {
  it("hold for what matches, from their beginning until before their end", () => {
    const kept = silences({});
    const at = (nowMs: number, cluster = "prod", group = "billing"): boolean => kept.isSilent(cluster, group, nowMs);
    assert.deepEqual([at(99), at(100), at(199), at(200)], [false, true, true, false]);
    assert.deepEqual([at(150, "prod2"), at(150, "prod", "orders")], [false, false]);
  });

  it("without a name match everything, and without an end last", () => {
    const kept = silences({ cluster: "", group: "", untilMs: Infinity });
    assert.equal(kept.isSilent("any", "one", 1e15), true);
    assert.deepEqual(kept.expire(1e15), []);
  });

  it("are listed until they are over, then forgotten", () => {
    const kept = silences({}, { id: "2", untilMs: 300 });
    const ids = (list: Silence[]): string => list.map((one) => one.id).join(" ");
    assert.equal(ids(kept.list(0)), "1 2");
    assert.equal(ids(kept.list(250)), "2");
    assert.equal(ids(kept.expire(250)), "1");
    assert.equal(kept.get("1"), undefined);
    assert.deepEqual([kept.remove("2"), kept.remove("2")], [true, false]);
  });

  it("that cannot be are refused", () => {
    assert.throws(() => silences({ group: "(" }), { code: "ERR_OTTLA_LAG_SILENCE", message: /^group is no regular/ });
    assert.throws(() => silences({ fromMs: 200 }), { message: "it ends before it begins" });
    const full = silences(...Array.from({ length: 1_000 }, (_, index) => ({ id: String(index) })));
    assert.throws(() => full.add({ ...ONE, id: "one more" }), { message: "there are 1000 silences already" });
    full.add({ ...ONE, id: "5" });
  });
});
