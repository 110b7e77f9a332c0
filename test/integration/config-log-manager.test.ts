// What the broker's configurations of its log directories and of the periodic work on them do, seen through a whole broker.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { DeleteRecordsRequest, DeleteRecordsResponse } from "@ottla/protocol/messages/delete-records";
import { DescribeProducersRequest, DescribeProducersResponse } from "@ottla/protocol/messages/describe-producers";
import {
  HIGH_WATERMARK_CHECKPOINT,
  LOG_START_OFFSET_CHECKPOINT,
  readOffsetCheckpoint,
  RECOVERY_POINT_CHECKPOINT,
} from "@ottla/storage";
import { MemoryBroker, RESOURCE } from "../support/memory-broker.ts";
import type { Configs } from "../support/memory-broker.ts";

const SMALL: Configs = { "internal.segment.bytes": "400" };

/** The offset of `t-0` in a checkpoint file. */
async function checkpointed(broker: MemoryBroker, file: string): Promise<number | undefined> {
  return (await readOffsetCheckpoint(broker.disk, `/ottla/${file}`))?.get("t-0")?.offset;
}

/** When a condition first holds, in steps of 100 ms. */
async function whenTrue(broker: MemoryBroker, condition: () => Promise<boolean>): Promise<number> {
  const startMs = broker.clock.nowMs();
  for (let turn = 0; turn < 700; turn += 1) {
    if (await condition()) return broker.clock.nowMs() - startMs;
    await broker.advance(100);
  }
  return assert.fail("it never came true");
}

async function start(context: TestContext, config: Configs, topic: Configs = {}): Promise<MemoryBroker> {
  const broker = await MemoryBroker.start(context, config);
  await broker.createTopic("t", topic);
  return broker;
}

describe("log directories", () => {
  const whereIs = async (broker: MemoryBroker, name: string): Promise<string[]> => {
    const found: string[] = [];
    for (const directory of ["/ottla", "/one", "/two", "/three"]) {
      const names = await broker.files(directory).catch((): string[] => []);
      if (names.includes(name)) found.push(directory);
    }
    return found;
  };

  it("config log.dir and config log.dirs: logs lie there, spread over all of them", async (context) => {
    const one = await start(context, { "log.dir": "/one" });
    assert.deepEqual(await whereIs(one, "t-0"), ["/one"]);
    const both = await start(context, { "log.dir": "/one", "log.dirs": "/two,/three" });
    await both.createTopic("u");
    assert.deepEqual([...(await whereIs(both, "t-0")), ...(await whereIs(both, "u-0"))].sort(), ["/three", "/two"]);
    assert.deepEqual(await whereIs(both, "meta.properties"), ["/two", "/three"]);
  });

  it("config metadata.log.dir: the metadata log lies there, else in the first log directory", async (context) => {
    const unset = await start(context, { "log.dirs": "/one,/two" });
    assert.deepEqual(await whereIs(unset, "__cluster_metadata-0"), ["/one"]);
    const set = await start(context, { "log.dirs": "/one,/two", "metadata.log.dir": "/three" });
    assert.deepEqual(await whereIs(set, "__cluster_metadata-0"), ["/three"]);
    assert.deepEqual((await whereIs(set, "t-0")).length, 1);
    assert.notDeepEqual(await whereIs(set, "t-0"), ["/three"]);
  });
});

describe("periodic work", () => {
  it("config log.initial.task.delay.ms and config log.retention.check.interval.ms: when retention is looked at", async (context) => {
    const dropsAt = async (config: Configs): Promise<readonly number[]> => {
      const broker = await start(context, config, { ...SMALL, "retention.ms": "1" });
      const fill = async (): Promise<void> => {
        for (let index = 0; index < 4; index += 1) await broker.append("t");
      };
      await fill();
      const first = await whenTrue(broker, async () => (await broker.offsetAt("t", -2)) === 4);
      await fill();
      const second = await whenTrue(broker, async () => (await broker.offsetAt("t", -2)) === 8);
      return [first, second];
    };
    const interval = "log.retention.check.interval.ms";
    const delay = "log.initial.task.delay.ms";
    assert.deepEqual(await dropsAt({ [interval]: "7000" }), [30_000, 7000]);
    assert.deepEqual(await dropsAt({ [interval]: "4000", [delay]: "9000" }), [9000, 4000]);
  });

  it("config log.flush.offset.checkpoint.interval.ms: when recovery points are written down", async (context) => {
    const broker = await start(
      context,
      { "log.flush.offset.checkpoint.interval.ms": "6000", "log.initial.task.delay.ms": "2000" },
      { "flush.messages": "1" },
    );
    await broker.append("t");
    const isAt = (offset: number) => async (): Promise<boolean> =>
      (await checkpointed(broker, RECOVERY_POINT_CHECKPOINT)) === offset;
    assert.equal(await whenTrue(broker, isAt(1)), 2000);
    await broker.append("t");
    assert.equal(await whenTrue(broker, isAt(2)), 6000);
  });

  it("config log.flush.start.offset.checkpoint.interval.ms: when start offsets are written down", async (context) => {
    const broker = await start(context, {
      "log.flush.start.offset.checkpoint.interval.ms": "6000",
      "log.initial.task.delay.ms": "2000",
    });
    await broker.append("t", { count: 9 });
    const deleteTo = async (offset: number): Promise<void> => {
      const partitions = [{ partitionIndex: 0, offset }];
      const response = await broker.request([DeleteRecordsRequest, DeleteRecordsResponse], 2, {
        topics: [{ name: "t", partitions }],
        timeoutMs: 1000,
      });
      assert.equal(response.topics[0]?.partitions[0]?.errorCode, 0);
    };
    const isAt = (offset: number) => async (): Promise<boolean> =>
      (await checkpointed(broker, LOG_START_OFFSET_CHECKPOINT)) === offset;
    await deleteTo(3);
    assert.equal(await whenTrue(broker, isAt(3)), 2000);
    await deleteTo(5);
    assert.equal(await whenTrue(broker, isAt(5)), 6000);
  });

  it("config replica.high.watermark.checkpoint.interval.ms: when high watermarks are written down", async (context) => {
    const writtenAfter = async (config: Configs): Promise<number> => {
      const broker = await start(context, config);
      await broker.append("t");
      await whenTrue(broker, async () => (await checkpointed(broker, HIGH_WATERMARK_CHECKPOINT)) === 1);
      await broker.append("t");
      return whenTrue(broker, async () => (await checkpointed(broker, HIGH_WATERMARK_CHECKPOINT)) === 2);
    };
    assert.equal(await writtenAfter({}), 5000);
    assert.equal(await writtenAfter({ "replica.high.watermark.checkpoint.interval.ms": "11000" }), 11_000);
    assert.equal(await writtenAfter({ "replica.high.watermark.checkpoint.interval.ms": "2000" }), 2000);
  });

  it("config num.recovery.threads.per.data.dir: so many logs are recovered side by side, four to a thread", async (context) => {
    const recoveredSideBySide = async (threads: string, place: "file" | "metadata"): Promise<number> => {
      const broker = await MemoryBroker.start(context);
      await broker.createTopic("t", {}, 40);
      const config = { "num.recovery.threads.per.data.dir": threads };
      if (place === "metadata") await broker.alterConfigs(RESOURCE.BROKER, "", config);
      let underWay = 0;
      let most = 0;
      broker.delay = ({ kind, path }) => {
        if (kind !== "list" || !/\/t-[0-9]+$/.test(path)) return undefined;
        underWay += 1;
        most = Math.max(most, underWay);
        return new Promise<void>((resolve) => {
          setImmediate(() => {
            underWay -= 1;
            resolve();
          });
        });
      };
      await broker.killAndReopen(place === "file" ? config : {});
      broker.delay = undefined;
      return most;
    };
    assert.equal(await recoveredSideBySide("1", "file"), 4);
    assert.equal(await recoveredSideBySide("3", "file"), 12);
    assert.equal(await recoveredSideBySide("5", "metadata"), 20);
  });
});

describe("idle producers", () => {
  const producerCount = async (broker: MemoryBroker): Promise<number> => {
    const response = await broker.request([DescribeProducersRequest, DescribeProducersResponse], 0, {
      topics: [{ name: "t", partitionIndexes: [0] }],
    });
    const partition = response.topics[0]?.partitions[0];
    assert.equal(partition?.errorCode, ErrorCode.NONE);
    return partition.activeProducers.length;
  };

  it("config producer.id.expiration.ms and config producer.id.expiration.check.interval.ms: when they are forgotten", async (context) => {
    const forgottenAfter = async (config: Configs, dynamic: Configs = {}): Promise<number> => {
      const broker = await start(context, config);
      if (Object.keys(dynamic).length > 0) await broker.alterConfigs(RESOURCE.BROKER, "", dynamic);
      await broker.append("t", { producerId: 7n });
      assert.equal(await producerCount(broker), 1);
      return whenTrue(broker, async () => (await producerCount(broker)) === 0);
    };
    const expiration = "producer.id.expiration.ms";
    const interval = "producer.id.expiration.check.interval.ms";
    assert.equal(await forgottenAfter({ [expiration]: "5000", [interval]: "1000" }), 5000);
    assert.equal(await forgottenAfter({ [expiration]: "5000", [interval]: "8000" }), 8000);
    assert.equal(await forgottenAfter({ [interval]: "1000" }, { [expiration]: "3000" }), 3000);
  });
});
