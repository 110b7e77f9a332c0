import nodeAssert from "node:assert/strict";
import { test } from "node:test";
import { assert, AssertionError, unreachable } from "./assert.ts";

test("an invariant that holds is silent, one that does not names itself", () => {
  assert(true, "holds");
  nodeAssert.throws(() => assert(false, "offsets grow"), { name: "AssertionError", message: "offsets grow" });
  nodeAssert.throws(() => unreachable("x" as never, "a state is known"), AssertionError);
});
