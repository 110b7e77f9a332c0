import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { javaHashOrder } from "./java-hash-order.ts";

describe("the order of Java's HashMap", () => {
  it("goes by spread hash codes, in a table that grew with its keys", () => {
    // As Java printed the key set.
    const few = ["retention.ms", "cleanup.policy", "segment.bytes"];
    assert.deepEqual(javaHashOrder(few), ["cleanup.policy", "retention.ms", "segment.bytes"]);
    const many =
      "a b c d e f g h i j k l m aa bb cc dd ee ff topic-1 topic-2 compression.type min.insync.replicas".split(" ");
    assert.equal(
      javaHashOrder(many).join(" "),
      "aa bb cc dd ee ff compression.type a b c d e f g h i j min.insync.replicas k topic-1 l topic-2 m",
    );
  });
});
