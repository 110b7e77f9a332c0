import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { StartGate } from "./start-gate.ts";

describe("threads that begin together", () => {
  it("wait for the slowest, and not for one that fails", async () => {
    const gate = new StartGate();
    const [fast, slow, broken] = [0, 1, 2].map(() => Promise.withResolvers<void>());
    assert.ok(fast !== undefined && slow !== undefined && broken !== undefined);
    const passed: string[] = [];
    const passing = [
      gate.pass(fast.promise).then(() => passed.push("fast")),
      gate.pass(slow.promise).then(() => passed.push("slow")),
    ];
    const failing = gate.pass(broken.promise);
    fast.resolve();
    broken.reject(new Error("it does not load"));
    await assert.rejects(failing, /does not load/);
    assert.deepEqual(passed, []);
    slow.resolve();
    await Promise.all(passing);
    assert.deepEqual(passed.sort(), ["fast", "slow"]);
    await gate.pass(Promise.resolve());
  });
});
