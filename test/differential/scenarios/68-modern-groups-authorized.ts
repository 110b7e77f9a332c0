// Consumer groups (KIP-848) and share groups (KIP-932) on servers with an authorizer: members, descriptions, records, share state and offsets.
import { AclOperation as O } from "@ottla/protocol";
import { CLIENT, onCluster, onGroup, onTopic } from "../access.ts";
import { giveAccess, takeAccess } from "../acls.ts";
import { type Api, versionsOf } from "../api.ts";
import { ConsumerGroupDescribe, ConsumerGroupHeartbeat } from "../apis.ts";
import { createSubscribedTopic } from "../consumer-groups.ts";
import { authorizedPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import {
  AlterShareGroupOffsets,
  DeleteShareGroupOffsets,
  DeleteShareGroupState,
  DescribeShareGroupOffsets,
  InitializeShareGroupState,
  ReadShareGroupState,
  ReadShareGroupStateSummary,
  ShareAcknowledge,
  ShareFetch,
  ShareGroupDescribe,
  ShareGroupHeartbeat,
  WriteShareGroupState,
} from "../share-apis.ts";
import { untilInitialized } from "../share-groups.ts";
import { append, createTopic } from "../topics.ts";

const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";
const MEMBER = { memberId: "member-a", memberEpoch: 0 };

authorizedPerVersion("ConsumerGroupHeartbeat/who may", versionsOf(ConsumerGroupHeartbeat), async (s, version) => {
  const open = await createSubscribedTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  const ask = (...subscribedTopicNames: string[]): Promise<unknown> =>
    s.send(
      ConsumerGroupHeartbeat,
      version,
      { groupId: s.id, ...MEMBER, rebalanceTimeoutMs: 30_000, topicPartitions: [], subscribedTopicNames },
      CLIENT,
    );
  await ask(open.name);
  await giveAccess(s, onGroup(O.READ, s.id));
  await ask(open.name);
  await giveAccess(s, onTopic(O.DESCRIBE, open.name));
  await ask(closed.name, open.name);
  await ask(open.name, `${s.id}-missing`);
  await ask(open.name, open.name);
});

authorizedPerVersion("ConsumerGroupHeartbeat/what fits", versionsOf(ConsumerGroupHeartbeat, 1), async (s, version) => {
  const open = await createSubscribedTopic(s, { suffix: "open" });
  await createSubscribedTopic(s, { suffix: "closed" });
  await giveAccess(s, onGroup(O.READ, s.id), onTopic(O.READ, open.name));
  const request = { groupId: s.id, memberId: "member-a" };
  let memberEpoch = 0;
  const first = await s.send(
    ConsumerGroupHeartbeat,
    version,
    {
      ...request,
      memberEpoch,
      rebalanceTimeoutMs: 30_000,
      topicPartitions: [],
      subscribedTopicNames: [],
      subscribedTopicRegex: `${s.id}-(open|closed)`,
    },
    CLIENT,
  );
  memberEpoch = first.memberEpoch;
  await s.until("what the expression stands for", async () => {
    const answer = await s.quiet(ConsumerGroupHeartbeat, 1, { ...request, memberEpoch });
    if (answer.errorCode === 0) memberEpoch = answer.memberEpoch;
    const { groups } = await s.quiet(ConsumerGroupDescribe, 1, { groupIds: [s.id] });
    return groups[0]?.members[0]?.assignment.topicPartitions.length === 1;
  });
  await s.send(ConsumerGroupHeartbeat, version, { ...request, memberEpoch }, CLIENT);
  await s.send(ConsumerGroupDescribe, version, { groupIds: [s.id] });
});

authorizedPerVersion("ConsumerGroupDescribe/who may", versionsOf(ConsumerGroupDescribe), async (s, version) => {
  const topics = [await createSubscribedTopic(s, { suffix: "a" }), await createSubscribedTopic(s, { suffix: "b" })];
  const groupIds = [...topics.map(({ name }) => name), `${s.id}-none`];
  for (const { name } of topics) {
    await s.quiet(ConsumerGroupHeartbeat, 1, {
      groupId: name,
      ...MEMBER,
      rebalanceTimeoutMs: 30_000,
      topicPartitions: [],
      subscribedTopicNames: [name],
    });
  }
  const ask = (): Promise<unknown> =>
    s.send(ConsumerGroupDescribe, version, { groupIds, includeAuthorizedOperations: true }, CLIENT);
  await ask();
  await giveAccess(s, onGroup(O.READ, groupIds[1] ?? ""), onGroup(O.DESCRIBE, groupIds[2] ?? ""));
  await ask();
  await giveAccess(s, onGroup(O.DESCRIBE, groupIds[0] ?? ""), onTopic(O.DESCRIBE, groupIds[1] ?? ""));
  await ask();
});

authorizedPerVersion("ShareGroupHeartbeat/who may", versionsOf(ShareGroupHeartbeat), async (s, version) => {
  const open = await createSubscribedTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  const ask = (memberId: string, ...subscribedTopicNames: string[]): Promise<unknown> =>
    s.send(ShareGroupHeartbeat, version, { groupId: s.id, memberId, memberEpoch: 0, subscribedTopicNames }, CLIENT);
  await ask("");
  await giveAccess(s, onGroup(O.READ, s.id));
  await ask("");
  await ask("member-a", open.name);
  await giveAccess(s, onTopic(O.DESCRIBE, open.name));
  await ask("member-a", closed.name, open.name);
});

/** A member of the group, from elsewhere, that has the topic. */
async function joinShareGroup(s: Session, groupId: string, topic: string): Promise<void> {
  const request = { groupId, ...MEMBER, subscribedTopicNames: [topic] };
  await s.quiet(ShareGroupHeartbeat, 1, request);
  await untilInitialized(s, 1, groupId);
  await s.until("partitions of the member", async () => {
    const { groups } = await s.quiet(ShareGroupDescribe, 1, { groupIds: [groupId] });
    if (groups[0]?.members[0]?.assignment.topicPartitions.length === 1) return true;
    await s.quiet(ShareGroupHeartbeat, 1, { ...request, memberEpoch: groups[0]?.members[0]?.memberEpoch ?? 0 });
    return false;
  });
}

authorizedPerVersion("ShareGroupDescribe/who may", versionsOf(ShareGroupDescribe), async (s, version) => {
  const topics = [await createSubscribedTopic(s, { suffix: "a" }), await createSubscribedTopic(s, { suffix: "b" })];
  const groupIds = [...topics.map(({ name }) => `${name}-shared`), `${s.id}-none`];
  for (const { name } of topics) await joinShareGroup(s, `${name}-shared`, name);
  const ask = (): Promise<unknown> =>
    s.send(ShareGroupDescribe, version, { groupIds, includeAuthorizedOperations: true }, CLIENT);
  await ask();
  await giveAccess(s, onGroup(O.READ, groupIds[1] ?? ""), onGroup(O.DESCRIBE, groupIds[2] ?? ""));
  await ask();
  await giveAccess(s, onGroup(O.DESCRIBE, groupIds[0] ?? ""), onTopic(O.DESCRIBE, topics[1]?.name ?? ""));
  await ask();
});

authorizedPerVersion("ShareFetch/who may", versionsOf(ShareFetch), async (s, version) => {
  const open = await createTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  for (const { name } of [open, closed]) await append(s, name, 2);
  const partitions = [0, 7].map((partitionIndex) => ({ partitionIndex, acknowledgementBatches: [] }));
  const request = (shareSessionEpoch: number, memberId: string | null = "member-a"): object => ({
    groupId: s.id,
    memberId,
    shareSessionEpoch,
    maxBytes: 1_000_000,
    maxRecords: 500,
    batchSize: 500,
    topics: [closed, open].map(({ id: topicId }) => ({ topicId, partitions })),
  });
  await s.send(ShareFetch, version, request(0), CLIENT);
  await s.send(ShareFetch, version, { ...request(0), groupId: null }, CLIENT);
  await giveAccess(s, onGroup(O.READ, s.id));
  await s.send(ShareFetch, version, request(0, ""), CLIENT);
  await s.send(ShareFetch, version, request(0), CLIENT);
  await giveAccess(s, onTopic(O.DESCRIBE, open.name));
  await s.send(ShareFetch, version, request(1), CLIENT);
  const acknowledgementBatches = [{ firstOffset: 0, lastOffset: 0, acknowledgeTypes: [1] }];
  const topics = [{ topicId: closed.id, partitions: [{ partitionIndex: 0, acknowledgementBatches }] }];
  await s.send(ShareFetch, version, { ...request(2), topics }, CLIENT);
});

authorizedPerVersion("ShareAcknowledge/who may", versionsOf(ShareAcknowledge), async (s, version) => {
  const open = await createTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  const request = (shareSessionEpoch: number, memberId = "member-a"): object => ({
    groupId: s.id,
    memberId,
    shareSessionEpoch,
    topics: [closed, open].map(({ id: topicId }) => ({
      topicId,
      partitions: [0, 7].map((partitionIndex) => ({
        partitionIndex,
        acknowledgementBatches: [{ firstOffset: partitionIndex, lastOffset: 3, acknowledgeTypes: [1] }],
      })),
    })),
  });
  await s.send(ShareAcknowledge, version, request(1), CLIENT);
  await giveAccess(s, onGroup(O.READ, s.id));
  await s.send(ShareAcknowledge, version, request(1, ""), CLIENT);
  await s.send(ShareFetch, 2, { groupId: s.id, memberId: "member-a", shareSessionEpoch: 0 }, CLIENT);
  await s.send(ShareAcknowledge, version, request(1), CLIENT);
  await giveAccess(s, onTopic(O.READ, open.name));
  await s.send(ShareAcknowledge, version, request(2), CLIENT);
});

for (const { api, more } of [
  { api: InitializeShareGroupState, more: { stateEpoch: 0, startOffset: 0 } },
  { api: ReadShareGroupState, more: { leaderEpoch: 0 } },
  { api: ReadShareGroupStateSummary, more: { leaderEpoch: 0 } },
  { api: WriteShareGroupState, more: { stateEpoch: 0, leaderEpoch: 0, startOffset: 0, stateBatches: [] } },
  { api: DeleteShareGroupState, more: {} },
]) {
  const known: Api<object, object> = api;
  authorizedPerVersion(`${api.name}/who may`, versionsOf(api), async (s, version) => {
    const partitions = [{ partition: 0, ...more }];
    const ask = (): Promise<unknown> =>
      s.send(known, version, { groupId: s.id, topics: [{ topicId: UNKNOWN_ID, partitions }] }, CLIENT);
    await ask();
    await giveAccess(s, onCluster(O.ALTER), onGroup(O.ALL, s.id));
    await ask();
    await giveAccess(s, onCluster(O.CLUSTER_ACTION));
    await ask();
  });
}

authorizedPerVersion("DescribeShareGroupOffsets/who may", versionsOf(DescribeShareGroupOffsets), async (s, version) => {
  const topics = [await createSubscribedTopic(s, { suffix: "a" }), await createSubscribedTopic(s, { suffix: "b" })];
  const groupIds = topics.map(({ name }) => `${name}-shared`);
  for (const { name } of topics) await joinShareGroup(s, `${name}-shared`, name);
  const named = [...topics.map(({ name }) => name), `${s.id}-missing`];
  const ask = async (): Promise<void> => {
    for (const asked of [null, named.map((topicName) => ({ topicName, partitions: [0] }))]) {
      const groups = [...groupIds, `${s.id}-none`].map((groupId) => ({ groupId, topics: asked }));
      await s.send(DescribeShareGroupOffsets, version, { groups }, CLIENT);
    }
  };
  await ask();
  await giveAccess(s, onGroup(O.READ, groupIds[1] ?? ""), onGroup(O.DESCRIBE, groupIds[0] ?? ""));
  await ask();
  await giveAccess(s, onTopic(O.DESCRIBE, topics[1]?.name ?? ""));
  await ask();
});

authorizedPerVersion("AlterShareGroupOffsets/who may", versionsOf(AlterShareGroupOffsets), async (s, version) => {
  const open = await createTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  const ask = (): Promise<unknown> =>
    s.send(
      AlterShareGroupOffsets,
      version,
      {
        groupId: s.id,
        topics: [closed.name, open.name].map((topicName) => ({
          topicName,
          partitions: [{ partitionIndex: 0, startOffset: 0 }],
        })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id), onTopic(O.WRITE, open.name));
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name));
  await ask();
});

authorizedPerVersion("DeleteShareGroupOffsets/who may", versionsOf(DeleteShareGroupOffsets), async (s, version) => {
  const open = await createTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  await s.quiet(AlterShareGroupOffsets, 0, {
    groupId: s.id,
    topics: [closed.name, open.name].map((topicName) => ({
      topicName,
      partitions: [{ partitionIndex: 0, startOffset: 0 }],
    })),
  });
  const topics = [closed.name, `${s.id}-missing`, open.name].map((topicName) => ({ topicName }));
  const ask = (): Promise<unknown> => s.send(DeleteShareGroupOffsets, version, { groupId: s.id, topics }, CLIENT);
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id), onTopic(O.READ, open.name));
  await ask();
  await giveAccess(s, onGroup(O.DELETE, s.id));
  await ask();
  await takeAccess(s, onTopic(O.READ, open.name));
  await ask();
});
