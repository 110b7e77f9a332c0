/** Topics have been created, deleted or extended: the groups that subscribe to them look at them with their next heartbeat. */

import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { GroupType } from "../groups.ts";
import type { TopicsChange, TopicsImage } from "./topics-image.ts";

export function onTopicsChanged(context: GroupCoordinatorContext, change: TopicsChange, image: TopicsImage): void {
  context.image = image;
  if (change.hasNewTopics || context.lastImageWithNewTopics === -1) context.lastImageWithNewTopics = image.version;
  const topics = [...change.changedTopics, ...change.deletedTopics];
  for (const topic of topics) context.topicHashes.delete(topic);
  if (topics.length === 0) return;
  for (const [, entry] of context.groups.entries()) {
    if (entry.type === GroupType.CLASSIC) continue;
    if (topics.some((topic) => entry.group.isSubscribedToTopic(topic))) entry.group.requestMetadataRefresh();
  }
}
