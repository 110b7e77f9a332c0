/** Topics by name and number of partitions, with ids that say which they are. */

import { randomUuid, Prng, type Uuid } from "@ottla/base";
import type { TopicMetadata, TopicsImage } from "../modern/topics-image.ts";

/** The image after `before`: a topic that was there keeps its id. */
export function topicsImage(partitionCounts: Readonly<Record<string, number>>, before?: TopicsImage): TopicsImage {
  const topics = new Map<string, TopicMetadata>();
  for (const [name, partitionCount] of Object.entries(partitionCounts)) {
    const id = before?.topic(name)?.id ?? topicId(name, before?.version ?? 0);
    topics.set(name, { id, name, partitionCount, partitionRacks: () => [] });
  }
  const byId = new Map([...topics.values()].map((topic) => [topic.id, topic]));
  return {
    version: (before?.version ?? 0) + 1,
    topicCount: topics.size,
    topic: (name) => topics.get(name),
    topicById: (id) => byId.get(id),
    topicNames: () => topics.keys(),
  };
}

/** Of the first topic of that name; a later one has another. */
export function topicId(name: string, version = 0): Uuid {
  let seed = version * 1_000_003;
  for (const char of name) seed = (seed * 31 + char.charCodeAt(0)) % 2_147_483_647;
  return randomUuid(new Prng(seed + 1));
}
