/** The cleaner of a log manager on a virtual disk: what is left of a log, which files, and who waits for whom. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { batch } from "../testing/fixtures.ts";
import { CleanerWorld, recordsOf } from "../testing/cleaner-world.ts";

/** All records of these tests have the same size. */
const BATCH_BYTES = batch({ records: [{ key: "K1", value: "V1" }] }).length;
const THREE_A_SEGMENT = { segmentBytes: 3 * BATCH_BYTES };

const bases = (world: CleanerWorld): Promise<string[]> =>
  world
    .names()
    .then((names) => names.filter((name) => name.endsWith(".log")).map((name) => String(parseInt(name, 10))));

describe("the example of docs/log-compaction.md", () => {
  test("a log half of which is dirty is not cleaned at 0.5, and is at 0.49", async () => {
    const world = await CleanerWorld.open({ ...THREE_A_SEGMENT, minCleanableDirtyRatio: 0 });
    const log = await world.log();
    await world.put("K1=V1", "K2=V1", "K3=V1");
    await world.roll();
    // {0–2} becomes the clean part.
    assert.equal(await world.manager.cleaner.cleanOnce(), true);
    assert.equal(world.manager.cleaner.checkpointOf(log), 3);
    world.setConfig({ minCleanableDirtyRatio: 0.5 });
    await world.put("K3=V2", "K1=V2", "K2=V2", "K1=V3");
    assert.deepEqual(await bases(world), ["0", "3", "6"]);
    assert.equal(await world.manager.cleaner.cleanOnce(), false);
    assert.equal(world.manager.cleaner.metrics.infoOf(log).dirtyRatio, 0.5);
    world.setConfig({ minCleanableDirtyRatio: 0.49 });
    assert.equal(await world.manager.cleaner.cleanOnce(), true);
    assert.deepEqual(await recordsOf(log), ["3:K3=V2", "4:K1=V2", "5:K2=V2", "6:K1=V3"]);
    assert.deepEqual([log.logStartOffset, log.logEndOffset, world.manager.cleaner.checkpointOf(log)], [0, 7, 6]);
    assert.equal(await world.manager.cleaner.cleanOnce(), false);
    await world.manager.close();
  });
});
