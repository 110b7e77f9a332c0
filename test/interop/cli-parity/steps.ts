// What is asked of Apache's tools and of ours, in order: later steps see what earlier ones did. `{p}` stands for a word that each side has for
// itself, so that both can create and delete in one cluster; `{dir}` for a directory with the step's files.

import { ACLS, CLIENT_METRICS, CLUSTER, DELEGATION_TOKENS, FEATURES, PERFORMANCE, QUORUM } from "./cluster-steps.ts";

/** One call of a tool by both sides. */
export interface Step {
  /** `kafka-` and this is the tool; the rest are its arguments, split at spaces outside of quotes. */
  readonly call: string;
  readonly stdin?: string;
  /** Leave out --bootstrap-server. */
  readonly alone?: true;
  /** Apache prints in the order of a hash table; we print sorted. Lines (and topics with their partitions) are compared as a set. */
  readonly unordered?: true;
  /** Numbers (ids, epochs, times) differ between the sides: they are compared as numbers only. */
  readonly numbers?: true;
  /** Apache says this in a stack trace, or in words that help less: ours on stderr must match, Apache's is not looked at. */
  readonly clearer?: RegExp;
  /** With --json ours prints the rows that the docs have under this name; for calls that change nothing. */
  readonly rows?: string;
}

const CREATE: readonly Step[] = [
  { call: "topics --create --topic {p}-t1 --partitions 3 --replication-factor 1 --config retention.ms=3600000" },
  { call: "topics --create --topic {p}-t1" },
  { call: "topics --create --topic {p}-t1 --if-not-exists" },
  { call: "topics --create --topic {p}-bad --config nope=1" },
  { call: "topics --create --topic {p}-bad --config retention.ms=abc" },
  { call: "topics --create --topic {p}-bad --config retention.ms" },
  { call: 'topics --create --topic "bad name!"' },
  { call: "topics --create --topic {p}-rf3 --replication-factor 3" },
  { call: "topics --create --topic {p}.t_2" },
  { call: "topics --create --topic {p}-hand --replica-assignment 1,1" },
  { call: "topics --create --topic {p}-x --replica-assignment 1:1" },
  { call: "topics --create --topic {p}-x --replica-assignment 1,1:2" },
  { call: "topics --create --topic {p}-x --replica-assignment 7" },
  { call: "topics --create --topic {p}-x --partitions 0" },
  { call: "topics --create --topic {p}-x --partitions many" },
  { call: "topics --create --topic {p}-x --replication-factor 40000" },
  { call: "topics --create --topic {p}-x --replica-assignment 1 --partitions 2" },
];

const LIST_AND_DESCRIBE: readonly Step[] = [
  { call: "topics --describe --topic {p}-t1" },
  { call: "topics --describe --topic {p}-(t1|hand)", unordered: true },
  { call: "topics --describe --topic nope" },
  { call: "topics --describe --topic nope --if-exists" },
  { call: "topics --describe --topic-id AAAAAAAAAAAAAAAAAAAAAg" },
  { call: "topics --describe --topic-id zz" },
  { call: "topics --describe --topics-with-overrides --topic {p}-.*" },
  { call: "topics --describe --under-replicated-partitions" },
  { call: "topics --describe --unavailable-partitions" },
  { call: "topics --describe --at-min-isr-partitions --topic {p}-.*", unordered: true },
  { call: "topics --describe --under-min-isr-partitions" },
  { call: "topics --describe --partition-size-limit-per-response 2 --topic {p}-t1" },
  { call: "topics --list" },
  { call: "topics --list --exclude-internal" },
  { call: "topics --list --topic {p}-.*" },
  { call: "topics --list --topic {p}-t1,{p}-hand" },
  { call: "topics --list --topic nothing" },
  { call: "topics --list --topic [" },
];

const ALTER_AND_DELETE: readonly Step[] = [
  { call: "topics --alter --topic {p}-t1 --partitions 5" },
  { call: "topics --alter --topic {p}-t1 --partitions 2" },
  { call: "topics --alter --topic {p}-t1" },
  { call: "topics --alter --topic nope --partitions 5" },
  { call: "topics --alter --topic nope --partitions 5 --if-exists" },
  { call: "topics --alter --topic {p}-hand --partitions 4 --replica-assignment 1,1,1,1" },
  { call: "topics --alter --topic {p}-t1 --delete-config a --partitions 6" },
  { call: "topics --describe --topic {p}-t1" },
  { call: "topics --delete --topic nope" },
  { call: "topics --delete --topic nope --if-exists" },
  { call: "topics --delete --topic {p}-hand" },
  { call: "topics --delete" },
];

const WRONG_FLAGS: readonly Step[] = [
  { call: "topics --list --describe" },
  { call: "topics --describe --topics-with-overrides --under-min-isr-partitions" },
  { call: "topics --list --partitions 3" },
  { call: "topics --list --zzz" },
  { call: "topics --list --boot x" },
  { call: "topics --list --topic" },
  { call: "broker-api-versions --bootstrap-server x:1" },
  { call: "topics --list", alone: true },
  { call: "topics --version", alone: true },
  {
    call: "topics --list --bootstrap-server nowhere",
    alone: true,
    clearer: /^Invalid url in bootstrap\.servers: nowhere\n$/,
  },
  {
    call: "topics --list --command-config {dir}/none",
    clearer: /^Unable to read file \S+\/none: there is no such file\n$/,
  },
  { call: "consumer-groups --list", alone: true },
  { call: "configs --describe --topic x", alone: true },
  { call: "delete-records --offset-json-file x", alone: true },
];

const CONSOLE: readonly Step[] = [
  { call: "topics --create --topic {p}-o1 --partitions 3" },
  { call: "topics --create --topic {p}-o2" },
  {
    call: "console-producer --topic {p}-o1 --reader-property parse.key=true --reader-property key.separator=:",
    stdin: "k1:v1\nk2:v2\nk3:v3\nk4:v\nk5:v\nk6:v\nk7:v\nk8:v\nk9:v\n",
  },
  {
    call: "console-producer --topic {p}-o2 --reader-property parse.key=true --reader-property parse.headers=true",
    stdin: "h1:v1,h2:v2\tk\tv\n",
  },
  {
    call: "console-producer --topic {p}-o2 --property parse.key=true --property null.marker=NUL",
    stdin: "a\tNUL\nNUL\tb\n",
  },
  { call: "console-producer --topic {p}-o2 --sync --compression-codec", stdin: "gzip\n" },
  {
    call: "console-producer --topic {p}-o2 --compression-codec zstd --producer-property acks=1",
    stdin: "zstd\r\nlast without end",
  },
  {
    call: "console-producer --topic {p}-o2 --reader-property parse.key=true",
    stdin: "nokey\n",
    clearer: /^No key separator found on line number 1: 'nokey'\n$/,
  },
  { call: "console-producer --topic {p}-o2 --property parse.key=true --reader-property parse.key=true", stdin: "x\n" },
  { call: "console-producer --topic {p}-o2 --batch-size x", stdin: "x\n" },
  { call: "console-producer", stdin: "x\n" },
  { call: "console-consumer --topic {p}-o2 --from-beginning --max-messages 6" },
  {
    call:
      "console-consumer --topic {p}-o2 --partition 0 --offset 0 --max-messages 6 --formatter-property print.key=true --formatter-property " +
      "print.offset=true --formatter-property print.partition=true --formatter-property print.headers=true --formatter-property " +
      "print.epoch=true --formatter-property print.timestamp=true --formatter-property null.literal=NIL",
  },
  {
    call: "console-consumer --topic {p}-o2 --partition 0 --offset 2 --max-messages 2 --property print.key=true --property key.separator=- --property line.separator=;",
  },
  { call: "console-consumer --topic {p}-o2 --partition 0 --offset latest --timeout-ms 200" },
  { call: "console-consumer --topic {p}-o2 --partition 0 --offset soon" },
  { call: "console-consumer --topic {p}-o2 --offset 3" },
  { call: "console-consumer --topic x --include y" },
  { call: "console-consumer --topic {p}-o2 --from-beginning --consumer-property auto.offset.reset=latest" },
  {
    call: "console-consumer --topic {p}-o2 --from-beginning --max-messages 1 --consumer-property group.id={p}-g1 --enable-systest-events",
  },
  { call: "console-consumer --topic {p}-o1 --from-beginning --max-messages 9 --group {p}-g1", unordered: true },
  { call: "console-consumer --include {p}-o2 --from-beginning --max-messages 3 --group {p}-g2" },
  { call: "console-consumer --topic {p}-o2 --max-messages 2 --group {p}-g2" },
  {
    call: "console-consumer --topic {p}-o2 --partition 0 --offset 0 --max-messages 2 --formatter org.apache.kafka.tools.consumer.NoOpMessageFormatter",
  },
];

const INTERNAL = "console-consumer --topic __consumer_offsets --partition 0 --offset 0 --max-messages";

const INTERNAL_TOPICS: readonly Step[] = ["Offsets", "GroupMetadata", "TransactionLog", "NoOp", "Logging"].map(
  (name) => ({
    call: `${INTERNAL} 4 --formatter org.apache.kafka.tools.consumer.${name}MessageFormatter`,
  }),
);

const OFFSETS: readonly Step[] = [
  { call: "get-offsets --topic {p}-o1" },
  { call: "get-offsets --topic {p}-o.* --time earliest" },
  { call: "get-offsets --topic {p}-o1 --time 0" },
  { call: "get-offsets --topic {p}-o1 --time 99999999999999" },
  { call: "get-offsets --topic {p}-o1 --time zzz" },
  { call: "get-offsets --topic {p}-o1 --time latest-tiered" },
  { call: "get-offsets --topic {p}-o1 --time earliest-local" },
  { call: "get-offsets --topic {p}-o1 --partitions 0,2" },
  { call: "get-offsets --topic {p}-o1 --partitions a" },
  { call: "get-offsets --topic {p}-none" },
  { call: "get-offsets --topic-partitions {p}-o1:0,{p}-o2:0-3" },
  { call: "get-offsets --topic-partitions {p}-o1:0 --topic x" },
  { call: "get-offsets --exclude-internal-topics --topic-partitions {p}-o.*:-1" },
];

const GROUPS: readonly Step[] = [
  { call: "consumer-groups --list", unordered: true },
  { call: "consumer-groups --list --state", unordered: true },
  { call: "consumer-groups --list --state stable", unordered: true },
  { call: "consumer-groups --list --type classic --state", unordered: true },
  { call: "consumer-groups --describe --group {p}-g1" },
  { call: "consumer-groups --describe --group {p}-g1 --verbose" },
  { call: "consumer-groups --describe --group {p}-g1 --group {p}-g2" },
  { call: "consumer-groups --describe --group {p}-g1 --members --verbose" },
  { call: "consumer-groups --describe --group {p}-g1 --state" },
  { call: "consumer-groups --describe --group {p}-nope" },
  { call: "consumer-groups --describe --group {p}-nope --state" },
  { call: "consumer-groups --describe --group {p}-live" },
  { call: "consumer-groups --describe --group {p}-live --members" },
  { call: "consumer-groups --describe --group {p}-live --members --verbose" },
  { call: "consumer-groups --describe --group {p}-live --state --verbose" },
  { call: "consumer-groups --reset-offsets --group {p}-live --all-topics --to-earliest --execute" },
  { call: "consumer-groups --delete --group {p}-live" },
  { call: "consumer-groups --delete-offsets --group {p}-live --topic {p}-o2" },
  { call: "consumer-groups --describe --group {p}-g1 --state --members" },
  { call: "consumer-groups --describe --group {p}-g1 --all-groups" },
  { call: "consumer-groups --validate-regex foo.*", alone: true },
  { call: "consumer-groups --validate-regex foo(", alone: true },
];

const RESETS: readonly Step[] = [
  { call: "consumer-groups --reset-offsets --group {p}-g1 --topic {p}-o1 --to-earliest", unordered: true },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --topic {p}-o1:0,2 --to-latest --execute", unordered: true },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --all-topics --to-offset 100 --dry-run", unordered: true },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --all-topics --shift-by -1 --dry-run", unordered: true },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --all-topics --to-current --dry-run", unordered: true },
  {
    call: "consumer-groups --reset-offsets --group {p}-g1 --all-topics --to-datetime 2020-01-01T00:00:00.000 --dry-run",
    unordered: true,
  },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --all-topics --by-duration PT1H --dry-run", unordered: true },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --topic {p}-none --to-latest --dry-run" },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --topic {p}-o1:9 --to-latest --dry-run" },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --to-latest --dry-run" },
  {
    call: "consumer-groups --reset-offsets --group {p}-g1 --all-topics --to-earliest --dry-run --export",
    unordered: true,
  },
  {
    call: "consumer-groups --reset-offsets --group {p}-g1 --group {p}-g2 --all-topics --to-earliest --dry-run --export",
    unordered: true,
  },
  { call: "consumer-groups --reset-offsets --group {p}-new --topic {p}-o2 --to-earliest --execute" },
  { call: "consumer-groups --reset-offsets --group {p}-g1 --from-file {dir}/{p}.csv --dry-run", unordered: true },
  { call: "consumer-groups --delete-offsets --group {p}-g1 --topic {p}-o1:0" },
  { call: "consumer-groups --delete-offsets --group {p}-nope --topic {p}-o1:0" },
  { call: "consumer-groups --delete-offsets --group {p}-g1 --topic {p}-none" },
  { call: "consumer-groups --describe --group {p}-g1" },
  { call: "consumer-groups --delete --group {p}-new" },
  { call: "consumer-groups --delete --group {p}-nope --group {p}-g2" },
];

const CONFIGS: readonly Step[] = [
  { call: "configs --describe --topic {p}-t1" },
  { call: "configs --describe --entity-type topics --entity-name {p}-t1 --all" },
  { call: "configs --describe --topic {p}-nope" },
  { call: "configs --alter --topic {p}-t1 --add-config cleanup.policy=[delete],segment.bytes=2000000" },
  { call: "configs --describe --topic {p}-t1" },
  { call: "configs --alter --topic {p}-t1 --delete-config retention.ms" },
  { call: "configs --alter --topic {p}-t1 --delete-config nope" },
  { call: "configs --alter --topic {p}-t1 --add-config nope=1", clearer: /^Error: Unknown topic config name: nope\n$/ },
  { call: "configs --alter --topic {p}-t1 --add-config retention.ms" },
  { call: "configs --alter --topic {p}-t1 --add-config-file {dir}/add.properties" },
  { call: "configs --alter --topic {p}-t1" },
  { call: "configs --alter --entity-type topics --add-config a=b" },
  { call: "configs --describe --topic {p}-t1 --add-config a=b" },
  { call: "configs --describe --entity-type topics", unordered: true },
  { call: "configs --describe --broker 1 --all" },
  { call: "configs --describe --broker 7" },
  { call: "configs --describe --broker one" },
  { call: "configs --alter --broker-defaults --add-config log.retention.ms=7200000" },
  { call: "configs --describe --entity-type brokers" },
  { call: "configs --describe --broker 1" },
  { call: "configs --alter --broker-defaults --delete-config log.retention.ms" },
  { call: "configs --describe --broker-logger 1" },
  { call: "configs --describe --group {p}-grp" },
  { call: "configs --describe --client-metrics {p}-cm" },
  { call: "configs --describe --entity-type planets" },
  { call: "configs --describe" },
  { call: "configs --describe --topic {p}-t1 --broker 1" },
  { call: "configs --describe --topic x --entity-type topics" },
  { call: "configs --describe --entity-type topics --entity-default" },
];

const RECORDS_AND_VERSIONS: readonly Step[] = [
  { call: "delete-records --offset-json-file {dir}/{p}.json", unordered: true },
  { call: "delete-records --offset-json-file {dir}/nonsense.json" },
  { call: "delete-records --offset-json-file {dir}/version.json" },
  { call: "delete-records --offset-json-file {dir}/twice.json" },
  { call: "broker-api-versions" },
];

const LOG_DIRECTORIES: readonly Step[] = [
  { call: "log-dirs --describe" },
  { call: "log-dirs --describe --broker-list 1,1 --topic-list __consumer_offsets,nope,our-o1,jvm-o1" },
  { call: "log-dirs --describe --topic-list nope" },
  { call: "log-dirs --describe --broker-list 9,1" },
  { call: "log-dirs --describe --broker-list x", clearer: /^For input string: "x"\n$/ },
  { call: "log-dirs" },
  { call: "log-dirs --describe", alone: true },
];

const LOG_FILE = "00000000000000000000";

/** Of a broker whose log is on this machine. Both tools read the same files. */
export const FILES: readonly Step[] = [
  `{log}/jvm-o1-0/${LOG_FILE}.log --print-data-log`,
  `{log}/jvm-o2-0/${LOG_FILE}.log --deep-iteration`,
  `{log}/jvm-o2-0/${LOG_FILE}.index,{log}/jvm-o2-0/${LOG_FILE}.timeindex`,
  `{log}/__consumer_offsets-0/${LOG_FILE}.log --offsets-decoder`,
  `{log}/__cluster_metadata-0/${LOG_FILE}.log --cluster-metadata-decoder --skip-record-metadata`,
].map((words) => ({ call: `dump-log --files ${words}`, alone: true }));

/** In the order in which they run. */
export const STEPS: readonly (readonly [string, readonly Step[]])[] = [
  ["topics are created", CREATE],
  ["topics are listed and described", LIST_AND_DESCRIBE],
  ["topics are altered and deleted", ALTER_AND_DELETE],
  ["wrong flags", WRONG_FLAGS],
  ["records go in and out of the console", CONSOLE],
  ["internal topics are read", INTERNAL_TOPICS],
  ["offsets", OFFSETS],
  ["groups", GROUPS],
  ["offsets of groups are reset and deleted", RESETS],
  ["configurations", CONFIGS],
  ["records are deleted, versions are told", RECORDS_AND_VERSIONS],
  ["log directories", LOG_DIRECTORIES],
  ["clusters", CLUSTER],
  ["the metadata quorum", QUORUM],
  ["features", FEATURES],
  ["metrics of clients", CLIENT_METRICS],
  ["delegation tokens", DELEGATION_TOKENS],
  ["access control", ACLS],
  ["performance", PERFORMANCE],
];

type Planned = readonly [topic: string, partition: number, replicas: readonly number[], logDirs?: readonly string[]];

/** A plan of kafka-reassign-partitions. */
export function plan(...partitions: readonly Planned[]): string {
  return JSON.stringify({
    version: 1,
    partitions: partitions.map(([topic, partition, replicas, logDirs]) => ({
      topic,
      partition,
      replicas,
      ...(logDirs && { log_dirs: logDirs }),
    })),
  });
}

/** The files that steps name, for one side. */
export function stepFiles(p: string, directory: string): Readonly<Record<string, string>> {
  const json = (partitions: readonly (readonly [string, number, number])[], version = 1): string =>
    JSON.stringify({
      partitions: partitions.map(([topic, partition, offset]) => ({ topic, partition, offset })),
      version,
    });
  const controller = (more: string): string =>
    `node.id=9\nprocess.roles=controller\nlog.dirs=${directory},/elsewhere\nlisteners=CONTROLLER://:9099,B://[::1]:9098\n${more}`;
  return {
    "meta.properties": "version=1\ncluster.id=c\nnode.id=9\ndirectory.id=RTxfqaMFSZWcNmtRIT3k6Q\n",
    "controller.properties": controller("controller.listener.names=CONTROLLER,B\n"),
    "advertised.properties": controller(
      "controller.listener.names=CONTROLLER\nadvertised.listeners=CONTROLLER://example.com:99\n",
    ),
    "nameless.properties": controller(""),
    "unheard.properties": controller("controller.listener.names=NOBODY\n"),
    "broker.properties": "node.id=9\nprocess.roles=broker\n",
    "homeless.properties": "node.id=9\nprocess.roles=controller\n",
    "unformatted.properties": "node.id=9\nprocess.roles=controller\nmetadata.log.dir=/nonexistent\n",
    [`${p}.csv`]: `${p}-o1,0,1\n${p}-o2,0,2\n`,
    "empty.properties": "",
    "add.properties": "retention.ms=1000\nmin.insync.replicas=1\n",
    [`${p}.json`]: json([
      [`${p}-o1`, 0, 1],
      [`${p}-o1`, 1, 100],
      [`${p}-o2`, 0, -1],
    ]),
    [`${p}-elect.json`]: JSON.stringify({ partitions: [{ topic: `${p}-lead`, partition: 1 }] }),
    [`${p}-topics.json`]: JSON.stringify({ topics: [{ topic: `${p}-move` }], version: 1 }),
    [`${p}-move.json`]: plan([`${p}-move`, 0, [1]], [`${p}-move`, 1, [1]]),
    [`${p}-more.json`]: plan([`${p}-move`, 0, [1, 99]]),
    [`${p}-unknown.json`]: plan([`${p}-nope`, 0, [1]], [`${p}-move`, 7, [1]]),
    [`${p}-twice.json`]: plan([`${p}-move`, 0, [1]], [`${p}-move`, 0, [1]]),
    [`${p}-none.json`]: plan(),
    [`${p}-dirs.json`]: plan([`${p}-move`, 0, [1], ["any", "any"]]),
    "nonsense.json": "nonsense",
    "version.json": json([], 2),
    "twice.json": json([
      ["t", 0, 1],
      ["t", 0, 2],
    ]),
  };
}
