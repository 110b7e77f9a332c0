import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetadataResponse } from "@ottla/protocol/messages/metadata";
import { ADMIN_CONFIG } from "../config/admin-config.ts";
import { resolveConfig } from "../config/resolve.ts";
import { ScriptedCluster } from "../testing/scripted-broker.ts";
import { MetadataCache } from "./metadata-cache.ts";
import { MetadataUpdater } from "./metadata-updater.ts";

const RESPONSE: MetadataResponse = {
  throttleTimeMs: 0,
  brokers: [{ nodeId: 0, host: "h", port: 1, rack: null }],
  clusterId: "c",
  controllerId: 0,
  topics: [],
  clusterAuthorizedOperations: 0,
  errorCode: 0,
};

describe("the metadata updater", () => {
  it("has one request under way, also when an answer makes somebody ask again at once", async () => {
    await using cluster = await ScriptedCluster.start();
    const asked: ((response: MetadataResponse) => void)[] = [];
    const updater = new MetadataUpdater({
      config: resolveConfig(ADMIN_CONFIG, { bootstrapServers: "h:1" }),
      ports: cluster.ports,
      cache: new MetadataCache([]),
      interest: { topics: () => [], isOfInterest: () => false },
      ask: () => new Promise((resolve) => void asked.push(resolve)),
      rebootstrap: () => undefined,
    });
    updater.requestUpdate({ isUrgent: true });
    assert.equal(asked.length, 1);
    updater.onUpdate(() => updater.requestUpdate({ isUrgent: true }));
    asked[0]?.(RESPONSE);
    await cluster.advance(1);
    assert.equal(asked.length, 2, "who was told has asked");
    updater.requestUpdate({ isUrgent: true });
    await cluster.advance(1);
    assert.equal(asked.length, 2, "and is answered first");
    asked[1]?.(RESPONSE);
    await cluster.advance(1);
    assert.equal(asked.length, 3);
    updater.close();
  });
});
