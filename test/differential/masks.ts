// What two servers may answer differently although both are right. Each mask has a name, a reason and a place, and keeps as
// much as it can: an id becomes "the first id seen", so that the same id in two places must be the same id on both
// sides; a wall-clock time must lie within the scenario's run; an order is given up only where Kafka's own is a hash order.

/** A field that a mask looks at, by API (or any) and by its path without positions. */
export interface Place {
  /** "*": any. */
  readonly api: string;
  readonly pattern: RegExp;
}

export interface Mask {
  readonly name: string;
  readonly reason: string;
  readonly kind: "rename" | "wall clock" | "magnitude" | "presence";
  readonly places: readonly Place[];
}

/** An array that is sorted by these fields before it is compared. */
export interface OrderMask {
  readonly name: string;
  readonly reason: string;
  readonly api: string;
  /** Path of the array without positions. */
  readonly pattern: string;
  /** Fields of an element, or "" for plain values. */
  readonly by: readonly string[];
  /** Only there. */
  readonly scenario?: RegExp;
}

export const MASKS: readonly Mask[] = [
  {
    name: "generated uuid",
    reason: "Topic ids and directory ids are random; the reserved ones are kept.",
    kind: "rename",
    places: [{ api: "*", pattern: /(^|\.)(topicId|directoryId|replicaDirectoryId)$/ }],
  },
  {
    name: "producer id",
    reason: "Producer ids come from blocks of 1000 that brokers take as they need them.",
    kind: "rename",
    places: [{ api: "*", pattern: /(^|\.)producerId$/ }],
  },
  {
    name: "fetch session id",
    reason: "Session ids are random; 0 (no session) is kept.",
    kind: "rename",
    places: [{ api: "Fetch", pattern: /^sessionId$/ }],
  },
  {
    name: "append time",
    reason: "The server's wall clock; −1 (not set) is kept, and what is set must be a time within the scenario's run.",
    kind: "wall clock",
    places: [
      { api: "Produce", pattern: /logAppendTimeMs$/ },
      { api: "Fetch", pattern: /\.appendTimestamp$/ },
      { api: "ShareFetch", pattern: /\.appendTimestamp$/ },
      { api: "ListOffsets", pattern: /\.timestamp$/ },
      { api: "DescribeProducers", pattern: /\.lastTimestamp$/ },
      { api: "DescribeTransactions", pattern: /\.transactionStartTimeMs$/ },
      { api: "DescribeQuorum", pattern: /\.(lastFetchTimestamp|lastCaughtUpTimestamp)$/ },
    ],
  },
  {
    name: "disk size",
    reason: "Size and free space of the file system change while the scenarios run; −1 (unknown) and 0 are kept.",
    kind: "magnitude",
    places: [{ api: "DescribeLogDirs", pattern: /^results\[\]\.(totalBytes|usableBytes)$/ }],
  },
  {
    name: "throttle time",
    reason: "How long a client is held back depends on the moment in which it asked; 0 is kept.",
    kind: "magnitude",
    places: [{ api: "*", pattern: /^throttleTimeMs$/ }],
  },
  {
    name: "documentation",
    reason: "Both sides describe a configuration in their own words; that there is a description is compared.",
    kind: "presence",
    places: [{ api: "DescribeConfigs", pattern: /\.documentation$/ }],
  },
  {
    name: "metadata offset",
    reason:
      "The metadata log grows by itself, the epoch of the finalized features is its offset, and a slow leader elects itself again.",
    kind: "magnitude",
    places: [
      { api: "ApiVersions", pattern: /^finalizedFeaturesEpoch$/ },
      { api: "DescribeQuorum", pattern: /\.(highWatermark|logEndOffset|leaderEpoch)$/ },
    ],
  },
];

const HASHED = "Kafka iterates a hash map here, so its own order says nothing.";

/** Scenarios that ask for every offset of a group; where offsets are named the answer keeps their order. */
const ALL_OFFSETS = /^(OffsetFetch\/everything|OffsetCommit\/several topics)/;

export const ORDER_MASKS: readonly OrderMask[] = [
  {
    name: "topics of an election of everything",
    reason: HASHED,
    api: "ElectLeaders",
    pattern: "replicaElectionResults",
    by: ["topic"],
    scenario: /^ElectLeaders\/of everything$/,
  },
  {
    name: "all offsets of a group",
    reason: HASHED,
    api: "OffsetFetch",
    pattern: "groups[].topics",
    by: ["name", "topicId"],
    scenario: ALL_OFFSETS,
  },
  {
    name: "all offsets of a topic",
    reason: HASHED,
    api: "OffsetFetch",
    pattern: "groups[].topics[].partitions",
    by: ["partitionIndex"],
    scenario: ALL_OFFSETS,
  },
  {
    name: "all offsets of a topic, one group",
    reason: HASHED,
    api: "OffsetFetch",
    pattern: "topics[].partitions",
    by: ["partitionIndex"],
    scenario: ALL_OFFSETS,
  },
  {
    name: "described groups",
    reason: "Kafka asks one coordinator partition after the other, in hash order.",
    api: "DescribeGroups",
    pattern: "groups",
    by: ["groupId"],
  },
  {
    name: "deleted records",
    reason: HASHED,
    api: "DeleteRecords",
    pattern: "topics[].partitions",
    by: ["partitionIndex"],
  },
  { name: "topics of deleted records", reason: HASHED, api: "DeleteRecords", pattern: "topics", by: ["name"] },
  { name: "listed groups", reason: HASHED, api: "ListGroups", pattern: "groups", by: ["groupId"] },
  { name: "groups of a deletion", reason: HASHED, api: "DeleteGroups", pattern: "results", by: ["groupId"] },
  { name: "created topics", reason: HASHED, api: "CreateTopics", pattern: "topics", by: ["name"] },
  {
    name: "configs of a created topic",
    reason: HASHED,
    api: "CreateTopics",
    pattern: "topics[].configs",
    by: ["name"],
  },
  { name: "deleted topics", reason: HASHED, api: "DeleteTopics", pattern: "responses", by: ["name", "topicId"] },
  {
    name: "described resources of entries",
    reason: HASHED,
    api: "DescribeAcls",
    pattern: "resources",
    by: ["resourceType", "resourceName", "patternType"],
  },
  {
    name: "described entries of a resource",
    reason: HASHED,
    api: "DescribeAcls",
    pattern: "resources[].acls",
    by: ["principal", "host", "operation", "permissionType"],
  },
  {
    name: "deleted entries",
    reason: HASHED,
    api: "DeleteAcls",
    pattern: "filterResults[].matchingAcls",
    by: ["resourceType", "resourceName", "patternType", "principal", "host", "operation", "permissionType"],
  },
  { name: "described quotas", reason: HASHED, api: "DescribeClientQuotas", pattern: "entries", by: ["entity"] },
  { name: "altered quotas", reason: HASHED, api: "AlterClientQuotas", pattern: "entries", by: ["entity"] },
  {
    name: "quotas of an entity",
    reason: HASHED,
    api: "DescribeClientQuotas",
    pattern: "entries[].values",
    by: ["key"],
  },
  {
    name: "credentials of everybody",
    reason: HASHED,
    api: "DescribeUserScramCredentials",
    pattern: "results",
    by: ["user"],
    scenario: /everybody$/,
  },
  {
    name: "credentials of a user",
    reason: "Kafka hashes the mechanisms by their addresses in memory.",
    api: "DescribeUserScramCredentials",
    pattern: "results[].credentialInfos",
    by: ["mechanism"],
  },
  {
    name: "refused topics",
    reason: HASHED,
    api: "DescribeTopicPartitions",
    pattern: "topics",
    by: ["errorCode", "name"],
    scenario: /^DescribeTopicPartitions\/who may/,
  },
  { name: "grown topics", reason: HASHED, api: "CreatePartitions", pattern: "results", by: ["name"] },
  {
    name: "altered resources",
    reason: HASHED,
    api: "IncrementalAlterConfigs",
    pattern: "responses",
    by: ["resourceType", "resourceName"],
  },
  {
    name: "replaced resources",
    reason: HASHED,
    api: "AlterConfigs",
    pattern: "responses",
    by: ["resourceType", "resourceName"],
  },
  {
    name: "config resources",
    reason: HASHED,
    api: "ListConfigResources",
    pattern: "configResources",
    by: ["resourceType", "resourceName"],
  },
  {
    name: "partitions of a transaction",
    reason: HASHED,
    api: "DescribeTransactions",
    pattern: "transactionStates[].topics[].partitions",
    by: [""],
  },
  {
    name: "topics of a transaction",
    reason: HASHED,
    api: "DescribeTransactions",
    pattern: "transactionStates[].topics",
    by: ["topic"],
  },
  {
    name: "transactions of several brokers",
    reason: HASHED,
    api: "AddPartitionsToTxn",
    pattern: "resultsByTransaction",
    by: ["transactionalId"],
  },
  ...["resultsByTransaction[].topicResults", "resultsByTopicV3AndBelow"].flatMap((topics): OrderMask[] => [
    { name: "added partitions", reason: HASHED, api: "AddPartitionsToTxn", pattern: topics, by: ["name"] },
    {
      name: "added partitions of a topic",
      reason: HASHED,
      api: "AddPartitionsToTxn",
      pattern: `${topics}[].resultsByPartition`,
      by: ["partitionIndex"],
    },
  ]),
  {
    name: "listed transactions",
    reason: HASHED,
    api: "ListTransactions",
    pattern: "transactionStates",
    by: ["transactionalId"],
  },
  { name: "unknown states", reason: HASHED, api: "ListTransactions", pattern: "unknownStateFilters", by: [""] },
  ...["markers[].topics", "markers[].topics[].partitions"].map((pattern): OrderMask => ({
    name: `marked ${pattern}`,
    reason: HASHED,
    api: "WriteTxnMarkers",
    pattern,
    by: [pattern.endsWith("topics") ? "name" : "partitionIndex"],
  })),
  { name: "topics of one answer", reason: HASHED, api: "ListOffsets", pattern: "topics", by: ["name"] },
  {
    name: "partitions of one answer",
    reason: HASHED,
    api: "ListOffsets",
    pattern: "topics[].partitions",
    by: ["partitionIndex"],
  },
  {
    name: "produced topics",
    reason: HASHED,
    api: "Produce",
    pattern: "responses",
    by: ["name", "topicId"],
  },
  {
    name: "produced partitions",
    reason: HASHED,
    api: "Produce",
    pattern: "responses[].partitionResponses",
    by: ["index"],
  },
  {
    name: "advertised APIs",
    reason: "Clients index them by key.",
    api: "ApiVersions",
    pattern: "apiKeys",
    by: ["apiKey"],
  },
  { name: "supported features", reason: HASHED, api: "ApiVersions", pattern: "supportedFeatures", by: ["name"] },
  { name: "finalized features", reason: HASHED, api: "ApiVersions", pattern: "finalizedFeatures", by: ["name"] },
  {
    name: "topics of Metadata",
    reason: HASHED,
    api: "Metadata",
    pattern: "topics",
    by: ["name", "topicId"],
  },
  { name: "configs of a resource", reason: HASHED, api: "DescribeConfigs", pattern: "results[].configs", by: ["name"] },
  { name: "members for the leader", reason: HASHED, api: "JoinGroup", pattern: "members", by: ["memberId"] },
  { name: "described members", reason: HASHED, api: "DescribeGroups", pattern: "groups[].members", by: ["memberId"] },
  {
    name: "topics of an assignment",
    reason: HASHED,
    api: "ConsumerGroupHeartbeat",
    pattern: "assignment.topicPartitions",
    by: ["topicId"],
  },
  {
    name: "described members of a consumer group",
    reason: HASHED,
    api: "ConsumerGroupDescribe",
    pattern: "groups[].members",
    by: ["memberId"],
  },
  {
    name: "described subscription",
    reason: HASHED,
    api: "ConsumerGroupDescribe",
    pattern: "groups[].members[].subscribedTopicNames",
    by: [""],
  },
  {
    name: "described assignment",
    reason: HASHED,
    api: "ConsumerGroupDescribe",
    pattern: "groups[].members[].assignment.topicPartitions",
    by: ["topicName"],
  },
  {
    name: "described target",
    reason: HASHED,
    api: "ConsumerGroupDescribe",
    pattern: "groups[].members[].targetAssignment.topicPartitions",
    by: ["topicName"],
  },
  {
    name: "described consumer groups",
    reason: "Kafka asks one coordinator partition after the other, in hash order.",
    api: "ConsumerGroupDescribe",
    pattern: "groups",
    by: ["groupId"],
  },
  {
    name: "topics of a share assignment",
    reason: HASHED,
    api: "ShareGroupHeartbeat",
    pattern: "assignment.topicPartitions",
    by: ["topicId"],
  },
  {
    name: "described share groups",
    reason: "Kafka asks one coordinator partition after the other, in hash order.",
    api: "ShareGroupDescribe",
    pattern: "groups",
    by: ["groupId"],
  },
  {
    name: "described share members",
    reason: HASHED,
    api: "ShareGroupDescribe",
    pattern: "groups[].members",
    by: ["memberId"],
  },
  {
    name: "described share subscription",
    reason: HASHED,
    api: "ShareGroupDescribe",
    pattern: "groups[].members[].subscribedTopicNames",
    by: [""],
  },
  {
    name: "described share assignment",
    reason: HASHED,
    api: "ShareGroupDescribe",
    pattern: "groups[].members[].assignment.topicPartitions",
    by: ["topicName"],
  },
  ...[
    "InitializeShareGroupState",
    "ReadShareGroupState",
    "WriteShareGroupState",
    "DeleteShareGroupState",
    "ReadShareGroupStateSummary",
  ].flatMap((api): OrderMask[] => [
    { name: `topics of ${api}`, reason: HASHED, api, pattern: "results", by: ["topicId"] },
    { name: `partitions of ${api}`, reason: HASHED, api, pattern: "results[].partitions", by: ["partition"] },
  ]),
  {
    name: "offsets of a share group",
    reason: HASHED,
    api: "DescribeShareGroupOffsets",
    pattern: "groups[].topics",
    by: ["topicName"],
  },
  {
    name: "partitions of a share group",
    reason: HASHED,
    api: "DescribeShareGroupOffsets",
    pattern: "groups[].topics[].partitions",
    by: ["partitionIndex"],
  },
  ...["ShareFetch", "ShareAcknowledge"].flatMap((api): OrderMask[] => [
    { name: `topics of ${api}`, reason: HASHED, api, pattern: "responses", by: ["topicId"] },
    { name: `partitions of ${api}`, reason: HASHED, api, pattern: "responses[].partitions", by: ["partitionIndex"] },
  ]),
  {
    name: "described resources",
    reason: HASHED,
    api: "DescribeConfigs",
    pattern: "results",
    by: ["resourceType", "resourceName"],
  },
];

/** Kafka prints a request, with its connection and processor, into the message of a ClusterAuthorizationException; what was needed is compared. */
export const REQUEST_TEXT: RegExp = /^Request .* (?=needs [A-Z_]+ permission\.$)/s;

/** Random texts inside member ids, error messages and the like. */
export const UUID_TEXT: RegExp = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
