import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UsageError } from "./failure.ts";
import { propertiesOfPairs } from "./properties.ts";

describe("properties on the command line", () => {
  it("end their key at the first =", () => {
    assert.deepEqual(
      [...propertiesOfPairs(["key.separator==>", "a=b", "a=c"])],
      [
        ["key.separator", "=>"],
        ["a", "c"],
      ],
    );
  });

  it("may lack a value, unless one is needed", () => {
    assert.deepEqual([...propertiesOfPairs(["null.marker"])], [["null.marker", ""]]);
    const refusal = new UsageError("Invalid property 'null.marker': write key=value");
    assert.throws(() => propertiesOfPairs(["null.marker"], { needsValue: true }), refusal);
    assert.throws(() => propertiesOfPairs(["=x"]), UsageError);
  });
});
