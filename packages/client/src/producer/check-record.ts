/**
 * What is wrong with a record whatever the cluster is like: found before anything waits for it. Pure.
 */
import { ErrorCode } from "@ottla/protocol";
import { KafkaError } from "../errors.ts";
import type { ProducerRecord } from "./producer-record.ts";

/** The longest text that a request can carry; a broker's own limit for names of topics is far below it. */
const MAX_NAME_BYTES = 32_767;

/**
 * Throws a {@link KafkaError} `INVALID_TOPIC_EXCEPTION` for a name that no request can carry as it is. A broker is asked about every other one, and refuses it
 * itself: but this one could not be asked about without failing all the questions that go with it (too long), and its answer would be about another
 * name (half of a surrogate pair has no encoding).
 */
export function checkTopic(topic: string): void {
  if (typeof topic !== "string" || topic === "") throw new KafkaError("INVALID_ARGUMENT", "Topic cannot be null.");
  if (topic.isWellFormed() && (topic.length <= MAX_NAME_BYTES / 3 || Buffer.byteLength(topic) <= MAX_NAME_BYTES))
    return;
  throw new KafkaError("INVALID_TOPIC_EXCEPTION", `Invalid topics: [${shown(topic)}]`, {
    errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION,
  });
}

/** Throws a {@link KafkaError} for what no broker would take. */
export function checkRecord(record: ProducerRecord<unknown, unknown>): void {
  const { topic, partition, timestamp } = record;
  checkTopic(topic);
  if (timestamp !== undefined && !(timestamp >= 0 && Number.isSafeInteger(timestamp))) {
    throw new KafkaError(
      "INVALID_ARGUMENT",
      `Invalid timestamp: ${timestamp}. Timestamp should always be a non-negative integer.`,
    );
  }
  if (partition !== undefined && !(partition >= 0 && Number.isInteger(partition))) {
    throw new KafkaError(
      "INVALID_ARGUMENT",
      `Invalid partition: ${partition}. Partition number should always be a non-negative integer.`,
    );
  }
}

/** A long name is not worth the whole of a log. */
function shown(topic: string): string {
  const SHOWN = 100;
  const text = topic.toWellFormed();
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}… (${text.length} characters)`;
}
