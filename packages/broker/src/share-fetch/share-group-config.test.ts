import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KafkaConfig } from "@ottla/config";
import { ShareBroker } from "../testing/share-broker.ts";
import { shareGroupConfig, type ShareGroupConfig } from "./share-group-config.ts";

const RELEASE = 2;

function configOf(broker: Record<string, string>, group: Record<string, string>): ShareGroupConfig {
  const configs = { configs: () => new Map(Object.entries(group)) };
  return shareGroupConfig("g", KafkaConfig.standalone(new Map(Object.entries(broker))), { configs } as never);
}

describe("the configuration of a share group", () => {
  it("config share.record.lock.duration.ms lies between config group.share.min.record.lock.duration.ms and config group.share.max.record.lock.duration.ms", () => {
    const limits = {
      "group.share.min.record.lock.duration.ms": "20000",
      "group.share.max.record.lock.duration.ms": "40000",
    };
    const own = (ms: string): number => configOf(limits, { "share.record.lock.duration.ms": ms }).recordLockDurationMs;
    assert.deepEqual([own("10000"), own("25000"), own("50000")], [20_000, 25_000, 40_000]);
  });

  it("config share.delivery.count.limit lies between config group.share.min.delivery.count.limit and config group.share.max.delivery.count.limit", () => {
    const limits = { "group.share.min.delivery.count.limit": "3", "group.share.max.delivery.count.limit": "6" };
    const own = (count: string): number => configOf(limits, { "share.delivery.count.limit": count }).maxDeliveryCount;
    assert.deepEqual([own("2"), own("4"), own("9")], [3, 4, 6]);
  });

  it("config share.partition.max.record.locks lies between config group.share.min.partition.max.record.locks and config group.share.max.partition.max.record.locks", () => {
    const limits = {
      "group.share.min.partition.max.record.locks": "200",
      "group.share.max.partition.max.record.locks": "2000",
    };
    const own = (count: string): number =>
      configOf(limits, { "share.partition.max.record.locks": count }).maxInFlightRecords;
    assert.deepEqual([own("100"), own("300"), own("3000")], [200, 300, 2000]);
  });

  it("config share.auto.offset.reset says where a new group begins", () => {
    const own = (reset: string): unknown => configOf({}, { "share.auto.offset.reset": reset }).autoOffsetReset;
    assert.deepEqual(
      [own("latest"), own("earliest"), configOf({}, {}).autoOffsetReset],
      ["latest", "earliest", "latest"],
    );
    assert.deepEqual(own("by_duration:P1DT2H3M4.5S"), { durationMs: 93_784_500 });
    assert.deepEqual(own("by_duration:PT10M"), { durationMs: 600_000 });
  });

  it("config share.isolation.level and config share.renew.acknowledge.enable are the group's own", () => {
    const { isReadCommitted, isRenewEnabled } = configOf(
      {},
      {
        "share.isolation.level": "read_committed",
        "share.renew.acknowledge.enable": "false",
      },
    );
    assert.deepEqual([isReadCommitted, isRenewEnabled], [true, false]);
    assert.deepEqual([configOf({}, {}).isReadCommitted, configOf({}, {}).isRenewEnabled], [false, true]);
  });
});

describe("a broker's configuration of share groups", () => {
  it("config group.share.record.lock.duration.ms is how long a member holds a record", async (context) => {
    const config = {
      "group.share.record.lock.duration.ms": "2000",
      "group.share.min.record.lock.duration.ms": "1000",
    };
    const broker = await ShareBroker.start(context, config);
    await broker.initialize(0);
    await broker.produce(3);
    const [first, second] = [await broker.member("a"), await broker.member("b")];
    assert.equal((await first.fetch()).acquisitionLockTimeoutMs, 2000);
    assert.deepEqual(await second.acquired({ maxWaitMs: 1500 }), []);
    assert.deepEqual(await second.acquired({ maxWaitMs: 1500 }), ["0-2#2"]);
  });

  it("config group.share.delivery.count.limit is how often a record is delivered", async (context) => {
    const broker = await ShareBroker.start(context, { "group.share.delivery.count.limit": "2" });
    await broker.initialize(0);
    await broker.produce(3);
    const member = await broker.member("a");
    const release = [{ first: 0, last: 2, types: [RELEASE] }];
    assert.deepEqual(await member.acquired(), ["0-2#1"]);
    assert.deepEqual(await member.acquired({}, release), ["0-2#2"]);
    assert.deepEqual(await member.acquired({}, release), []);
  });

  it("config group.share.partition.max.record.locks is how many records are in flight", async (context) => {
    const broker = await ShareBroker.start(context, { "group.share.partition.max.record.locks": "100" });
    await broker.initialize(0);
    for (let batch = 0; batch < 3; batch++) await broker.produce(60);
    const member = await broker.member("a");
    assert.deepEqual(await member.acquired({ maxRecords: 1000 }), ["0-119#1"]);
    assert.deepEqual(await member.acquired({ maxRecords: 1000 }), []);
  });

  it("config group.share.max.share.sessions is how many members fetch at a time", async (context) => {
    const broker = await ShareBroker.start(context, {
      "group.share.max.share.sessions": "1",
      "group.share.max.size": "1",
    });
    await broker.initialize(0);
    await broker.produce(1);
    const [first, second] = [await broker.member("a"), await broker.member("b")];
    await first.fetch();
    assert.equal((await second.fetch()).errorCode, 133);
  });
});
