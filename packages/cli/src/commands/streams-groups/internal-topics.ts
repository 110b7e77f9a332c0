// The topics that Kafka Streams makes for a group: of its topology, and named as Streams names them.
import type { Admin } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { javaExceptionText } from "../../java-exception.ts";
import type { ToolOptions } from "../../tool-options.ts";
import { callOptions } from "../consumer-groups/group-options.ts";

const ENDINGS = /-(?:changelog|repartition|subscription-registration-topic|subscription-response-topic)$/;
const FOREIGN_KEY_JOIN = /.-KTABLE-FK-JOIN-SUBSCRIPTION-(?:REGISTRATION|RESPONSE)-\d+-topic$/;

/** Whether Streams gives a topic of this group such a name. */
export function isInferredInternalTopic(topic: string, groupId: string): boolean {
  return topic.startsWith(`${groupId}-`) && (ENDINGS.test(topic) || FOREIGN_KEY_JOIN.test(topic));
}

/** Internal topics by group; a group without any is not there. What goes wrong is said, and ends with none. */
export async function internalTopics(
  admin: Admin,
  groupIds: readonly string[],
  values: ToolOptions,
  io: CommandIo,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const described = await admin.describeStreamsGroups(groupIds, callOptions(values));
  const [failure] = described.errors();
  if (failure !== undefined) {
    io.onFailure?.();
    io.stdout.write(`\nError: Retrieving internal topics failed due to ${javaExceptionText(failure[1])}\n`);
    return found;
  }
  for (const { groupId, subtopologies } of described.values()) {
    const sources = new Set(subtopologies.flatMap((one) => one.sourceTopics));
    const all = subtopologies.flatMap((one) => [...one.repartitionSourceTopics, ...one.stateChangelogTopics]);
    const topics = all.filter((topic) => {
      if (sources.has(topic)) return false;
      if (isInferredInternalTopic(topic, groupId)) return true;
      io.stdout.write(
        `\nError: The internal topic '${topic}' is not inferred as internal and thus will not be deleted with the group '${groupId}'.\n`,
      );
      return false;
    });
    if (topics.length > 0) found.set(groupId, topics);
  }
  return found;
}
