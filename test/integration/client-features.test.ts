// Finalized features through our admin client.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FeatureUpgradeType } from "@ottla/client";
import { clientTargetWith } from "./client-target.ts";

const { target, skip } = await clientTargetWith("UpdateFeatures");

describe("features", { skip }, () => {
  it("are told, and a change can be tried without being made", async () => {
    const { admin } = target;
    const before = await admin.describeFeatures();
    const level = before.finalizedFeatures.get("group.version")?.max;
    assert.equal(level, 1);
    const lower = { feature: "group.version", maxVersionLevel: 0, upgradeType: FeatureUpgradeType.SAFE_DOWNGRADE };
    (await admin.updateFeatures([lower], { validateOnly: true })).throwIfAnyFailed();
    assert.equal((await admin.describeFeatures()).finalizedFeatures.get("group.version")?.max, 1);
    const unknown = await admin.updateFeatures([{ feature: "nope", maxVersionLevel: 1 }], { validateOnly: true });
    assert.equal(unknown.errors()[0]?.[1].code, "INVALID_UPDATE_VERSION");
  });
});
