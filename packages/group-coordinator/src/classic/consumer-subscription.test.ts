import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EMPTY_BYTES, fromHex } from "@ottla/base";
import { WireWriter } from "@ottla/protocol";
import { ConsumerProtocolSubscription } from "@ottla/protocol/messages/consumer-protocol";
import { subscribedTopicsOf } from "./consumer-subscription.ts";

describe("the topics of a subscription", () => {
  it("are read from every version", () => {
    for (let version = 0; version <= 3; version++) {
      const writer = new WireWriter();
      writer.int16(version, "version");
      ConsumerProtocolSubscription.encode(writer, { topics: ["a", "übung"] }, version);
      assert.deepEqual(subscribedTopicsOf(writer.finishBytes()), ["a", "übung"]);
    }
  });

  it("of a version that does not exist yet are read as far as they are known", () => {
    assert.deepEqual(subscribedTopicsOf(fromHex("006300000001000161ffffffffabcdef")), ["a"]);
  });

  const broken = {
    "no bytes": "",
    "a negative version": "ffff00000000ffffffff",
    "a negative count": "0000ffffffff",
    "a count that the bytes cannot hold": "00007fffffff0000",
    "a name that ends too late": "000000000001000561",
    "a negative name length": "000000000001ffffffffffff",
    "no user data": "000000000001000161",
    "user data that ends too late": "0000000000010001610000000301",
  };
  for (const [what, hex] of Object.entries(broken)) {
    it(`are unknown for ${what}`, () => {
      assert.equal(subscribedTopicsOf(hex === "" ? EMPTY_BYTES : fromHex(hex)), undefined);
    });
  }
});
