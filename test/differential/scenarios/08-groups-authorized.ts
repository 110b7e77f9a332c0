// Requests about groups and their offsets, on servers with an authorizer.
import type { Input } from "@ottla/protocol";
import { AclOperation as O } from "@ottla/protocol";
import { CLIENT, onCluster, onGroup, onTopic } from "../access.ts";
import { giveAccess, takeAccess } from "../acls.ts";
import { versionsOf } from "../api.ts";
import {
  DeleteGroups,
  DescribeGroups,
  FindCoordinator,
  Heartbeat,
  JoinGroup,
  LeaveGroup,
  ListGroups,
  OffsetCommit,
  OffsetDelete,
  OffsetFetch,
  SyncGroup,
} from "../apis.ts";
import { subscription } from "../groups.ts";
import { authorizedPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { createTopic, type TestTopic } from "../topics.ts";

const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";
const GROUP = 0;
const TRANSACTION = 1;
const SHARE = 2;

async function commit(s: Session, group: string, topics: readonly TestTopic[]): Promise<void> {
  await s.quiet(OffsetCommit, 8, {
    groupId: group,
    topics: topics.map(({ name }) => ({ name, partitions: [{ partitionIndex: 0, committedOffset: 1 }] })),
  });
}

async function topicsOf(s: Session): Promise<readonly [closed: TestTopic, missing: TestTopic, open: TestTopic]> {
  const open = await createTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  return [closed, { name: `${s.id}-missing`, id: UNKNOWN_ID }, open];
}

authorizedPerVersion("OffsetCommit/who may", versionsOf(OffsetCommit), async (s, version) => {
  const topics = await topicsOf(s);
  const [, missing, open] = topics;
  const ask = (): Promise<unknown> =>
    s.send(
      OffsetCommit,
      version,
      {
        groupId: s.id,
        topics: topics.map(({ name, id }) => ({
          name,
          topicId: id,
          partitions: [0, 7].map((partitionIndex) => ({ partitionIndex, committedOffset: 1 })),
        })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id), onTopic(O.DESCRIBE, open.name));
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name), onTopic(O.READ, missing.name));
  await ask();
});

authorizedPerVersion("OffsetFetch/who may", versionsOf(OffsetFetch), async (s, version) => {
  const topics = await topicsOf(s);
  const [closed, missing, open] = topics;
  const groups = [`${s.id}-a`, `${s.id}-b`];
  for (const group of groups) await commit(s, group, [closed, open]);
  const asked = topics.map(({ name, id }) => ({ name, topicId: id, partitionIndexes: [0, 7] }));
  const ask = async (): Promise<void> => {
    for (const named of version >= 2 ? [asked, null] : [asked]) {
      const old = named?.map(({ name, partitionIndexes }) => ({ name, partitionIndexes })) ?? null;
      await s.send(
        OffsetFetch,
        version,
        version >= 8
          ? { groups: groups.map((groupId) => ({ groupId, topics: named })) }
          : { groupId: groups[0] ?? "", topics: old },
        CLIENT,
      );
    }
  };
  await ask();
  await giveAccess(s, onGroup(O.READ, `${s.id}-a`));
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name), onTopic(O.DESCRIBE, missing.name));
  await ask();
});

authorizedPerVersion("OffsetDelete/who may", versionsOf(OffsetDelete), async (s, version) => {
  const topics = await topicsOf(s);
  const [closed, missing, open] = topics;
  await commit(s, s.id, [closed, open]);
  const ask = (): Promise<unknown> =>
    s.send(
      OffsetDelete,
      version,
      {
        groupId: s.id,
        topics: topics.map(({ name }) => ({ name, partitions: [0, 7].map((partitionIndex) => ({ partitionIndex })) })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id), onTopic(O.DESCRIBE, open.name));
  await ask();
  await giveAccess(s, onGroup(O.DELETE, s.id));
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name), onTopic(O.READ, missing.name));
  await ask();
});

authorizedPerVersion("FindCoordinator/who may", versionsOf(FindCoordinator), async (s, version) => {
  const keys = [`${s.id}-a`, `${s.id}-b`];
  const share = keys.map((key, index) => `${key}:${UNKNOWN_ID}:${index}`);
  const types = [GROUP, ...(version >= 1 ? [TRANSACTION] : []), ...(version >= 4 ? [SHARE] : [])];
  const ask = async (): Promise<void> => {
    for (const keyType of types) {
      const named = keyType === SHARE ? share : keys;
      const body: Input<Parameters<typeof FindCoordinator.request.encode>[1]> =
        version >= 4
          ? { keyType, coordinatorKeys: [...named] }
          : { ...(version >= 1 ? { keyType } : {}), key: named[0] ?? "" };
      await s.send(FindCoordinator, version, body, CLIENT);
    }
  };
  await ask();
  await giveAccess(s, onGroup(O.DESCRIBE, `${s.id}-a`), { ...onGroup(O.WRITE, `${s.id}-a`), resourceType: 5 });
  await ask();
  await giveAccess(s, onCluster(O.CLUSTER_ACTION));
  await ask();
});

authorizedPerVersion("JoinGroup/who may", versionsOf(JoinGroup), async (s, version) => {
  const ask = (...names: string[]): Promise<unknown> =>
    s.send(
      JoinGroup,
      version,
      {
        groupId: s.id,
        sessionTimeoutMs: 30_000,
        ...(version >= 1 ? { rebalanceTimeoutMs: 30_000 } : {}),
        protocolType: "consumer",
        protocols: names.map((name) => ({ name, metadata: subscription([s.id], "") })),
      },
      CLIENT,
    );
  await ask("range");
  await giveAccess(s, onGroup(O.DESCRIBE, s.id), onGroup(O.DELETE, s.id));
  await ask("range");
  await giveAccess(s, onGroup(O.READ, s.id));
  await ask();
});

authorizedPerVersion("SyncGroup/who may", versionsOf(SyncGroup), async (s, version) => {
  const request = { groupId: s.id, generationId: 1, memberId: "m" };
  const ask = async (): Promise<void> => {
    await s.send(SyncGroup, version, request, CLIENT);
    if (version < 5) return;
    await s.send(SyncGroup, version, { ...request, protocolType: "consumer", protocolName: "range" }, CLIENT);
  };
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id));
  await ask();
});

authorizedPerVersion("Heartbeat/who may", versionsOf(Heartbeat), async (s, version) => {
  const ask = (): Promise<unknown> =>
    s.send(Heartbeat, version, { groupId: s.id, generationId: 1, memberId: "m" }, CLIENT);
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id));
  await ask();
});

authorizedPerVersion("LeaveGroup/who may", versionsOf(LeaveGroup), async (s, version) => {
  const ask = (): Promise<unknown> =>
    s.send(
      LeaveGroup,
      version,
      { groupId: s.id, ...(version >= 3 ? { members: [{ memberId: "m" }, { memberId: "n" }] } : { memberId: "m" }) },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id));
  await ask();
});

authorizedPerVersion("DescribeGroups/who may", versionsOf(DescribeGroups), async (s, version) => {
  const topic = await createTopic(s);
  const groups = [`${s.id}-a`, `${s.id}-b`, `${s.id}-none`];
  for (const group of groups.slice(0, 2)) await commit(s, group, [topic]);
  const ask = (): Promise<unknown> =>
    s.send(DescribeGroups, version, { groups, ...(version >= 3 ? { includeAuthorizedOperations: true } : {}) }, CLIENT);
  await ask();
  await giveAccess(s, onGroup(O.READ, `${s.id}-b`), onGroup(O.DESCRIBE, `${s.id}-none`));
  await ask();
  await giveAccess(s, onGroup(O.ALTER_CONFIGS, `${s.id}-b`), onGroup(O.ALL, `${s.id}-a`));
  await ask();
});

authorizedPerVersion("ListGroups/who may", versionsOf(ListGroups), async (s, version) => {
  const topic = await createTopic(s);
  for (const group of ["a", "b"]) await commit(s, `${s.id}-${group}`, [topic]);
  const ask = (): Promise<unknown> => s.send(ListGroups, version, {}, CLIENT);
  await ask();
  await giveAccess(s, onGroup(O.READ, `${s.id}-b`), onGroup(O.ALTER_CONFIGS, `${s.id}-a`));
  await ask();
});

authorizedPerVersion("DeleteGroups/who may", versionsOf(DeleteGroups), async (s, version) => {
  const topic = await createTopic(s);
  const groupsNames = ["a", "none", "b", "b"].map((name) => `${s.id}-${name}`);
  for (const group of ["a", "b"]) await commit(s, `${s.id}-${group}`, [topic]);
  const ask = (): Promise<unknown> => s.send(DeleteGroups, version, { groupsNames }, CLIENT);
  await ask();
  await giveAccess(s, onGroup(O.READ, `${s.id}-a`), onGroup(O.DELETE, `${s.id}-b`));
  await ask();
  await takeAccess(s, onGroup(O.DELETE, `${s.id}-b`));
  await giveAccess(s, onGroup(O.ALL, `${s.id}-a`), onGroup(O.ALL, `${s.id}-none`));
  await ask();
});
