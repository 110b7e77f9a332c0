// Why a scenario cannot see an error code: one reason for each set of empty cells of the matrix. A reason that no cell needs
// any more fails the suite.

export interface Reason {
  /** "*": every API. */
  readonly api: string;
  readonly codes: readonly string[];
  /** Only these, inclusive. */
  readonly versions?: readonly [number, number];
  readonly reason: string;
}

export const REASONS: readonly Reason[] = [
  {
    api: "*",
    codes: ["COORDINATOR_NOT_AVAILABLE", "COORDINATOR_LOAD_IN_PROGRESS"],
    reason: "Only in the moment in which a coordinator is created or loaded; the suite waits until that is over.",
  },
  {
    api: "*",
    codes: [
      "NOT_COORDINATOR",
      "NOT_CONTROLLER",
      "REASSIGNMENT_IN_PROGRESS",
      "NOT_ENOUGH_REPLICAS",
      "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
      "PREFERRED_LEADER_NOT_AVAILABLE",
      "ELIGIBLE_LEADERS_NOT_AVAILABLE",
    ],
    reason: "Needs a second node.",
  },
  {
    api: "*",
    codes: [
      "NOT_LEADER_OR_FOLLOWER",
      "LEADER_NOT_AVAILABLE",
      "OFFSET_NOT_AVAILABLE",
      "REPLICA_NOT_AVAILABLE",
      "LISTENER_NOT_FOUND",
    ],
    reason: "Needs a partition whose leader is another node, or none.",
  },
  {
    api: "*",
    codes: ["FENCED_LEADER_EPOCH"],
    reason: "A leader epoch below the current one: on one node the epoch of a partition stays 0 until a restart.",
  },
  {
    api: "*",
    codes: ["KAFKA_STORAGE_ERROR"],
    reason: "Needs a failing disk: the hostile and simulation suites have one.",
  },
  { api: "*", codes: ["POLICY_VIOLATION"], reason: "Needs a policy class on the server." },
  {
    api: "*",
    codes: ["REQUEST_TIMED_OUT"],
    reason:
      "Needs a controller or a replica that is slow; a timeout of 0, which shows it in Kafka, is tried in one version.",
  },
  {
    api: "AlterPartitionReassignments",
    codes: ["INVALID_REPLICATION_FACTOR"],
    reason: "Needs a second broker: with one there is one replication factor.",
  },
  {
    api: "ConsumerGroupHeartbeat",
    codes: ["UNSUPPORTED_VERSION"],
    reason: "Only while group.version is 0, which scenarios share; unit tests see it.",
  },
  {
    api: "ConsumerGroupDescribe",
    codes: ["UNSUPPORTED_VERSION"],
    reason: "Only while group.version is 0, which scenarios share; unit tests see it.",
  },
  {
    api: "JoinGroup",
    codes: ["REBALANCE_IN_PROGRESS"],
    reason: "Only while a group is converted to KIP-848, which is seen with one version.",
  },
  {
    api: "OffsetCommit",
    codes: ["INVALID_COMMIT_OFFSET_SIZE"],
    reason: "Needs a record of offsets beyond the segment's limits.",
  },
  {
    api: "ShareFetch",
    codes: ["UNKNOWN_TOPIC_ID"],
    reason: "Kafka fails with an exception before it can say so.",
  },
  {
    api: "ReadShareGroupState",
    codes: ["UNKNOWN_TOPIC_OR_PARTITION"],
    reason: "Only between the end of a topic and that of its state; what has no state is refused for that.",
  },
  {
    api: "WriteShareGroupState",
    codes: ["UNKNOWN_TOPIC_OR_PARTITION"],
    reason: "Only between the end of a topic and that of its state; what has no state is refused for that.",
  },
  { api: "Fetch", codes: ["OFFSET_MOVED_TO_TIERED_STORAGE"], reason: "Needs tiered storage." },
  {
    api: "Fetch",
    codes: ["INCONSISTENT_TOPIC_ID"],
    reason: "Only in the moment in which the log of a topic that was created again is replaced.",
  },
  {
    api: "CreateDelegationToken",
    codes: ["NONE"],
    reason: "Tokens are for who has authenticated, and nobody does on either side.",
  },
  {
    api: "RenewDelegationToken",
    codes: ["NONE"],
    reason: "Tokens are for who has authenticated, and nobody does on either side.",
  },
  {
    api: "ExpireDelegationToken",
    codes: ["NONE"],
    reason: "Tokens are for who has authenticated, and nobody does on either side.",
  },
  {
    api: "DescribeDelegationToken",
    codes: ["NONE"],
    reason: "Tokens are for who has authenticated, and nobody does on either side.",
  },
  {
    api: "UnregisterBroker",
    codes: ["NONE"],
    reason: "The only broker there is would be forgotten.",
  },
  {
    api: "GetTelemetrySubscriptions",
    codes: ["INVALID_REQUEST"],
    reason: "Only what an unexpected exception becomes.",
  },
];
