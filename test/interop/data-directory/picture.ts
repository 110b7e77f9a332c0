// What clients can see of a server, as plain values: two servers that were on one directory in turn must give the same.
import assert from "node:assert/strict";
import { BatchIterator, decodeBatch, RecordFailure, verifyCrc } from "@ottla/records";
import {
  ApiVersions,
  ConsumerGroupDescribe,
  DescribeConfigs,
  DescribeGroups,
  DescribeProducers,
  DescribeTransactions,
  Fetch,
  ListConfigResources,
  ListGroups,
  ListOffsets,
  ListTransactions,
  Metadata,
  OffsetFetch,
} from "../../differential/apis.ts";
import { DescribeAcls } from "../../differential/security-apis.ts";
import type { Session } from "../../differential/session.ts";

const FETCH_BYTES = 4_000_000;
const RESOURCE = { topic: 2, broker: 4, group: 32 } as const;
/** Where a config's value comes from: of the topic, of the broker or of all brokers, of the group. */
const DYNAMIC_SOURCES: ReadonlySet<number> = new Set([1, 2, 3, 8]);
const TIMESTAMPS = { latest: -1, earliest: -2, ofMaxTimestamp: -3 } as const;

export type Picture = Readonly<Record<string, unknown>>;

interface Partition {
  readonly topic: string;
  readonly partition: number;
}

/** Everything that survives its server. */
export async function takePicture(session: Session): Promise<Picture> {
  const topics = await topicsOf(session);
  const partitions = topics.flatMap(({ name, partitionCount }) =>
    Array.from({ length: partitionCount }, (_, partition): Partition => ({ topic: name, partition })),
  );
  const picture: Record<string, unknown> = {
    topics,
    features: await featuresOf(session),
    configs: await configsOf(
      session,
      topics.map(({ name }) => name),
    ),
    entries: await entriesOf(session),
    groups: await groupsOf(session),
    transactions: await transactionsOf(session),
  };
  for (const partition of partitions) {
    const name = `${partition.topic}-${partition.partition}`;
    picture[`offsets of ${name}`] = await offsetsOf(session, partition);
    picture[`producers of ${name}`] = await producersOf(session, partition);
    picture[`aborted transactions of ${name}`] = await abortedOf(session, partition);
    picture[`batches of ${name}`] = await batchesOf(session, partition);
  }
  return picture;
}

/** Of the authorizer, in an order of their own. */
async function entriesOf(session: Session): Promise<string[]> {
  const anything = { resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1 };
  const names = { resourceNameFilter: null, principalFilter: null, hostFilter: null };
  const { errorCode, resources } = await session.quiet(DescribeAcls, 3, { ...anything, ...names });
  assert.equal(errorCode, 0);
  assert.ok(resources.length > 0, "there are entries");
  return resources
    .flatMap(({ acls, ...pattern }) => acls.map((entry) => JSON.stringify({ ...pattern, ...entry })))
    .toSorted();
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

async function topicsOf(session: Session): Promise<{ name: string; id: string; partitionCount: number }[]> {
  const { topics } = await session.quiet(Metadata, 12, { topics: null, allowAutoTopicCreation: false });
  const seen = topics.map(({ errorCode, name, topicId, isInternal, partitions }) => {
    assert.equal(errorCode, 0);
    const places = partitions.map(
      ({ errorCode, partitionIndex, leaderId, replicaNodes, isrNodes, offlineReplicas }) => ({
        ...{ errorCode, partitionIndex, leaderId, replicaNodes, isrNodes, offlineReplicas },
      }),
    );
    return {
      ...{ name: name ?? "", id: topicId, isInternal, partitionCount: partitions.length },
      partitions: places.sort((a, b) => a.partitionIndex - b.partitionIndex),
    };
  });
  return seen.sort(byName);
}

async function featuresOf(session: Session): Promise<unknown> {
  const software = { clientSoftwareName: "exchange", clientSoftwareVersion: "1" };
  const { finalizedFeatures } = await session.quiet(ApiVersions, 4, software);
  return finalizedFeatures.map(({ name, maxVersionLevel }) => ({ name, maxVersionLevel })).sort(byName);
}

/** Of topics every value; of brokers and groups what was set. */
async function configsOf(session: Session, topics: readonly string[]): Promise<unknown> {
  const { configResources } = await session.quiet(ListConfigResources, 1, { resourceTypes: [RESOURCE.group] });
  const groups = configResources.map(({ resourceName }) => resourceName).sort();
  const resources = [
    ...topics.map((name) => ({ resourceType: RESOURCE.topic, resourceName: name })),
    ...["", "1"].map((name) => ({ resourceType: RESOURCE.broker, resourceName: name })),
    ...groups.map((name) => ({ resourceType: RESOURCE.group, resourceName: name })),
  ].map((resource) => ({ ...resource, configurationKeys: null }));
  const { results } = await session.quiet(DescribeConfigs, 4, { resources });
  return results.map(({ errorCode, resourceType, resourceName, configs }) => ({
    ...{ errorCode, resourceType, resourceName },
    values: configs
      .filter(({ configSource }) => resourceType === RESOURCE.topic || DYNAMIC_SOURCES.has(configSource))
      .map(({ name, value, configSource }) => ({ name, value, configSource }))
      .sort(byName),
  }));
}

async function groupsOf(session: Session): Promise<unknown> {
  const { groups } = await session.quiet(ListGroups, 5, { statesFilter: [], typesFilter: [] });
  // What the preparation of a session asks for is nobody's.
  const listed = groups.toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1));
  const described: unknown[] = [];
  for (const { groupId, groupType, groupState, protocolType } of listed) {
    const about = { groupId, groupType, groupState, protocolType };
    const of = { groupIds: [groupId] };
    const group =
      groupType === "consumer"
        ? (await session.quiet(ConsumerGroupDescribe, 1, of)).groups
        : (await session.quiet(DescribeGroups, 5, { groups: of.groupIds })).groups;
    described.push({ about, group, offsets: await committedOf(session, groupId) });
  }
  return described;
}

/** With and without those that a transaction has not decided on. */
async function committedOf(session: Session, groupId: string): Promise<unknown> {
  const found: unknown[] = [];
  for (const requireStable of [false, true]) {
    const { groups } = await session.quiet(OffsetFetch, 8, { groups: [{ groupId, topics: null }], requireStable });
    for (const { errorCode, topics } of groups) {
      const sorted = topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex),
      }));
      found.push({ requireStable, errorCode, topics: sorted.sort(byName) });
    }
  }
  return found;
}

async function transactionsOf(session: Session): Promise<unknown> {
  const listed = await session.quiet(ListTransactions, 1, {
    stateFilters: [],
    producerIdFilters: [],
    durationFilter: -1,
  });
  const transactionalIds = listed.transactionStates.map(({ transactionalId }) => transactionalId).sort();
  const { transactionStates } = await session.quiet(DescribeTransactions, 0, { transactionalIds });
  return transactionStates.map((state) => ({
    ...state,
    topics: state.topics
      .map(({ topic, partitions }) => ({ name: topic, partitions: partitions.toSorted((a, b) => a - b) }))
      .sort(byName),
  }));
}

async function offsetsOf(session: Session, { topic, partition }: Partition): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const isolationLevel of [0, 1]) {
    for (const [name, timestamp] of Object.entries(TIMESTAMPS)) {
      const partitions = [{ partitionIndex: partition, timestamp, currentLeaderEpoch: -1 }];
      const body = { replicaId: -1, isolationLevel, topics: [{ name: topic, partitions }] };
      const answer = await session.quiet(ListOffsets, 7, body);
      const { errorCode, offset, timestamp: time } = answer.topics[0]!.partitions[0]!;
      found[`${name} at isolation ${isolationLevel}`] = { errorCode, offset, time };
    }
  }
  return found;
}

async function producersOf(session: Session, { topic, partition }: Partition): Promise<unknown> {
  const { topics } = await session.quiet(DescribeProducers, 0, {
    topics: [{ name: topic, partitionIndexes: [partition] }],
  });
  const found = topics[0]!.partitions[0]!;
  assert.equal(found.errorCode, 0, found.errorMessage ?? "");
  return found.activeProducers.toSorted((a, b) => Number(a.producerId - b.producerId));
}

interface Fetched {
  readonly records: Uint8Array;
  readonly highWatermark: number;
  readonly aborted: readonly unknown[];
}

async function fetch(session: Session, at: Partition, offset: number, isolationLevel: number): Promise<Fetched> {
  const partitions = [
    { partition: at.partition, fetchOffset: offset, partitionMaxBytes: FETCH_BYTES, currentLeaderEpoch: -1 },
  ];
  const topics = [{ topic: at.topic, partitions }];
  const sizes = { maxWaitMs: 0, minBytes: 0, maxBytes: FETCH_BYTES };
  const answer = await session.quiet(Fetch, 11, { replicaId: -1, isolationLevel, ...sizes, topics });
  const data = answer.responses[0]!.partitions[0]!;
  assert.equal(data.errorCode, 0, `fetching ${at.topic}-${at.partition} at ${offset}`);
  const { records, highWatermark, abortedTransactions } = data;
  return { records: records ?? new Uint8Array(0), highWatermark, aborted: abortedTransactions ?? [] };
}

async function startOf(session: Session, at: Partition): Promise<number> {
  const offsets = await offsetsOf(session, at);
  return (offsets["earliest at isolation 0"] as { readonly offset: number }).offset;
}

async function abortedOf(session: Session, at: Partition): Promise<unknown> {
  return (await fetch(session, at, await startOf(session, at), 1)).aborted;
}

/** Every batch that is there, control batches and what compaction emptied included, with every header and every record. */
async function batchesOf(session: Session, at: Partition): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let offset = await startOf(session, at), end = Infinity; offset < end;) {
    const { records, highWatermark } = await fetch(session, at, offset, 0);
    end = highWatermark;
    const before = offset;
    for (const iterator = new BatchIterator(records); iterator.next();) {
      assert.ok(verifyCrc(records, iterator.position), `the checksum at ${offset}`);
      const batch = decodeBatch(records, iterator.position);
      assert.ok(!(batch instanceof RecordFailure), `${at.topic}-${at.partition}: ${String(batch)}`);
      found.push({ header: { ...batch.header }, records: batch.records.map(recordOf) });
      offset = batch.header.lastOffset + 1;
    }
    // Of what compaction took from the end nothing comes.
    if (offset === before) offset++;
  }
  return found;
}

interface AnyRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[];
}

function recordOf({ offset, timestamp, key, value, headers }: AnyRecord): unknown {
  const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString("hex"));
  return {
    ...{ offset, timestamp, key: hex(key), value: hex(value) },
    headers: headers.map((header) => [header.key, hex(header.value)]),
  };
}
