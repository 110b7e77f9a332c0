// The names under which Kafka's Java tools print errors: their class, then the message.
import { KafkaError } from "@ottla/client";

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["UNKNOWN_SERVER_ERROR", "UnknownServerException"],
  ["CORRUPT_MESSAGE", "CorruptRecordException"],
  ["COORDINATOR_LOAD_IN_PROGRESS", "CoordinatorLoadInProgressException"],
  ["NOT_LEADER_OR_FOLLOWER", "NotLeaderOrFollowerException"],
  ["REQUEST_TIMED_OUT", "TimeoutException"],
  ["TIMEOUT", "TimeoutException"],
  ["DISCONNECTED", "DisconnectException"],
  ["MESSAGE_TOO_LARGE", "RecordTooLargeException"],
  ["INVALID_TOPIC_EXCEPTION", "InvalidTopicException"],
  ["TOPIC_ALREADY_EXISTS", "TopicExistsException"],
  ["INVALID_CONFIG", "InvalidConfigurationException"],
  ["INVALID_PARTITIONS", "InvalidPartitionsException"],
  ["NON_EMPTY_GROUP", "GroupNotEmptyException"],
  ["GROUP_SUBSCRIBED_TO_TOPIC", "GroupSubscribedToTopicException"],
  ["DELEGATION_TOKEN_REQUEST_NOT_ALLOWED", "UnsupportedByAuthenticationException"],
  ["KAFKA_STORAGE_ERROR", "KafkaStorageException"],
  ["OUT_OF_ORDER_SEQUENCE_NUMBER", "OutOfOrderSequenceException"],
]);

/** The simple class name of Java's exception for an error: `UNKNOWN_MEMBER_ID` → `UnknownMemberIdException`. */
export function javaExceptionName(error: Error): string {
  if (!(error instanceof KafkaError)) return error.name;
  const words = error.code.toLowerCase().split("_");
  return (
    IRREGULAR.get(error.code) ??
    `${words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("")}Exception`
  );
}

/** An error as Java's tools print it inside a line: class with its package, then the message. */
export function javaExceptionText(error: Error): string {
  return `org.apache.kafka.common.errors.${javaExceptionName(error)}: ${error.message}`;
}
