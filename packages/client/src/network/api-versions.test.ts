import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { LazyApi } from "./api-versions.ts";

const METADATA = { request: MetadataRequest, response: MetadataResponse };

describe("an API that is loaded when it is needed", () => {
  it("is loaded once, for all who wait for it, and is there at once afterwards", async () => {
    let loads = 0;
    const api = new LazyApi(async () => {
      loads++;
      return await Promise.resolve(METADATA);
    });
    assert.equal(api.loaded, undefined);
    assert.deepEqual(await Promise.all([api.load(), api.load()]), [METADATA, METADATA]);
    assert.equal(api.loaded, METADATA);
    assert.equal(await api.load(), METADATA);
    assert.equal(loads, 1);
  });

  it("is loaded again after that failed", async () => {
    let loads = 0;
    const api = new LazyApi(async () => {
      if (loads++ === 0) throw new Error("too many open files");
      return await Promise.resolve(METADATA);
    });
    const first = await Promise.allSettled([api.load(), api.load()]);
    assert.deepEqual(
      first.map((one) => one.status),
      ["rejected", "rejected"],
    );
    assert.equal(api.loaded, undefined);
    assert.equal(await api.load(), METADATA);
    assert.equal(loads, 2);
  });
});
