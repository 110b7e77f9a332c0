// Every command by name. A command is loaded when it is called, so that none pays for another.
import type { CommandEntry } from "./command.ts";

export const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  ["start", { summary: "run a broker", load: async () => (await import("./commands/start.ts")).start }],
  ["lag", { summary: "watch consumer lag", load: async () => (await import("./commands/lag.ts")).lag }],
  [
    "context",
    {
      summary: "clusters by name, with their credentials",
      load: async () => (await import("./commands/context.ts")).context,
    },
  ],
  [
    "advise",
    {
      summary: "how many partitions a topic needs",
      load: async () => (await import("./commands/advise.ts")).adviseCommand,
    },
  ],
  [
    "completion",
    {
      summary: "completion for bash, zsh or fish",
      load: async () => (await import("./commands/completion.ts")).completion,
    },
  ],
  [
    "consume",
    {
      summary: "read topics between two places, in a format of your own",
      load: async () => (await import("./commands/consume.ts")).consume,
    },
  ],
  [
    "format",
    {
      summary: "prepare the directories of a node for its cluster",
      load: async () => (await import("./commands/format.ts")).formatCommand,
    },
  ],
  [
    "topics",
    {
      summary: "create, alter, describe, list and delete topics",
      load: async () => (await import("./commands/topics.ts")).topics,
    },
  ],
  [
    "console-producer",
    {
      summary: "send lines from standard input as records",
      load: async () => (await import("./commands/console-producer.ts")).consoleProducer,
    },
  ],
  [
    "console-consumer",
    {
      summary: "print records to standard output",
      load: async () => (await import("./commands/console-consumer.ts")).consoleConsumer,
    },
  ],
  [
    "console-share-consumer",
    {
      summary: "print records of a share group to standard output",
      load: async () => (await import("./commands/console-share-consumer.ts")).consoleShareConsumer,
    },
  ],
  [
    "consumer-groups",
    {
      summary: "list, describe, delete and reset consumer groups",
      load: async () => (await import("./commands/consumer-groups.ts")).consumerGroups,
    },
  ],
  [
    "share-groups",
    {
      summary: "list, describe, delete and reset share groups",
      load: async () => (await import("./commands/share-groups.ts")).shareGroups,
    },
  ],
  [
    "streams-groups",
    {
      summary: "list, describe, delete and reset groups of Kafka Streams",
      load: async () => (await import("./commands/streams-groups.ts")).streamsGroups,
    },
  ],
  [
    "groups",
    {
      summary: "list groups of all types",
      load: async () => (await import("./commands/groups.ts")).groups,
    },
  ],
  [
    "transactions",
    {
      summary: "list, describe, find and abort transactions",
      load: async () => (await import("./commands/transactions.ts")).transactions,
    },
  ],
  [
    "configs",
    {
      summary: "describe and alter configurations",
      load: async () => (await import("./commands/configs.ts")).configs,
    },
  ],
  [
    "get-offsets",
    {
      summary: "offsets of partitions at a time",
      load: async () => (await import("./commands/get-offsets.ts")).getOffsetsCommand,
    },
  ],
  [
    "delete-records",
    {
      summary: "delete records below given offsets",
      load: async () => (await import("./commands/delete-records.ts")).deleteRecords,
    },
  ],
  [
    "dump-log",
    {
      summary: "print segments, indexes and snapshots from their files",
      load: async () => (await import("./commands/dump-log.ts")).dumpLog,
    },
  ],
  [
    "log-dirs",
    {
      summary: "sizes of partitions in the brokers' log directories",
      load: async () => (await import("./commands/log-dirs.ts")).logDirs,
    },
  ],
  [
    "broker-api-versions",
    {
      summary: "what each broker serves",
      load: async () => (await import("./commands/broker-api-versions.ts")).brokerApiVersions,
    },
  ],
  [
    "cluster",
    {
      summary: "run a cluster on this machine; the id and the endpoints of a cluster",
      load: async () => (await import("./commands/cluster.ts")).cluster,
    },
  ],
  [
    "metadata-quorum",
    {
      summary: "describe the metadata quorum",
      load: async () => (await import("./commands/metadata-quorum.ts")).metadataQuorum,
    },
  ],
  [
    "features",
    {
      summary: "describe and change finalized features",
      load: async () => (await import("./commands/features.ts")).features,
    },
  ],
  [
    "leader-election",
    {
      summary: "have leaders of partitions elected",
      load: async () => (await import("./commands/leader-election.ts")).leaderElection,
    },
  ],
  [
    "reassign-partitions",
    {
      summary: "move partitions to other brokers",
      load: async () => (await import("./commands/reassign-partitions.ts")).reassignPartitions,
    },
  ],
  [
    "client-metrics",
    {
      summary: "which metrics clients push",
      load: async () => (await import("./commands/client-metrics.ts")).clientMetrics,
    },
  ],
  [
    "storage",
    {
      summary: "what is in a node's directories",
      load: async () => (await import("./commands/storage.ts")).storage,
    },
  ],
  [
    "producer-perf-test",
    {
      summary: "measure how fast records are sent",
      load: async () => (await import("./commands/producer-perf-test.ts")).producerPerfTest,
    },
  ],
  [
    "consumer-perf-test",
    {
      summary: "measure how fast records are read",
      load: async () => (await import("./commands/consumer-perf-test.ts")).consumerPerfTest,
    },
  ],
  [
    "acls",
    {
      summary: "who may do what: list, add and remove ACLs",
      load: async () => (await import("./commands/acls.ts")).acls,
    },
  ],
  [
    "delegation-tokens",
    {
      summary: "create, renew, expire and describe delegation tokens",
      load: async () => (await import("./commands/delegation-tokens.ts")).delegationTokens,
    },
  ],
  [
    "verifiable-producer",
    {
      summary: "send counted records and tell what became of each",
      load: async () => (await import("./commands/verifiable-producer.ts")).verifiableProducer,
    },
  ],
  [
    "verifiable-consumer",
    {
      summary: "read in a group and tell what was read and committed",
      load: async () => (await import("./commands/verifiable-consumer.ts")).verifiableConsumer,
    },
  ],
]);
