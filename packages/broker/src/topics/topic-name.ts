/** What may be a topic's name, and which topics are the broker's own. */

/** Topics that only the broker writes to; clients may read them. */
const INTERNAL_TOPICS: ReadonlySet<string> = new Set([
  "__consumer_offsets",
  "__transaction_state",
  "__share_group_state",
]);

const NAME_LENGTH_MAX = 249;
const LEGAL_NAME = /^[a-zA-Z0-9._-]+$/;

export function isInternalTopic(name: string): boolean {
  return INTERNAL_TOPICS.has(name);
}

/** Why a name cannot be a topic's, in Kafka's words; undefined if it can. */
export function topicNameFault(name: string): string | undefined {
  if (name === "") {
    return "Topic name is invalid: the empty string is not allowed";
  }
  if (name === "." || name === "..") {
    return "Topic name is invalid: '.' or '..' is not allowed";
  }
  if (name.length > NAME_LENGTH_MAX) {
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${NAME_LENGTH_MAX}`;
  }
  if (!LEGAL_NAME.test(name)) {
    return (
      `Topic name is invalid: '${name}' contains one or more characters other than ` +
      "ASCII alphanumerics, '.', '_' and '-'"
    );
  }
  return undefined;
}
