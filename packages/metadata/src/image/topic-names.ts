/** The rules for topic names: Kafka's `Topic`. */

/** Topics that belong to Kafka itself. */
export const INTERNAL_TOPICS: readonly string[] = ["__consumer_offsets", "__transaction_state", "__share_group_state"];

/** The topic of the metadata log, which nobody may create. */
export const CLUSTER_METADATA_TOPIC = "__cluster_metadata";

const MAX_NAME_LENGTH = 249;
const LEGAL_NAME = /^[a-zA-Z0-9._-]+$/;

/** Why a name cannot be a topic's, or undefined if it can. */
export function invalidTopicNameReason(name: string): string | undefined {
  if (name === "") return "the empty string is not allowed";
  if (name === ".") return "'.' is not allowed";
  if (name === "..") return "'..' is not allowed";
  if (name.length > MAX_NAME_LENGTH) {
    return `the length of '${name}' is longer than the max allowed length ${MAX_NAME_LENGTH}`;
  }
  if (!LEGAL_NAME.test(name)) {
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  }
  return undefined;
}

/** The message of INVALID_TOPIC_EXCEPTION for a name, or undefined if it is valid. */
export function topicNameError(name: string): string | undefined {
  const reason = invalidTopicNameReason(name);
  return reason === undefined ? undefined : `Topic name is invalid: ${reason}`;
}

/** Whether a name has characters that metrics cannot tell apart. */
export function hasCollisionChars(name: string): boolean {
  return name.includes("_") || name.includes(".");
}

/** The form in which names collide. */
export function unifyCollisionChars(name: string): string {
  return name.replaceAll(".", "_");
}
