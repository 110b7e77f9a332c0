// Metadata, DescribeTopicPartitions and DescribeCluster on servers with an authorizer: what is left out, and what may be done with the rest.
import { AclOperation as O, ResourceType } from "@ottla/protocol";
import { CLIENT, onCluster, onTopic } from "../access.ts";
import { giveAccess } from "../acls.ts";
import { versionsOf } from "../api.ts";
import { DescribeCluster, DescribeTopicPartitions, Metadata } from "../apis.ts";
import { authorizedPerVersion } from "../scenario.ts";
import { createTopic, untilServing } from "../topics.ts";

const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";

authorizedPerVersion("Metadata/who may", versionsOf(Metadata), async (s, version) => {
  const open = await createTopic(s, { suffix: "open", partitions: 2 });
  const closed = await createTopic(s, { suffix: "closed" });
  const missing = `${s.id}-missing`;
  const operations = {
    ...(version >= 8 ? { includeTopicAuthorizedOperations: true } : {}),
    ...(version >= 8 && version <= 10 ? { includeClusterAuthorizedOperations: true } : {}),
  };
  const ask = async (): Promise<void> => {
    const everything = version === 0 ? [] : null;
    await s.send(Metadata, version, { topics: everything, ...operations }, CLIENT);
    const topics = [closed.name, missing, open.name, "a b"].map((name) => ({ name }));
    await s.send(Metadata, version, { topics, ...operations }, CLIENT);
    if (version >= 4) {
      await s.send(Metadata, version, { topics, allowAutoTopicCreation: false, ...operations }, CLIENT);
    }
    if (version >= 12) {
      const byId = [closed.id, UNKNOWN_ID, open.id].map((topicId) => ({ name: null, topicId }));
      await s.send(Metadata, version, { topics: byId, ...operations }, CLIENT);
    }
  };
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name));
  await ask();
  await giveAccess(s, onTopic(O.DESCRIBE, missing), onTopic(O.DESCRIBE, "a b"), onTopic(O.ALTER, open.name));
  await giveAccess(s, onCluster(O.ALTER_CONFIGS), onCluster(O.DESCRIBE));
  await ask();
});

for (const resourceType of [ResourceType.TOPIC, ResourceType.CLUSTER]) {
  authorizedPerVersion(`Metadata/who may create ${resourceType}`, versionsOf(Metadata, 8), async (s, version) => {
    const ask = (isContentOpen = false): Promise<unknown> =>
      s.attempt(
        Metadata,
        version,
        { topics: [{ name: s.id }], allowAutoTopicCreation: true },
        { ...CLIENT, isContentOpen },
      );
    await giveAccess(s, onTopic(O.DESCRIBE, s.id));
    await ask();
    await giveAccess(s, resourceType === ResourceType.TOPIC ? onTopic(O.CREATE, s.id) : onCluster(O.CREATE));
    await ask(true);
    await untilServing(s, s.id, 1);
    await ask();
  });
}

authorizedPerVersion("DescribeTopicPartitions/who may", versionsOf(DescribeTopicPartitions), async (s, version) => {
  const open = await createTopic(s, { suffix: "open", partitions: 3 });
  const closed = await createTopic(s, { suffix: "closed" });
  const missing = `${s.id}-missing`;
  const ask = async (): Promise<void> => {
    await s.send(DescribeTopicPartitions, version, { topics: [], responsePartitionLimit: 100 }, CLIENT);
    const topics = [closed.name, missing, open.name, open.name, closed.name].map((name) => ({ name }));
    await s.send(DescribeTopicPartitions, version, { topics, responsePartitionLimit: 2 }, CLIENT);
    await s.send(DescribeTopicPartitions, version, { topics, responsePartitionLimit: 100 }, CLIENT);
    const cursor = { topicName: open.name, partitionIndex: 1 };
    await s.send(DescribeTopicPartitions, version, { topics, cursor, responsePartitionLimit: 100 }, CLIENT);
    const elsewhere = { topicName: closed.name, partitionIndex: 0 };
    await s.send(DescribeTopicPartitions, version, { topics, cursor: elsewhere, responsePartitionLimit: 9 }, CLIENT);
  };
  await ask();
  await giveAccess(s, onTopic(O.WRITE, open.name));
  await ask();
  await giveAccess(s, onTopic(O.DESCRIBE, missing), onTopic(O.ALL, open.name));
  await ask();
});

authorizedPerVersion("DescribeCluster/who may", versionsOf(DescribeCluster), async (s, version) => {
  const ask = (includeClusterAuthorizedOperations: boolean): Promise<unknown> =>
    s.send(DescribeCluster, version, { includeClusterAuthorizedOperations }, CLIENT);
  await ask(false);
  await ask(true);
  await giveAccess(s, onCluster(O.CREATE));
  await ask(true);
  await giveAccess(s, onCluster(O.ALTER));
  await ask(true);
});
