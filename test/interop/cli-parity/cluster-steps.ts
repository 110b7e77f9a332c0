// Steps of the tools for clusters and nodes, and of the performance tests. `{bootstrap}` stands for the broker's address.
import type { Step } from "./steps.ts";

const BOTH = "--bootstrap-server {bootstrap}";

export const CLUSTER: readonly Step[] = [
  { call: `cluster cluster-id ${BOTH}`, alone: true },
  { call: "cluster cluster-id -b {bootstrap}", alone: true },
  { call: `cluster list-endpoints ${BOTH}`, alone: true },
  { call: `cluster list-endpoints ${BOTH} --include-fenced-brokers`, alone: true },
  { call: `cluster unregister ${BOTH} --id 99`, alone: true, clearer: /^$|Broker ID 99 is not currently registered/ },
];

const DIRECTORY = "--controller-directory-id RTxfqaMFSZWcNmtRIT3k6Q";

export const QUORUM: readonly Step[] = [
  { call: "metadata-quorum describe --status", numbers: true },
  { call: "metadata-quorum describe --replication", numbers: true },
  { call: "metadata-quorum describe --replication --human-readable", numbers: true },
  { call: "metadata-quorum describe" },
  { call: "metadata-quorum describe --status --replication" },
  { call: "metadata-quorum describe --status --human-readable" },
  ...["controller", "advertised", "nameless", "unheard", "broker", "homeless", "unformatted", "empty"].map((name) => ({
    call: `metadata-quorum --command-config {dir}/${name}.properties add-controller --dry-run`,
  })),
  { call: "metadata-quorum add-controller --dry-run" },
  { call: `metadata-quorum remove-controller --controller-id 9 ${DIRECTORY} --dry-run` },
];

export const FEATURES: readonly Step[] = [
  { call: "features describe", numbers: true },
  { call: "features upgrade --feature transaction.version=2 --dry-run" },
  { call: "features upgrade" },
  { call: "features disable" },
  { call: "features upgrade --feature transaction.version" },
  { call: "features upgrade --feature transaction.version=x" },
  { call: "features upgrade --feature group.version=1 --feature group.version=1 --dry-run" },
  { call: "features version-mapping" },
  { call: "features version-mapping --release-version 4.0" },
  { call: "features version-mapping --release-version 3.7-IV2" },
  { call: "features feature-dependencies --feature transaction.version=2" },
  { call: "features feature-dependencies --feature eligible.leader.replicas.version=1" },
  { call: "features feature-dependencies --feature metadata.version=30" },
  { call: "features feature-dependencies --feature nope=1" },
  { call: "features feature-dependencies --feature group.version=7" },
  { call: "storage version-mapping", alone: true },
  { call: "storage version-mapping -r 3.9", alone: true },
  { call: "storage feature-dependencies -f kraft.version=1", alone: true },
];

export const LEADERS: readonly Step[] = [
  { call: "topics --create --topic {p}-lead --partitions 2" },
  { call: "leader-election --election-type preferred --topic {p}-lead --partition 0" },
  { call: "leader-election --election-type unclean --topic {p}-lead --partition 0" },
  {
    call: "leader-election --election-type preferred --topic nope --partition 0",
    clearer: /^1 replica\(s\) could not be elected\n$/,
  },
  { call: "leader-election --election-type preferred --path-to-json-file {dir}/{p}-elect.json" },
  { call: "leader-election --election-type preferred" },
  { call: "leader-election --topic {p}-lead --partition 0" },
  { call: "leader-election --election-type preferred --topic {p}-lead" },
  { call: "leader-election --election-type sideways --topic {p}-lead --partition 0", clearer: /sideways/ },
  { call: "leader-election --election-type preferred --partition 0 --all-topic-partitions" },
];

const PLAN = "--reassignment-json-file {dir}/{p}";

export const REASSIGNMENTS: readonly Step[] = [
  { call: "topics --create --topic {p}-move --partitions 2" },
  { call: "reassign-partitions --list" },
  { call: "reassign-partitions --generate --topics-to-move-json-file {dir}/{p}-topics.json --broker-list 1" },
  {
    call: "reassign-partitions --generate --topics-to-move-json-file {dir}/{p}-topics.json --broker-list 1 --disable-rack-aware",
  },
  { call: `reassign-partitions --execute ${PLAN}-move.json` },
  { call: `reassign-partitions --verify ${PLAN}-move.json --preserve-throttles` },
  { call: `reassign-partitions --verify ${PLAN}-move.json` },
  { call: `reassign-partitions --execute ${PLAN}-move.json --throttle 5000000 --additional` },
  { call: "configs --describe --topic {p}-move" },
  { call: "configs --describe --broker 1" },
  { call: `reassign-partitions --execute ${PLAN}-move.json --disallow-replication-factor-change` },
  { call: `reassign-partitions --cancel ${PLAN}-move.json --preserve-throttles` },
  { call: `reassign-partitions --cancel ${PLAN}-move.json` },
  { call: "configs --describe --topic {p}-move" },
  { call: "configs --describe --broker 1" },
  { call: `reassign-partitions --execute ${PLAN}-more.json` },
  { call: `reassign-partitions --execute ${PLAN}-unknown.json` },
  { call: `reassign-partitions --verify ${PLAN}-unknown.json --preserve-throttles` },
  { call: `reassign-partitions --cancel ${PLAN}-unknown.json --preserve-throttles` },
  { call: "reassign-partitions --execute --reassignment-json-file {dir}/version.json" },
  { call: `reassign-partitions --execute ${PLAN}-twice.json` },
  { call: `reassign-partitions --execute ${PLAN}-none.json` },
  { call: `reassign-partitions --verify ${PLAN}-dirs.json` },
  { call: "reassign-partitions --generate --topics-to-move-json-file {dir}/{p}-topics.json --broker-list 1,1" },
  { call: "reassign-partitions --generate --topics-to-move-json-file {dir}/{p}-topics.json" },
  { call: "reassign-partitions --generate --broker-list 1" },
  { call: "reassign-partitions --execute" },
  { call: "reassign-partitions --list --verify" },
  { call: "reassign-partitions --throttle 5" },
  { call: "reassign-partitions --list --throttle 5" },
  { call: `reassign-partitions --verify ${PLAN}-move.json --additional` },
  { call: `reassign-partitions --verify ${PLAN}-move.json`, alone: true },
];

export const CLIENT_METRICS: readonly Step[] = [
  {
    call: "client-metrics --alter --name {p}-cm --metrics org.apache.kafka.producer. --interval 30000 --match client_id=ops-.*",
  },
  { call: "client-metrics --describe --name {p}-cm", unordered: true },
  { call: "client-metrics --alter --name {p}-cm --interval 60000" },
  { call: "client-metrics --describe --name {p}-cm", unordered: true },
  { call: "client-metrics --delete --name {p}-cm" },
  { call: "client-metrics --alter --interval 3" },
  { call: "client-metrics --delete" },
  { call: "client-metrics --list --describe" },
  { call: "client-metrics --list --name x" },
  { call: "client-metrics --list", alone: true },
];

const NOT_ALLOWED =
  /Delegation Token requests are not allowed on PLAINTEXT\/1-way SSL channels and on delegation token authenticated/;

export const PERFORMANCE: readonly Step[] = [
  { call: "topics --create --topic {p}-perf" },
  { call: "producer-perf-test --topic {p}-perf --num-records 1000 --record-size 100 --throughput -1", numbers: true },
  { call: "producer-perf-test --topic {p}-perf --num-records 50 --payload-monotonic --throughput 500", numbers: true },
  {
    call: "producer-perf-test --topic {p}-perf --num-records 100 --record-size 10 --throughput -1 --warmup-records 20",
    numbers: true,
  },
  { call: "producer-perf-test --topic {p}-perf --num-records 10 --record-size 10", clearer: /throughput/ },
  { call: "consumer-perf-test --topic {p}-perf --num-records 1000", numbers: true },
  { call: "consumer-perf-test --topic {p}-perf --num-records 100 --hide-header", numbers: true },
  { call: "consumer-perf-test --topic {p}-perf --num-records 5000 --timeout 500", numbers: true },
  { call: "consumer-perf-test --topic {p}-perf", clearer: /num-records/ },
  { call: "consumer-perf-test --topic {p}-perf --num-records 10 --socket-buffer-size 1000000", numbers: true },
];

/** Entries are for an authorizer, and there is none on either side. */
export const ACLS: readonly Step[] = [
  { call: "acls --list" },
  { call: "acls --list --topic {p}-acl" },
  { call: "acls --add --allow-principal User:a --operation Read --topic {p}-acl" },
  { call: "acls --remove --allow-principal User:a --operation Read --topic {p}-acl --force" },
];

const EMPTY = "--command-config {dir}/empty.properties";

/** Tokens are had by who authenticates, and here nobody does. */
export const DELEGATION_TOKENS: readonly Step[] = [
  { call: `delegation-tokens --describe ${EMPTY}`, clearer: NOT_ALLOWED },
  { call: `delegation-tokens --describe --owner-principal User:a ${EMPTY}`, clearer: NOT_ALLOWED },
  {
    call: `delegation-tokens --create --max-life-time-period -1 --renewer-principal User:r ${EMPTY}`,
    clearer: NOT_ALLOWED,
  },
  { call: `delegation-tokens --renew --renew-time-period -1 --hmac bWFj ${EMPTY}`, clearer: NOT_ALLOWED },
  { call: `delegation-tokens --expire --expiry-time-period -1 --hmac bWFj ${EMPTY}`, clearer: NOT_ALLOWED },
  { call: `delegation-tokens --create ${EMPTY}` },
  { call: `delegation-tokens --renew --hmac bWFj ${EMPTY}` },
  { call: `delegation-tokens --create --max-life-time-period -1 --hmac x ${EMPTY}` },
  { call: `delegation-tokens --describe --hmac x ${EMPTY}` },
  { call: `delegation-tokens --describe --create ${EMPTY}` },
  { call: "delegation-tokens --describe" },
  { call: `delegation-tokens --describe ${EMPTY}`, alone: true },
];
