/** What an error of a poll means for a container. */
import { KafkaError } from "@ottla/client";
import type { StopReason } from "./container-events.ts";

/** `ignore`: nothing happened; `retry`: poll again a little later; the rest end the container with that reason. */
export type PollVerdict = "ignore" | "retry" | "auth" | Exclude<StopReason, "NORMAL" | "AUTH" | "ABNORMAL">;

const AUTH: ReadonlySet<string> = new Set([
  "AUTHENTICATION_FAILED",
  "SASL_AUTHENTICATION_FAILED",
  "TOPIC_AUTHORIZATION_FAILED",
  "GROUP_AUTHORIZATION_FAILED",
  "CLUSTER_AUTHORIZATION_FAILED",
  "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
]);

export function pollVerdict(error: unknown): PollVerdict {
  if (!(error instanceof KafkaError)) return "ERROR";
  if (AUTH.has(error.code)) return "auth";
  switch (error.code) {
    case "WAKEUP":
      return "ignore";
    case "NO_OFFSET_FOR_PARTITION":
    case "OFFSET_OUT_OF_RANGE_NO_RESET":
    case "LOG_TRUNCATION":
      return "NO_OFFSET";
    case "FENCED_INSTANCE_ID":
    case "PRODUCER_FENCED":
      return "FENCED";
    case "INVALID_CONFIG":
    case "INVALID_ARGUMENT":
    case "ILLEGAL_STATE":
    case "CLOSED":
    case "UNSUPPORTED_VERSION":
    case "INCONSISTENT_GROUP_PROTOCOL":
      return "ERROR";
    default:
      return error.fatal ? "ERROR" : "retry";
  }
}
