// Topic filters of Kafka's tools: Java regular expressions that must match the whole name, where "," also means "|" and surrounding
// quotes are dropped.
import { UsageError } from "./failure.ts";

/** @throws UsageError for a malformed expression */
export function topicFilter(expression: string): RegExp {
  const pattern = expression
    .trim()
    .replaceAll(",", "|")
    .replaceAll(" ", "")
    .replace(/^["']+/, "")
    .replace(/["']+$/, "");
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new UsageError(`${expression} is an invalid regex.`);
  }
}

const INTERNAL_TOPICS = new Set(["__consumer_offsets", "__transaction_state", "__share_group_state"]);

export function isInternalTopic(name: string): boolean {
  return INTERNAL_TOPICS.has(name);
}
