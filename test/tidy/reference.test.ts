// The reference of the client is what the docstrings say.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "./source-tree.ts";

describe("the reference of the client", () => {
  it("is made from the sources as they are", () => {
    const result = spawnSync(process.execPath, [join(ROOT, "tools/api-reference.ts"), "--check"], { encoding: "utf8" });
    assert.equal(result.status, 0, result.stdout + result.stderr);
  });
});
