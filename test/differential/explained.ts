// Differences to Apache Kafka that are intended, one reason each. An entry that no longer explains anything fails the suite.
// The order of the list says nothing; the first entry that fits is the one that is used.
import { ABSENT } from "./absent.ts";

export interface Explained {
  /** Text: equal; pattern: matched. */
  readonly scenario: string | RegExp;
  readonly path: string | RegExp;
  readonly ours: string | RegExp;
  readonly apache: string | RegExp;
  readonly reason: string;
}

const ANY = /^/;

export const EXPLAINED: readonly Explained[] = [
  {
    scenario: /^ConsumerGroup offsets\/fetch v/,
    path: /OffsetFetch v\d+: groups\[\d+\]\.errorCode$/,
    ours: "25",
    apache: "-1",
    reason: "A member epoch without a member id: Kafka looks up null and fails; we say UNKNOWN_MEMBER_ID.",
  },
  {
    scenario: "IncrementalAlterConfigs/of the broker",
    path: /IncrementalAlterConfigs v1: responses\[\d+( \d+)?\]\.errorMessage$/,
    ours: /^"Log cleaner threads cannot be increased to more than double the current value 1"$/,
    apache:
      /^"Invalid value org\.apache\.kafka\.common\.config\.ConfigException: Log cleaner threads cannot be increased to more/,
    reason:
      "Kafka wraps the sentence in the name of an exception and a configuration that does not exist; we say the sentence.",
  },
  {
    scenario: ANY,
    path: /ApiVersions v\d: apiKeys\[(80|81|88|89)\]\./,
    ours: ABSENT,
    apache: ANY,
    reason: "Voters of kraft.version 1 (80, 81) and streams groups (88, 89) are not served yet, so not advertised.",
  },
  {
    scenario: ANY,
    path: /ApiVersions v\d: apiKeys\.length$/,
    ours: ANY,
    apache: "75",
    reason: "As above: fewer APIs are advertised.",
  },
  {
    scenario: /^(ApiVersions\/with metrics of clients|GetTelemetrySubscriptions\/matched by what clients say)$/,
    path: /ApiVersions v\d: apiKeys\.length$/,
    ours: ANY,
    apache: "77",
    reason: "As above, with the two APIs of metrics of clients on both sides.",
  },
  {
    scenario: ANY,
    path: /ApiVersions v\d: supportedFeatures(\.length$|\[(streams|eligible\.leader\.replicas|kraft)\.version\]\.)/,
    ours: /^(5|0|\(absent\))$/,
    apache: /^([017]|"(streams|eligible\.leader\.replicas)\.version")$/,
    reason: "A feature level is supported when what it stands for is served whole.",
  },
  {
    scenario: /^Produce\/(batch: unknown codec \d|batch: \w+ that is none|batch: records that are none) v/,
    path: /Produce v\d+: .*\.errorCode$/,
    ours: /^(2|76|87)$/,
    apache: "-1",
    reason: "Kafka answers UNKNOWN_SERVER_ERROR because an exception passes through; we name what is wrong.",
  },
  {
    scenario: /^Produce\/batch: \w+ that is none v/,
    path: /Produce v\d+: .*\.logStartOffset$/,
    ours: "-1",
    apache: "0",
    reason: "Goes with the error code above: Kafka's unknown error tells the log start, a corrupt batch does not.",
  },
  {
    scenario: /^Produce\/inner offsets that are not consecutive v/,
    path: /^[35] (Produce|Fetch) v\d+: /,
    ours: ANY,
    apache: ANY,
    reason: "Compressed records with a gap in their offsets: Kafka means to renumber them and fails; we renumber them.",
  },
  {
    scenario: /^Produce\/no records v/,
    path: /^0 Produce v\d+: /,
    ours: ANY,
    apache: /^("silence"|silence|\(absent\))$/,
    reason: "Null records stop Kafka's request with an exception and no answer ever comes; we answer INVALID_RECORD.",
  },
  {
    scenario: /^Produce\/record times are given back v/,
    path: /recordErrors\[0\]\.batchIndexErrorMessage$/,
    ours: /^"Invalid timestamp type in message/,
    apache: /^"Invalid timestamp type in message DefaultRecord\(/,
    reason: "Kafka prints a Java object into the message.",
  },
  {
    scenario: /^Metadata\/(creates a topic v\d+|names that collide are still created on demand)$/,
    path: /^[01] Metadata v\d+: topics\[/,
    ours: ANY,
    apache: /^(3|"AAAAAAAAAAAAAAAAAAAAAA"|0|\(absent\))$/,
    reason:
      "Kafka answers that the topic is unknown while it creates it; we answer when it is created, or why it cannot be.",
  },
  {
    scenario: /^Metadata\/a topic without name and id v/,
    path: /errorCode$/,
    ours: "42",
    apache: "-1",
    reason: "Kafka answers UNKNOWN_SERVER_ERROR because of an exception; the request is invalid and we say so.",
  },
  {
    scenario: /^ShareFetch\/refused v/,
    path: /^1[01] ShareFetch v\d: (errorCode|acquisitionLockTimeoutMs|responses)/,
    ours: ANY,
    apache: /^(-1|0|\(absent\))$/,
    reason: "A topic id that is unknown: Kafka fails with an exception; we say UNKNOWN_TOPIC_ID for its partitions.",
  },
  {
    scenario: "ShareFetch/the topic is deleted",
    path: /^4 ShareFetch v2: /,
    ours: ANY,
    apache: /^(-1|0|\(absent\))$/,
    reason: "A session whose topic is gone: Kafka fails with an exception; we name the partition with its error.",
  },
  {
    scenario: "ShareFetch/batches of no records",
    path: /^[23] ShareFetch v2: .*\.acquiredRecords(\.length|\[0\]\.lastOffset|\[1\]\.\w+)$/,
    ours: /^([149]|\(absent\))$/,
    apache: /^(-1|[01245]|9)$/,
    reason: "Batches of no records: Kafka announces an empty range before the real one; we take it for one record.",
  },
  {
    scenario: /^ShareFetch\/limits v/,
    path: /^11 ShareFetch v\d: responses\[.*\]\.partitions\[0\]/,
    ours: ANY,
    apache: /^(-1|none|0|\(absent\))$/,
    reason:
      "A negative number of bytes: Kafka tries to read them and fails; we read one batch, as for any number too small.",
  },
  {
    scenario: "ShareFetch/transactions, read_committed",
    path: /ReadShareGroupState v0: .*\.startOffset$/,
    ours: "2",
    apache: "0",
    reason:
      "Aborted records at the beginning are done at once; Kafka holds their place until something is written later.",
  },
  {
    scenario: /^DescribeShareGroupOffsets\/(where a group is|groups of other kinds and none) v\d$/,
    path: /^([89]|11) DescribeShareGroupOffsets v\d: groups\[.*\]\.(errorCode|errorMessage|topics)/,
    ours: ANY,
    apache: /^(-1|"The server experienced an unexpected error when processing the request\."|0|\(absent\))$/,
    reason: "No group id, no partitions, or a negative one: Kafka fails with an exception; we answer what is asked.",
  },
  {
    scenario: "AlterShareGroupOffsets/a group without members",
    path: /^8 AlterShareGroupOffsets v0: /,
    ours: ANY,
    apache: /^(-1|0|"Initialize share group parameters has invalid partitionId .*|\(absent\))$/,
    reason: "A negative partition: Kafka fails with an exception; we refuse that partition.",
  },
  {
    scenario: "CreateTopics/timeouts that have passed",
    path: /CreateTopics v7: topics\[/,
    ours: ANY,
    apache: ANY,
    reason:
      "Kafka's controller finds a timeout of 0 expired when it takes the request from its queue; here there is no queue.",
  },
  {
    scenario: /^DescribeConfigs\/of the broker$/,
    path: /results\[4 1\]\.configs\[(listeners|controller\.quorum\.voters|controller\.listener\.names)\]/,
    ours: ANY,
    apache: ANY,
    reason: "Apache's broker needs a controller listener on the network; ours keeps its quorum of one in the process.",
  },
  {
    scenario: /^DescribeConfigs\/of what does not exist v/,
    path: /results\[\d+ x\]\.errorMessage$/,
    ours: /^"Unsupported resource type: \d+"$/,
    apache: /^"This most likely occurs because of a request being malformed/,
    reason: "The same error with the resource type named.",
  },
  {
    scenario: /^IncrementalAlterConfigs\/refused v/,
    path: /responses\[2 .*\]\.(errorCode|errorMessage)$/,
    ours: /^(42|"Unknown operations type -?\d+")$/,
    apache: /^(-1|null)$/,
    reason: "An operation that does not exist passes through Kafka as an exception; we name it.",
  },
  {
    scenario: /^(IncrementalAlterConfigs\/of (the broker|a group v\d)|CreateTopics\/configs that are refused v\d)$/,
    path: /(responses|topics)\[.*\]\.(errorCode|errorMessage)$/,
    ours: /^(40|42|"Configuration [a-z.]+ cannot be (set to \w+: .*|changed while the broker runs)")$/,
    apache: ANY,
    reason: "A configuration that is not served yet is refused, with the reason, instead of accepted and ignored.",
  },
  {
    scenario: "DescribeTopicPartitions/impossible names",
    path: /^0 .*topics\[0\]\.(errorCode|topicAuthorizedOperations)$/,
    ours: /^(17|3576)$/,
    apache: /^(-1|-2147483648)$/,
    reason:
      "The empty name passes through Kafka as an exception; we answer INVALID_TOPIC_EXCEPTION, as for other bad names.",
  },
  {
    scenario: "Malformed/tagged fields that nobody knows",
    path: /^3 Metadata v9: /,
    ours: /^(closed|\(absent\))$/,
    apache: ANY,
    reason: "A count of 2^32−1 tagged fields: Kafka's sign overflows and it reads none; we close the connection.",
  },
  {
    scenario: /^DescribeQuorum\/of the metadata log v2$/,
    path: /nodes\[0\]\.listeners(\.length$|\[0\]\.)/,
    ours: /^(0|\(absent\))$/,
    apache: ANY,
    reason: "Our controller has no listener on the network: the quorum is one node.",
  },
];
