import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import {
  ReadShareGroupStateSummaryRequest,
  ReadShareGroupStateSummaryResponse,
} from "@ottla/protocol/messages/read-share-group-state-summary";
import { GROUP, ShareBroker } from "../testing/share-broker.ts";

const ACCEPT = 1;
const RELEASE = 2;
const RENEW = 4;
const LOCK_MS = 30_000;

/** A broker whose group begins at offset 0, with ten records. */
async function begun(context: Parameters<typeof ShareBroker.start>[0], config = {}): Promise<ShareBroker> {
  const broker = await ShareBroker.start(context, config);
  assert.equal(await broker.initialize(0), ErrorCode.NONE);
  await broker.produce(10);
  return broker;
}

async function startOffset(broker: ShareBroker): Promise<number> {
  const codecs = [ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse] as const;
  const topics = [{ topicId: broker.topicId, partitions: [{ partition: 0, leaderEpoch: -1 }] }];
  return (await broker.ask(codecs, 1, { groupId: GROUP, topics })).results[0]!.partitions[0]!.startOffset;
}

describe("a share session", () => {
  it("begins with epoch 0, goes on with the next, and ends with -1", async (context) => {
    const broker = await begun(context);
    const member = await broker.member("m");
    member.epoch = 1;
    assert.equal((await member.fetch()).errorCode, ErrorCode.SHARE_SESSION_NOT_FOUND);
    assert.equal((await member.acknowledge([])).errorCode, ErrorCode.SHARE_SESSION_NOT_FOUND);
    member.epoch = 0;
    assert.equal((await member.acknowledge([])).errorCode, ErrorCode.INVALID_SHARE_SESSION_EPOCH);
    assert.deepEqual(await member.acquired(), ["0-9#1"]);
    assert.equal((await member.fetch({ shareSessionEpoch: 7 })).errorCode, ErrorCode.INVALID_SHARE_SESSION_EPOCH);
    assert.equal((await member.fetch()).errorCode, ErrorCode.NONE);
    const last = await member.fetch({ shareSessionEpoch: -1, topics: [] });
    assert.deepEqual([last.errorCode, last.responses], [ErrorCode.NONE, []]);
    assert.equal((await member.fetch()).errorCode, ErrorCode.SHARE_SESSION_NOT_FOUND);
  });

  it("may not begin with acknowledgements, nor without a group or member", async (context) => {
    const broker = await begun(context);
    const member = await broker.member("m");
    const refused = [
      await member.fetch({}, [{ first: 0, last: 0, types: [ACCEPT] }]),
      await member.fetch({ groupId: null }),
      await member.fetch({ memberId: "" }),
      await member.fetch({ memberId: "m".repeat(37) }),
    ];
    assert.deepEqual(new Set(refused.map(({ errorCode }) => errorCode)), new Set([ErrorCode.INVALID_REQUEST]));
  });

  it("is refused when there are too many", async (context) => {
    const broker = await begun(context, { "group.share.max.share.sessions": "1", "group.share.max.size": "1" });
    const [first, second] = [await broker.member("a"), await broker.member("b")];
    assert.equal((await first.fetch()).errorCode, ErrorCode.NONE);
    const startMs = broker.clock.nowMs();
    assert.equal((await second.fetch()).errorCode, ErrorCode.SHARE_SESSION_LIMIT_REACHED);
    assert.ok(broker.clock.nowMs() - startMs >= 50, "it is told after it has waited");
  });

  it("ends with its connection: what its member held is available again", async (context) => {
    const broker = await begun(context);
    const [first, second] = [await broker.member("a"), await broker.member("b")];
    assert.deepEqual(await first.acquired(), ["0-9#1"]);
    assert.deepEqual(await second.acquired(), []);
    first.client.connection.close();
    assert.deepEqual(await second.acquired({ maxWaitMs: 1000 }), ["0-9#2"]);
  });

  it("names a partition that is not there", async (context) => {
    const broker = await begun(context);
    const member = await broker.member("m");
    const topics = [
      { topicId: broker.topicId, partitions: [{ partitionIndex: 9 }] },
      { topicId: "AAAAAAAAAAAAAAAAAAAAZQ", partitions: [{ partitionIndex: 0 }] },
    ];
    const { responses } = await member.fetch({ topics });
    const { UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID } = ErrorCode;
    const codes = responses.map(({ partitions }) => partitions[0]!.errorCode).sort((a, b) => a - b);
    assert.deepEqual(codes, [UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID]);
  });

  it("is of no use while share groups are not finalized", async (context) => {
    const broker = await begun(context);
    const member = await broker.member("m");
    assert.equal((await member.fetch()).errorCode, ErrorCode.NONE);
    await broker.setShareVersion(0);
    assert.equal((await member.fetch()).errorCode, ErrorCode.UNSUPPORTED_VERSION);
    assert.equal((await member.acknowledge([])).errorCode, ErrorCode.UNSUPPORTED_VERSION);
  });
});

describe("a share fetch", () => {
  it("hands out records to one member, and waits for more", async (context) => {
    const broker = await begun(context);
    const [first, second] = [await broker.member("a"), await broker.member("b")];
    const partition = await first.partition();
    assert.ok(partition!.records!.length > 0 && partition!.acquiredRecords.length === 1);
    const waiting = second.acquired({ maxWaitMs: 5000 });
    await broker.produce(5);
    assert.deepEqual(await waiting, ["10-14#1"]);
    const startMs = broker.clock.nowMs();
    assert.deepEqual(await second.acquired({ maxWaitMs: 500 }), []);
    assert.ok(broker.clock.nowMs() - startMs >= 500);
  });

  it("takes acknowledgements along, which come first", async (context) => {
    const broker = await begun(context);
    const member = await broker.member("m");
    await member.fetch();
    assert.deepEqual(await member.acquired({}, [{ first: 0, last: 9, types: [RELEASE] }]), ["0-9#2"]);
    const partition = await member.partition({}, [{ first: 0, last: 10, types: [ACCEPT] }]);
    assert.equal(partition?.acknowledgeErrorCode, ErrorCode.INVALID_REQUEST);
    assert.deepEqual(partition?.records?.length, 0);
  });

  it("of a renewal fetches nothing", async (context) => {
    const broker = await begun(context);
    const member = await broker.member("m");
    await member.fetch();
    const renewal = [{ first: 0, last: 9, types: [RENEW] }];
    assert.equal((await member.fetch({ isRenewAck: true }, renewal)).errorCode, ErrorCode.INVALID_REQUEST);
    const nothing = { isRenewAck: true, maxBytes: 0, minBytes: 0, maxRecords: 0, maxWaitMs: 0 };
    const response = await member.fetch(nothing, renewal);
    assert.deepEqual([response.errorCode, response.acquisitionLockTimeoutMs], [ErrorCode.NONE, LOCK_MS]);
    assert.equal(response.responses[0]!.partitions[0]!.acknowledgeErrorCode, ErrorCode.NONE);
  });

  it("hands out exactly as many records as it is asked for", async (context) => {
    const broker = await begun(context);
    const member = await broker.member("m");
    assert.deepEqual(await member.acquired({ shareAcquireMode: 1, maxRecords: 3 }), ["0-2#1"]);
    assert.deepEqual(await member.acquired({ shareAcquireMode: 1, maxRecords: 4 }), ["3-6#1"]);
    assert.deepEqual(await member.acquired({ maxRecords: 1 }), ["7-9#1"]);
  });

  it("begins where a new group begins: at the end", async (context) => {
    const broker = await ShareBroker.start(context);
    await broker.produce(10);
    assert.equal(await broker.initialize(-1), ErrorCode.NONE);
    const member = await broker.member("m");
    const waiting = member.acquired({ maxWaitMs: 5000 });
    await broker.clock.advanceAsync(5);
    await broker.produce(3);
    assert.deepEqual(await waiting, ["10-12#1"]);
  });

  it("of a group that was never initialized is refused", async (context) => {
    const broker = await ShareBroker.start(context);
    const member = await broker.member("m");
    assert.equal((await member.partition({ maxWaitMs: 5000 }))?.errorCode, ErrorCode.UNKNOWN_SERVER_ERROR);
  });
});

describe("acknowledged records", () => {
  it("are done for good, also after a restart and after the process was killed", async (context) => {
    const broker = await begun(context);
    let member = await broker.member("m");
    await member.fetch();
    const { responses, acquisitionLockTimeoutMs } = await member.acknowledge([{ first: 0, last: 4, types: [ACCEPT] }]);
    assert.deepEqual([responses[0]!.partitions[0]!.errorCode, acquisitionLockTimeoutMs], [ErrorCode.NONE, LOCK_MS]);
    await member.acknowledge([{ first: 7, last: 7, types: [ACCEPT] }]);
    await broker.restart();
    member = await broker.member("m");
    assert.deepEqual(await member.acquired({ maxWaitMs: 5000 }), ["5-6#1", "8-9#1"]);
    await broker.killAndReopen();
    member = await broker.member("n");
    assert.deepEqual(await member.acquired({ maxWaitMs: 5000 }), ["5-6#1", "8-9#1"]);
    await member.acknowledge([{ first: 5, last: 6, types: [ACCEPT] }]);
    assert.equal(await startOffset(broker), 5, "the start offset is written with the next change");
    await member.acknowledge([{ first: 8, last: 9, types: [ACCEPT] }]);
    assert.equal(await startOffset(broker), 8);
  });

  it("are available again when nobody acknowledges them in time", async (context) => {
    const broker = await begun(context);
    const [first, second] = [await broker.member("a"), await broker.member("b")];
    await first.fetch();
    assert.deepEqual(await second.acquired({ maxWaitMs: LOCK_MS - 1000 }), []);
    assert.deepEqual(await second.acquired({ maxWaitMs: 2000 }), ["0-9#2"]);
    const late = await first.acknowledge([{ first: 0, last: 9, types: [ACCEPT] }]);
    assert.equal(late.responses[0]!.partitions[0]!.errorCode, ErrorCode.INVALID_RECORD_STATE);
  });

  it("are checked before they count", async (context) => {
    const broker = await begun(context);
    const member = await broker.member("m");
    await member.fetch();
    const wrong = [
      [{ first: 3, last: 2, types: [ACCEPT] }],
      [
        { first: 5, last: 6, types: [ACCEPT] },
        { first: 1, last: 2, types: [ACCEPT] },
      ],
      [{ first: 0, last: 9, types: [] }],
      [{ first: 0, last: 9, types: [ACCEPT, ACCEPT] }],
      [{ first: 0, last: 9, types: [5] }],
      [{ first: 0, last: 9, types: [RENEW] }],
    ];
    for (const acknowledgements of wrong) {
      const { responses } = await member.acknowledge(acknowledgements);
      assert.equal(responses[0]!.partitions[0]!.errorCode, ErrorCode.INVALID_REQUEST, JSON.stringify(acknowledgements));
    }
  });
});
