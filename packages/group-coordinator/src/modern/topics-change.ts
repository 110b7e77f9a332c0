/** Topics have been created, deleted or extended: the groups that subscribe to them look at them with their next heartbeat. */

import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { GroupType } from "../groups.ts";
import type { TopicsChange } from "./topics-image.ts";

/** The image of the context is the one after the change. */
export function onTopicsChanged(context: GroupCoordinatorContext, change: TopicsChange): void {
  if (change.hasNewTopics) context.lastImageWithNewTopics = context.image.version;
  const topics = [...change.changedTopics, ...change.deletedTopics];
  for (const topic of topics) context.topicHashes.delete(topic);
  if (topics.length === 0) return;
  for (const [, entry] of context.groups.entries()) {
    if (entry.type === GroupType.CLASSIC) continue;
    if (topics.some((topic) => entry.group.isSubscribedToTopic(topic))) entry.group.requestMetadataRefresh();
  }
}
