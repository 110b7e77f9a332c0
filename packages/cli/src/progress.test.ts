import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { barText, startProgress } from "./progress.ts";
import { capturedIo } from "./testing/captured-io.ts";

describe("a progress bar", () => {
  it("fills from left to right, and stays within its ends", () => {
    assert.equal(barText("x", 0.5), `[${"#".repeat(15)}${"-".repeat(15)}]  50 %  x`);
    assert.equal(barText("x", 2), `[${"#".repeat(30)}] 100 %  x`);
    assert.equal(barText("x", -1), `[${"-".repeat(30)}]   0 %  x`);
  });

  it("is drawn on a terminal only, not too often, and cleared in the end", () => {
    const io = capturedIo();
    startProgress(io, "x", 10).update(5);
    assert.equal(io.err(), "");
    const terminal = { ...io, stderr: Object.assign(io.stderr, { isTTY: true }) };
    let nowMs = 0;
    {
      using bar = startProgress(terminal, "x", 10, () => nowMs);
      bar.update(1);
      nowMs = 50;
      bar.update(2);
      nowMs = 150;
      bar.update(3);
    }
    assert.equal(io.err().match(/%/g)?.length, 2);
    assert.ok(io.err().endsWith("\r\u001b[K"));
    startProgress({ ...terminal, stdout: Object.assign(io.stdout, { isTTY: true }) }, "y", 10, () => nowMs).update(1);
    assert.doesNotMatch(io.err(), /y/);
  });
});
