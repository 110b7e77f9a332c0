// What the configurations of records do, seen through a whole broker: sizes, timestamps, codecs; each as a topic's own and
// as the broker's default.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { baseTimestampAt, compressionAt, CompressionType, maxTimestampAt, timestampTypeAt } from "@ottla/records";
import { MemoryBroker, RESOURCE } from "../support/memory-broker.ts";
import type { Configs } from "../support/memory-broker.ts";

const HOUR_MS = 3_600_000;

/** The same config once as the topic's own and once as the broker's. */
function bothWays(
  topicConfig: string,
  brokerConfig: string,
  value: string,
): readonly { topic?: Configs; broker?: Configs }[] {
  return [{ topic: { [topicConfig]: value } }, { broker: { [brokerConfig]: value } }];
}

async function start(
  context: TestContext,
  { topic = {}, broker = {} }: { topic?: Configs; broker?: Configs },
): Promise<MemoryBroker> {
  const fixture = await MemoryBroker.start(context, broker);
  await fixture.createTopic("t", topic);
  return fixture;
}

describe("records", () => {
  it("config max.message.bytes and config message.max.bytes: a larger batch is refused", async (context) => {
    const size = 500;
    const overhead = 100;
    for (const variant of bothWays("max.message.bytes", "message.max.bytes", String(size))) {
      const broker = await start(context, variant);
      const fits = await broker.produce("t", { value: new Uint8Array(size - overhead) });
      const tooLarge = await broker.produce("t", { value: new Uint8Array(size) });
      assert.deepEqual([fits.errorCode, tooLarge.errorCode], [0, ErrorCode.MESSAGE_TOO_LARGE]);
    }
    const broker = await start(context, {});
    assert.equal((await broker.produce("t", { value: new Uint8Array(1_000_000) })).errorCode, 0);
    assert.equal(
      (await broker.produce("t", { value: new Uint8Array(1_048_588) })).errorCode,
      ErrorCode.MESSAGE_TOO_LARGE,
    );
  });

  it("config message.timestamp.type and config log.message.timestamp.type: the broker's time replaces the producer's", async (context) => {
    const timestampOf = async (variant: { topic?: Configs; broker?: Configs }): Promise<readonly number[]> => {
      const broker = await start(context, variant);
      const timestamp = broker.clock.nowMs() - 5000;
      const { logAppendTimeMs } = await broker.produce("t", { timestamp });
      const batch = await broker.fetch("t");
      const nowMs = broker.clock.nowMs();
      return [logAppendTimeMs - nowMs, maxTimestampAt(batch, 0) - nowMs, timestampTypeAt(batch, 0)];
    };
    const [createTime] = await timestampOf({});
    assert.ok(createTime !== undefined && createTime < -1_000_000, "−1: the time is the producer's");
    assert.deepEqual((await timestampOf({})).slice(1), [-5000, 0]);
    for (const variant of bothWays("message.timestamp.type", "log.message.timestamp.type", "LogAppendTime")) {
      assert.deepEqual(await timestampOf(variant), [0, 0, 1], JSON.stringify(variant));
    }
  });

  it("config message.timestamp.before.max.ms and config log.message.timestamp.before.max.ms: what is too old is refused", async (context) => {
    const outcomes = async (variant: { topic?: Configs; broker?: Configs }): Promise<readonly number[]> => {
      const broker = await start(context, variant);
      const at = async (ms: number): Promise<number> =>
        (await broker.produce("t", { timestamp: broker.clock.nowMs() - ms })).errorCode;
      return [await at(1000), await at(1001), await at(1_000_000)];
    };
    const { INVALID_TIMESTAMP } = ErrorCode;
    assert.deepEqual(await outcomes({}), [0, 0, 0]);
    for (const variant of bothWays("message.timestamp.before.max.ms", "log.message.timestamp.before.max.ms", "1000")) {
      assert.deepEqual(await outcomes(variant), [0, INVALID_TIMESTAMP, INVALID_TIMESTAMP], JSON.stringify(variant));
    }
  });

  it("config message.timestamp.after.max.ms and config log.message.timestamp.after.max.ms: what is too far ahead is refused", async (context) => {
    const outcomes = async (variant: { topic?: Configs; broker?: Configs }): Promise<readonly number[]> => {
      const broker = await start(context, variant);
      const at = async (ms: number): Promise<number> =>
        (await broker.produce("t", { timestamp: broker.clock.nowMs() + ms })).errorCode;
      return [await at(1000), await at(1001), await at(HOUR_MS), await at(HOUR_MS + 1)];
    };
    const { INVALID_TIMESTAMP: refused } = ErrorCode;
    assert.deepEqual(await outcomes({}), [0, 0, 0, refused]);
    for (const variant of bothWays("message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms", "1000")) {
      assert.deepEqual(await outcomes(variant), [0, refused, refused, refused], JSON.stringify(variant));
    }
  });
});

/** Text that each level packs differently. */
function prose(): Uint8Array {
  const words: string[] = [];
  let state = 1;
  for (let index = 0; index < 6000; index += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    words.push(`w${(state >> 8) % 700}`);
  }
  return Buffer.from(words.join(" "));
}

describe("codecs", () => {
  const CODECS = ["uncompressed", "gzip", "snappy", "lz4", "zstd"] as const;

  it("config compression.type: batches are stored in the topic's codec, or the broker's", async (context) => {
    const codecOf = async (
      variant: { topic?: Configs; broker?: Configs },
      compression: CompressionType,
    ): Promise<number> => {
      const broker = await start(context, variant);
      await broker.append("t", { value: prose(), compression });
      return compressionAt(await broker.fetch("t"), 0);
    };
    assert.equal(await codecOf({}, CompressionType.ZSTD), CompressionType.ZSTD);
    assert.equal(
      await codecOf({ topic: { "compression.type": "producer" } }, CompressionType.GZIP),
      CompressionType.GZIP,
    );
    for (const [id, name] of CODECS.entries()) {
      const sent = id === CompressionType.GZIP ? CompressionType.LZ4 : CompressionType.GZIP;
      for (const variant of bothWays("compression.type", "compression.type", name)) {
        assert.equal(await codecOf(variant, sent), id, JSON.stringify(variant));
      }
    }
  });

  it("config compression.gzip.level, config compression.lz4.level and config compression.zstd.level: a higher level packs closer", async (context) => {
    const value = prose();
    const sizeAt = async (codec: string, level: string, place: "topic" | "broker"): Promise<number> => {
      const broker = await start(context, {
        [place]: { "compression.type": codec, [`compression.${codec}.level`]: level },
      });
      await broker.append("t", { value });
      return (await broker.fetch("t")).length;
    };
    const levels = [
      ["gzip", "1", "9"],
      ["lz4", "1", "17"],
      ["zstd", "-100", "19"],
    ] as const;
    for (const [codec, low, high] of levels) {
      for (const place of ["topic", "broker"] as const) {
        const [loose, tight] = [await sizeAt(codec, low, place), await sizeAt(codec, high, place)];
        assert.ok(tight < loose, `${codec} of the ${place}: ${tight} < ${loose}`);
      }
    }
  });
});

describe("dynamic changes", () => {
  it("a config of a topic, and one of all brokers, takes effect at once", async (context) => {
    const broker = await start(context, {});
    const value = new Uint8Array(1000);
    assert.equal((await broker.produce("t", { value })).errorCode, 0);
    await broker.alterConfigs(RESOURCE.BROKER, "", { "message.max.bytes": "500" });
    assert.equal((await broker.produce("t", { value })).errorCode, ErrorCode.MESSAGE_TOO_LARGE);
    await broker.alterConfigs(RESOURCE.TOPIC, "t", { "max.message.bytes": "2000" });
    assert.equal((await broker.produce("t", { value })).errorCode, 0);
    await broker.alterConfigs(RESOURCE.TOPIC, "t", { "message.timestamp.type": "LogAppendTime" });
    const offset = await broker.append("t", { timestamp: broker.clock.nowMs() - 9000 });
    assert.equal(baseTimestampAt(await broker.fetch("t", offset), 0) < broker.clock.nowMs(), true);
    assert.equal(maxTimestampAt(await broker.fetch("t", offset), 0), broker.clock.nowMs());
  });
});
