// Requests about records, on servers with an authorizer: what is refused, topic by topic, to whom.
import { AclOperation as O } from "@ottla/protocol";
import { CLIENT, onCluster, onTopic, onTransactionalId } from "../access.ts";
import { giveAccess } from "../acls.ts";
import { versionsOf } from "../api.ts";
import { DeleteRecords, DescribeProducers, Fetch, ListOffsets, OffsetForLeaderEpoch, Produce } from "../apis.ts";
import { batch, records } from "../batch.ts";
import { authorizedPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { append, createTopic, type TestTopic } from "../topics.ts";
import { TRANSACTIONAL } from "../transactions.ts";

const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";
const BY_ID = 13;

/** One that the client is given access to, one that it is not, and one that is not there. */
async function topicsOf(s: Session): Promise<{ open: TestTopic; closed: TestTopic; missing: TestTopic }> {
  const open = await createTopic(s, { suffix: "open", partitions: 2 });
  const closed = await createTopic(s, { suffix: "closed" });
  return { open, closed, missing: { name: `${s.id}-missing`, id: UNKNOWN_ID } };
}

authorizedPerVersion("Produce/who may", versionsOf(Produce), async (s, version) => {
  const { open, closed, missing } = await topicsOf(s);
  const ask = (transactionalId: string | null, attributes: number, acks = -1): Promise<unknown> =>
    s.attempt(
      Produce,
      version,
      {
        transactionalId,
        acks,
        timeoutMs: 5000,
        topicData: [closed, missing, open].map(({ name, id }) => ({
          name,
          topicId: id,
          partitionData: [0, 7].map((index) => ({ index, records: batch(records(1), { attributes, producerId: 1n }) })),
        })),
      },
      CLIENT,
    );
  await ask(null, 0);
  await giveAccess(s, onTopic(O.READ, open.name), onTopic(O.WRITE, missing.name));
  await ask(null, 0);
  await giveAccess(s, onTopic(O.WRITE, open.name));
  await ask(null, 0);
  await ask(s.id, TRANSACTIONAL);
  await ask(null, TRANSACTIONAL);
  await ask(s.id, 0);
  await giveAccess(s, onTransactionalId(O.DESCRIBE, s.id));
  await ask(s.id, TRANSACTIONAL);
});

authorizedPerVersion("Fetch/who may", versionsOf(Fetch), async (s, version) => {
  const { open, closed, missing } = await topicsOf(s);
  await append(s, open.name, 2);
  await append(s, closed.name, 2);
  const ask = (session: { sessionId?: number; sessionEpoch?: number } = {}, replicaId = -1): Promise<unknown> =>
    s.attempt(
      Fetch,
      version,
      {
        ...(version >= 15 ? { replicaState: { replicaId, replicaEpoch: -1 } } : { replicaId }),
        maxBytes: 1_000_000,
        ...(version >= 7 ? { sessionId: 0, sessionEpoch: -1, ...session } : {}),
        topics: [closed, missing, open].map(({ name, id }) => ({
          topic: name,
          topicId: id,
          partitions: [0, 7].map((partition) => ({ partition, fetchOffset: 0, partitionMaxBytes: 1_000_000 })),
        })),
      },
      CLIENT,
    );
  await ask();
  await ask({}, 5);
  await giveAccess(s, onTopic(O.WRITE, open.name), onTopic(O.READ, missing.name));
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name));
  await ask();
  if (version < 7) return;
  const first = await s.send(
    Fetch,
    version,
    {
      maxBytes: 1_000_000,
      sessionId: 0,
      sessionEpoch: 0,
      topics: [closed, open].map(({ name, id }) => ({
        topic: name,
        topicId: id,
        partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }],
      })),
    },
    CLIENT,
  );
  await s.send(Fetch, version, { maxBytes: 1_000_000, sessionId: first.sessionId, sessionEpoch: 1 }, CLIENT);
  await giveAccess(s, onTopic(O.READ, closed.name));
  await s.send(Fetch, version, { maxBytes: 1_000_000, sessionId: first.sessionId, sessionEpoch: 2 }, CLIENT);
});

authorizedPerVersion("Fetch/unknown ids come first", versionsOf(Fetch, BY_ID), async (s, version) => {
  const { open, closed, missing } = await topicsOf(s);
  const topics = [closed, open, missing].map(({ id }) => ({
    topicId: id,
    partitions: [{ partition: 9, fetchOffset: 0, partitionMaxBytes: 1_000_000 }],
  }));
  for (const replicaId of [-1, 5]) {
    const replica = version >= 15 ? { replicaState: { replicaId, replicaEpoch: -1 } } : { replicaId };
    await s.send(Fetch, version, { ...replica, maxBytes: 1000, sessionEpoch: -1, topics });
  }
});

authorizedPerVersion("ListOffsets/who may", versionsOf(ListOffsets), async (s, version) => {
  const { open, closed, missing } = await topicsOf(s);
  const ask = (isolationLevel = 0): Promise<unknown> =>
    s.attempt(
      ListOffsets,
      version,
      {
        replicaId: -1,
        ...(version >= 2 ? { isolationLevel } : {}),
        topics: [closed, missing, open].map(({ name }) => ({
          name,
          partitions: [0, 7].map((partitionIndex) => ({ partitionIndex, timestamp: -1 })),
        })),
      },
      CLIENT,
    );
  await ask();
  await ask(9);
  await giveAccess(s, onTopic(O.ALTER_CONFIGS, open.name));
  await ask();
  await giveAccess(s, onTopic(O.DESCRIBE, open.name));
  await ask();
  await ask(9);
  await giveAccess(s, onTopic(O.DELETE, missing.name));
  await ask();
});

authorizedPerVersion("DeleteRecords/who may", versionsOf(DeleteRecords), async (s, version) => {
  const { open, closed, missing } = await topicsOf(s);
  await append(s, open.name, 2);
  const ask = (): Promise<unknown> =>
    s.send(
      DeleteRecords,
      version,
      {
        timeoutMs: 5000,
        topics: [closed, missing, open].map(({ name }) => ({
          name,
          partitions: [0, 7].map((partitionIndex) => ({ partitionIndex, offset: 1 })),
        })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onTopic(O.WRITE, open.name));
  await ask();
  await giveAccess(s, onTopic(O.DELETE, open.name), onTopic(O.DELETE, missing.name));
  await ask();
});

authorizedPerVersion("OffsetForLeaderEpoch/who may", versionsOf(OffsetForLeaderEpoch), async (s, version) => {
  const { open, closed, missing } = await topicsOf(s);
  const ask = (): Promise<unknown> =>
    s.send(
      OffsetForLeaderEpoch,
      version,
      {
        topics: [closed, missing, open].map(({ name }) => ({
          topic: name,
          partitions: [0, 7].map((partition) => ({ partition, currentLeaderEpoch: -1, leaderEpoch: 0 })),
        })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name));
  await ask();
  await giveAccess(s, onTopic(O.DESCRIBE, missing.name));
  await ask();
  await giveAccess(s, onCluster(O.CLUSTER_ACTION));
  await ask();
});

authorizedPerVersion("DescribeProducers/who may", versionsOf(DescribeProducers), async (s, version) => {
  const { open, closed, missing } = await topicsOf(s);
  const ask = (): Promise<unknown> =>
    s.send(
      DescribeProducers,
      version,
      {
        topics: [closed.name, missing.name, open.name, "a b"].map((name) => ({ name, partitionIndexes: [0, 1] })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onTopic(O.DESCRIBE, open.name));
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name), onTopic(O.READ, missing.name));
  await ask();
});
