// Steps for what a broker may lack: transactions, share groups. Each list names the API it needs, and what both sides have before it begins.
import { LEADERS, REASSIGNMENTS } from "./cluster-steps.ts";
import type { Step } from "./steps.ts";

export interface StepList {
  readonly name: string;
  /** The API without which the steps are left out. */
  readonly needs:
    | "AlterPartitionReassignments"
    | "ElectLeaders"
    | "EndTxn"
    | "ConsumerGroupHeartbeat"
    | "ShareGroupHeartbeat"
    | "StreamsGroupHeartbeat"
    | "ListGroups"
    | "DescribeClientQuotas";
  readonly given: "nothing" | "transactions" | "consumer groups" | "share groups" | "streams groups";
  readonly steps: readonly Step[];
}

const TRANSACTIONS: readonly Step[] = [
  { call: "transactions list --transactional-id-pattern {p}-.*", unordered: true, numbers: true },
  { call: "transactions list --transactional-id-pattern {p}-open", numbers: true },
  { call: "transactions list --transactional-id-pattern {p}-none" },
  { call: "transactions list --duration-filter 100000000" },
  { call: "transactions describe --transactional-id {p}-open", numbers: true },
  { call: "transactions describe --transactional-id {p}-done", numbers: true },
  { call: "transactions describe --transactional-id {p}-none" },
  // A broker lists producers in the order of a hash table of their ids, which differ between the sides.
  { call: "transactions describe-producers --topic {p}-tx --partition 0", numbers: true, unordered: true },
  {
    call: "transactions describe-producers --topic {p}-tx --partition 0 --broker-id 1",
    numbers: true,
    unordered: true,
  },
  { call: "transactions find-hanging --topic {p}-tx" },
  { call: "transactions find-hanging --topic {p}-tx --partition 0 --max-transaction-timeout 0", numbers: true },
  { call: "transactions find-hanging --broker-id 1", numbers: true },
  { call: "transactions find-hanging" },
  { call: "transactions find-hanging --broker-id 1 --partition 0" },
  { call: "transactions abort --topic {p}-tx --partition 0" },
  { call: "transactions abort --topic {p}-tx --partition 0 --start-offset 77" },
  { call: "transactions abort --topic {p}-tx --partition 0 --producer-id 1" },
  { call: "transactions abort --topic {p}-tx --partition 0 --producer-id 1 --producer-epoch 0" },
  { call: "transactions forceTerminateTransaction --transactionalId {p}-open" },
  { call: "transactions describe --transactional-id {p}-open", numbers: true },
];

const CONSUMER_GROUPS: readonly Step[] = [
  { call: "consumer-groups --describe --group {p}-c848" },
  { call: "consumer-groups --describe --group {p}-c848 --verbose" },
  { call: "consumer-groups --describe --group {p}-c848 --members" },
  { call: "consumer-groups --describe --group {p}-c848 --members --verbose", numbers: true },
  { call: "consumer-groups --describe --group {p}-c848 --state" },
  { call: "consumer-groups --describe --group {p}-c848 --state --verbose", numbers: true },
  { call: "consumer-groups --list --type consumer", unordered: true },
  { call: "consumer-groups --list --type consumer --state stable", unordered: true },
  { call: "consumer-groups --list --type consumer,classic", unordered: true },
  // Apache lists what is valid in the order of a hash table.
  {
    call: "consumer-groups --list --type share",
    clearer: /^Invalid types list 'share'\. Valid types are: Classic, Consumer\n$/,
  },
  {
    call: "consumer-groups --list --state nope",
    clearer: /^Invalid state list 'nope'\. Valid states are: PreparingRebalance, /,
  },
  { call: "consumer-groups --reset-offsets --group {p}-c848 --all-topics --to-earliest --execute" },
  { call: "consumer-groups --delete-offsets --group {p}-c848 --topic {p}-m848" },
  { call: "consumer-groups --delete --group {p}-c848" },
  { call: "groups --list --group-type consumer", unordered: true },
];

const ALL_GROUPS: readonly Step[] = [
  { call: "groups --list", unordered: true },
  { call: "groups --list --consumer", unordered: true },
  { call: "groups --list --share", unordered: true },
  { call: "groups --list --streams" },
  { call: "groups --list --group-type classic", unordered: true },
  { call: "groups --list --group-type classic --protocol consumer", unordered: true },
  { call: "groups --list --protocol none" },
  { call: "groups --list --consumer --share" },
  { call: "groups" },
  { call: "groups --list", alone: true },
];

const SHARE_GROUPS: readonly Step[] = [
  { call: "console-share-consumer --topic {p}-share --group {p}-fresh --timeout-ms 100" },
  { call: "console-share-consumer --group {p}-fresh" },
  { call: "console-share-consumer --topic {p}-share --reject --release" },
  { call: "console-share-consumer --topic {p}-share", alone: true },
  {
    call: "console-share-consumer --topic {p}-share --group {p}-sprint --max-messages 3 --property print.offset=true --property print.partition=true",
    unordered: true,
  },
  { call: "share-groups --list", unordered: true },
  { call: "share-groups --list --state", unordered: true },
  { call: "share-groups --list --state empty", unordered: true },
  { call: "share-groups --describe --group {p}-sread" },
  { call: "share-groups --describe --group {p}-sread --verbose" },
  { call: "share-groups --describe --group {p}-sread --members" },
  { call: "share-groups --describe --group {p}-sread --state" },
  { call: "share-groups --describe --group {p}-sread --state --verbose" },
  { call: "share-groups --describe --group {p}-slive --members" },
  { call: "share-groups --describe --group {p}-slive --members --verbose" },
  { call: "share-groups --describe --group {p}-slive --state" },
  { call: "share-groups --describe --group {p}-none" },
  {
    call: "share-groups --describe",
    // Apache lists the two in the order of a hash table.
    clearer: /^Option \[describe\] takes one of these options: \[group\], \[all-groups\]\n$/,
  },
  { call: "share-groups --describe --group {p}-sread --state --members" },
  { call: "share-groups --reset-offsets --group {p}-slive --topic {p}-share --to-earliest --execute" },
  { call: "share-groups --reset-offsets --group {p}-sread --topic {p}-share --to-earliest --dry-run", unordered: true },
  { call: "share-groups --reset-offsets --group {p}-sread --topic {p}-share:0 --to-latest --dry-run" },
  { call: "share-groups --reset-offsets --group {p}-sread --all-topics --to-earliest --execute", unordered: true },
  { call: "share-groups --reset-offsets --group {p}-sread --topic {p}-share --to-earliest" },
  { call: "share-groups --reset-offsets --topic {p}-share --to-earliest --dry-run" },
  { call: "share-groups --describe --group {p}-sread" },
  { call: "share-groups --delete-offsets --group {p}-slive --topic {p}-share" },
  { call: "share-groups --delete-offsets --group {p}-sread --topic {p}-none" },
  { call: "share-groups --delete-offsets --group {p}-sread --topic {p}-share" },
  { call: "share-groups --delete-offsets --group {p}-sread" },
  { call: "share-groups --describe --group {p}-sread" },
  { call: "share-groups --delete --group {p}-slive" },
  { call: "share-groups --delete --group {p}-none" },
  { call: "share-groups --delete --group {p}-sread" },
  { call: "share-groups --delete" },
  { call: "share-groups --list --reset-offsets" },
  { call: "share-groups --list --delete-offsets" },
  { call: "share-groups --timeout 1" },
];

const QUOTAS: readonly Step[] = [
  {
    call: "configs --alter --user {p}-u --client {p}-c --add-config producer_byte_rate=1024,consumer_byte_rate=2048",
  },
  { call: "configs --describe --user {p}-u --client {p}-c" },
  { call: "configs --alter --user {p}-u --add-config request_percentage=50" },
  { call: "configs --describe --user {p}-u" },
  { call: "configs --alter --user {p}-u --add-config SCRAM-SHA-256=[iterations=8192,password=secret]" },
  { call: "configs --alter --entity-type users --entity-name {p}-u --add-config SCRAM-SHA-512=[password=secret]" },
  { call: "configs --describe --entity-type users --entity-name {p}-u", rows: "configs --describe --user" },
  {
    call: "configs --alter --user {p}-u --add-config SCRAM-SHA-256=[iterations=1,password=x]",
    clearer: /less than the minimum 4096/,
  },
  { call: "configs --alter --user {p}-u --add-config SCRAM-SHA-256=[pass=x]", clearer: /Invalid credential property/ },
  {
    call: "configs --alter --user {p}-u --add-config SCRAM-SHA-256=[password=x],request_percentage=1",
    clearer: /Cannot alter both/,
  },
  {
    call: "configs --alter --user-defaults --add-config SCRAM-SHA-256=[password=x]",
    clearer: /is not allowed with User SCRAM/,
  },
  {
    call: "configs --alter --user {p}-u --add-config retention.ms=1",
    clearer: /Only quota and SCRAM credential configs can be added/,
  },
  {
    call: "configs --alter --client {p}-c --add-config SCRAM-SHA-256=[password=x]",
    clearer: /Only quota configs can be added for 'clients'/,
  },
  {
    call: "configs --alter --user {p}-u --add-config request_percentage=many",
    clearer: /Cannot parse quota configuration value/,
  },
  {
    call: "configs --alter --user {p}-u --delete-config producer_byte_rate",
    clearer: /Invalid config\(s\): producer_byte_rate/,
  },
  { call: "configs --alter --client-defaults --add-config producer_byte_rate=99999" },
  { call: "configs --describe --entity-type clients" },
  { call: "configs --alter --ip 10.1.1.1 --add-config connection_creation_rate=10" },
  { call: "configs --describe --ip 10.1.1.1" },
  { call: "configs --describe --entity-type ips" },
  {
    call: "configs --alter --user {p}-u --delete-config SCRAM-SHA-256,SCRAM-SHA-512",
    clearer: /cannot be altered twice/,
  },
  { call: "configs --alter --user {p}-u --delete-config SCRAM-SHA-256" },
  { call: "configs --alter --user {p}-u --delete-config SCRAM-SHA-512" },
  { call: "configs --alter --user {p}-u --client {p}-c --delete-config producer_byte_rate,consumer_byte_rate" },
  { call: "configs --describe --user {p}-u --client {p}-c" },
];

const STREAMS_GROUPS: readonly Step[] = [
  { call: "streams-groups --list", unordered: true, rows: "streams-groups --list" },
  { call: "streams-groups --list --state", unordered: true },
  { call: "streams-groups --list --state empty", unordered: true },
  { call: "streams-groups --list --state nope", clearer: /^Invalid state list 'nope'\. Valid states are: Empty, / },
  { call: "streams-groups --describe --group {p}-sbusy", unordered: true, rows: "streams-groups --describe" },
  { call: "streams-groups --describe --group {p}-sbusy --verbose", unordered: true },
  { call: "streams-groups --describe --group {p}-sbusy --members", rows: "streams-groups --describe --members" },
  { call: "streams-groups --describe --group {p}-sbusy --members --verbose", numbers: true },
  { call: "streams-groups --describe --group {p}-sbusy --state" },
  { call: "streams-groups --describe --group {p}-sbusy --state --verbose", numbers: true },
  { call: "streams-groups --describe --group {p}-sempty" },
  { call: "streams-groups --describe --group {p}-sempty --members" },
  { call: "streams-groups --describe --group {p}-sempty --state", rows: "streams-groups --describe --state" },
  { call: "streams-groups --describe --group {p}-none" },
  { call: "streams-groups --describe" },
  { call: "streams-groups --describe --group {p}-sempty --state --members" },
  { call: "streams-groups --describe --group {p}-sempty --state empty" },
  { call: "streams-groups --list --members" },
  { call: "streams-groups --list --group x" },
  { call: "streams-groups --reset-offsets --group {p}-sempty --input-topic {p}-in --to-latest", unordered: true },
  { call: "streams-groups --reset-offsets --group {p}-sempty --input-topic {p}-in --to-latest --dry-run --execute" },
  {
    call: "streams-groups --reset-offsets --group {p}-sempty --input-topic {p}-in --to-latest --dry-run",
    unordered: true,
  },
  {
    call: "streams-groups --reset-offsets --group {p}-sempty --all-input-topics --to-earliest --dry-run",
    unordered: true,
  },
  {
    call: "streams-groups --reset-offsets --group {p}-sempty --all-input-topics --shift-by -1 --dry-run --export",
    unordered: true,
  },
  { call: "streams-groups --reset-offsets --group {p}-sempty --input-topic {p}-none --to-latest --dry-run" },
  {
    call: "streams-groups --reset-offsets --group {p}-sempty --input-topic __consumer_offsets:0 --to-latest --dry-run",
  },
  { call: "streams-groups --reset-offsets --group {p}-sempty --to-latest --dry-run" },
  { call: "streams-groups --reset-offsets --group {p}-sbusy --input-topic {p}-in --to-latest --execute" },
  {
    call: "streams-groups --reset-offsets --group {p}-sempty --input-topic {p}-in:1 --to-current --dry-run",
  },
  {
    call: "streams-groups --reset-offsets --group {p}-sempty --input-topic {p}-in --to-earliest --dry-run --delete-all-internal-topics",
  },
  {
    call: "streams-groups --reset-offsets --group {p}-sempty --input-topic {p}-in:0 --to-earliest --execute --delete-internal-topic {p}-nope",
  },
  { call: "streams-groups --delete-offsets --group {p}-sempty --input-topic {p}-in:0" },
  { call: "streams-groups --delete-offsets --group {p}-sempty --input-topic {p}-none" },
  { call: "streams-groups --delete-offsets --group {p}-sempty --all-input-topics" },
  { call: "streams-groups --delete-offsets --group {p}-none --all-input-topics" },
  { call: "streams-groups --delete-offsets --group {p}-sempty" },
  { call: "streams-groups --delete --group {p}-sbusy" },
  { call: "streams-groups --delete --group {p}-none" },
  { call: "streams-groups --delete --group {p}-sempty --delete-all-internal-topics" },
  { call: "topics --list --topic {p}-s.*-changelog" },
  { call: "streams-groups --delete --group {p}-x --input-topic t" },
  { call: "streams-groups --list --execute" },
  { call: "streams-groups --list --delete" },
  { call: "streams-groups --list", alone: true },
];

/** In the order in which they run. */
export const STEP_LISTS: readonly StepList[] = [
  { name: "leaders are elected", needs: "ElectLeaders", given: "nothing", steps: LEADERS },
  { name: "partitions move", needs: "AlterPartitionReassignments", given: "nothing", steps: REASSIGNMENTS },
  { name: "transactions", needs: "EndTxn", given: "transactions", steps: TRANSACTIONS },
  {
    name: "groups of the consumer protocol",
    needs: "ConsumerGroupHeartbeat",
    given: "consumer groups",
    steps: CONSUMER_GROUPS,
  },
  { name: "share groups", needs: "ShareGroupHeartbeat", given: "share groups", steps: SHARE_GROUPS },
  { name: "groups of Kafka Streams", needs: "StreamsGroupHeartbeat", given: "streams groups", steps: STREAMS_GROUPS },
  { name: "quotas and credentials", needs: "DescribeClientQuotas", given: "nothing", steps: QUOTAS },
  { name: "groups of all types", needs: "ListGroups", given: "nothing", steps: ALL_GROUPS },
];
