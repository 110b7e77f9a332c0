// Gaps that compaction leaves between segments, and holes that a power failure tears, look the same to a recovery. It must not take the one for the
// other, whatever the policy of the topic is by then.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Prng } from "@ottla/base";
import { CLEANER_OFFSET_CHECKPOINT, RECOVERY_POINT_CHECKPOINT } from "../checkpoint-file.ts";
import { batch, openTestLog, type TestLog } from "../testing/fixtures.ts";
import { CleanerWorld, recordsOf } from "../testing/cleaner-world.ts";

const LEFT = ["0:k2=v1", "2:k1=v2", "3:k3=v1", "4:k1=v3"];

/** A compacted log whose first segment is about to lose its last record; nothing was checkpointed since it was made. */
async function fill(): Promise<CleanerWorld> {
  const world = await CleanerWorld.open({ minCleanableDirtyRatio: 0, segmentBytes: 200 }, { tracksDurability: true });
  for (const directory of ["/", "/a"]) await world.disk.syncDirectory(directory);
  await world.put("k2=v1", "k1=v1");
  await world.roll();
  await world.put("k1=v2", "k3=v1");
  await world.roll();
  await world.put("k1=v3");
  return world;
}

const DELETE = { compact: false, delete: true, retentionMs: -1 };

/** The process ends and the topic is not compacted any more; what the next one reads. */
async function readAfterCrash(world: CleanerWorld, kind: "process" | "power", seed = 1): Promise<string[]> {
  world.disk.crash({ random: new Prng(seed), kind });
  world.config = { ...world.config, ...DELETE };
  await world.reopen();
  return await recordsOf(await world.log());
}

/** The recovery points as they were when the log was made: what Apache Kafka leaves, which checkpoints them once a minute. */
async function forgetRecoveryPoints(world: CleanerWorld): Promise<void> {
  await world.disk.replaceFile(`/a/${RECOVERY_POINT_CHECKPOINT}`, Buffer.from("0\n1\nt 0 0\n"));
}

describe("a topic that was compacted and is not any more", () => {
  for (const kind of ["process", "power"] as const) {
    test(`keeps what lies behind a gap when the ${kind} ends`, async () => {
      const world = await fill();
      await world.cleanAll();
      const log = await world.log();
      assert.deepEqual([log.segmentBaseOffsets, await recordsOf(log)], [[0, 2, 4], LEFT]);
      assert.ok(log.recoveryPoint < log.logEndOffset, "a clean stop would not look");
      const left = await readAfterCrash(world, kind);
      assert.deepEqual(left, LEFT.slice(0, kind === "power" ? left.length : LEFT.length));
      assert.ok(left.length >= 3, "what was cleaned is durable");
    });
  }

  test("keeps it whenever the machine ends during the cleaning", async () => {
    for (let n = 1; ; n++) {
      const world = await fill();
      let count = 0;
      const onOperation = (): undefined => {
        if (++count === n) world.disk.crash({ random: new Prng(n), kind: "process" });
      };
      world.disk.options = { ...world.disk.options, onOperation };
      await world.manager.cleaner.cleanOnce();
      world.disk.options = { ...world.disk.options, onOperation: () => undefined };
      const left = await readAfterCrash(world, "process");
      for (const record of LEFT) assert.ok(left.includes(record), `${record} after a crash at operation ${n}`);
      if (count >= n) continue;
      assert.ok(n > 20, `${n} operations`);
      break;
    }
  });

  test("keeps it in a directory of Apache Kafka, whose cleaner tells how far it went", async () => {
    const world = await fill();
    await world.cleanAll();
    await forgetRecoveryPoints(world);
    assert.deepEqual(await readAfterCrash(world, "process"), LEFT);
    // From now on the recovery point says so: the cleaner's word may go.
    await world.disk.unlink(`/a/${CLEANER_OFFSET_CHECKPOINT}`);
    assert.deepEqual(await readAfterCrash(world, "process"), LEFT);
  });

  for (const [how, bytes] of [
    ["missing", undefined],
    ["empty", ""],
    ["damaged", "0\n7\n"],
  ] as const) {
    test(`keeps it where the recovery points are ${how}`, async () => {
      const world = await fill();
      await world.cleanAll();
      await world.disk.unlink(`/a/${CLEANER_OFFSET_CHECKPOINT}`);
      if (bytes === undefined) await world.disk.unlink(`/a/${RECOVERY_POINT_CHECKPOINT}`);
      else await world.disk.replaceFile(`/a/${RECOVERY_POINT_CHECKPOINT}`, Buffer.from(bytes));
      assert.deepEqual(await readAfterCrash(world, "process"), LEFT);
      assert.deepEqual(await readAfterCrash(world, "process"), LEFT);
    });
  }

  test("keeps it if the policy changes after a recovery that knew of the compaction", async () => {
    const world = await fill();
    await world.cleanAll();
    await world.disk.unlink(`/a/${CLEANER_OFFSET_CHECKPOINT}`);
    await forgetRecoveryPoints(world);
    world.disk.crash({ random: new Prng(1), kind: "process" });
    await world.reopen();
    assert.deepEqual(await readAfterCrash(world, "process"), LEFT);
  });
});

describe("a hole", () => {
  /** Three segments of one record, the middle one of which is gone. */
  async function withoutMiddle(): Promise<CleanerWorld> {
    const world = await CleanerWorld.open(DELETE);
    for (const record of ["k1=v1", "k2=v1", "k3=v1"]) {
      await world.put(record);
      await world.roll();
    }
    world.disk.crash({ random: new Prng(1), kind: "process" });
    for (const name of await world.names())
      if (name.startsWith("00000000000000000001.")) await world.disk.unlink(`/a/t-0/${name}`);
    return world;
  }

  test("ends a log of a new directory", async () => {
    const world = await withoutMiddle();
    await world.reopen();
    assert.deepEqual(await recordsOf(await world.log()), ["0:k1=v1"]);
  });

  test("ends a log that was checkpointed before", async () => {
    const world = await withoutMiddle();
    await forgetRecoveryPoints(world);
    await world.reopen();
    assert.deepEqual(await recordsOf(await world.log()), ["0:k1=v1"]);
  });
});

describe("a replica of a log with gaps", () => {
  const RELATIVE_OFFSET_MAX = 0x7fff_ffff;
  const append = async ({ log }: TestLog, baseOffset: number): Promise<void> => {
    const records = [{ value: "v".repeat(600) }];
    const info = await log.appendAsFollower(batch({ baseOffset, leaderEpoch: 0, records }), 0);
    assert.equal(info.errorCode, 0, info.errorMessage ?? "");
  };

  test("has none between its segments, and recovers whole", async () => {
    const test = await openTestLog({ config: { segmentBytes: 1000 } });
    for (const baseOffset of [0, 10, 20]) await append(test, baseOffset);
    assert.deepEqual(test.log.segmentBaseOffsets, [0, 1, 11]);
    test.disk.crash({ random: new Prng(1), kind: "process" });
    await test.reopen({});
    assert.deepEqual([test.log.logEndOffset, test.log.segmentCount], [21, 3]);
  });

  test("begins a segment behind a gap that no segment's offsets span", async () => {
    const test = await openTestLog();
    const far = 2 + RELATIVE_OFFSET_MAX;
    await append(test, 0);
    await append(test, far);
    assert.deepEqual(test.log.segmentBaseOffsets, [0, far]);
    await append(test, far + 1 + RELATIVE_OFFSET_MAX);
    assert.deepEqual(test.log.segmentBaseOffsets, [0, far, far + 1]);
  });
});
