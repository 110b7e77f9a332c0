/**
 * Logs that the metadata does not have on this node: of topics that were deleted, and of replicas that moved away, while it was away. A topic
 * made anew must not find the log of the one before. Kafka's `LogManager.isStrayReplica`.
 */

import type { MetadataImage } from "@ottla/metadata";
import type { LogManager, UnifiedLog } from "@ottla/storage";
import type { MetadataPublisher, MetadataSource } from "../services/metadata-source.ts";

export interface FollowOptions {
  readonly nodeId: number;
  readonly controller: MetadataSource;
  readonly logManager: Pick<LogManager, "removeStrayLogs">;
  /** Makes replicas of what the metadata has here. */
  readonly publisher: MetadataPublisher;
}

/** Whether the metadata knows no replica on this node that the log could be of. */
export function isStrayLog(
  log: Pick<UnifiedLog, "topicId" | "topicPartition">,
  { nodeId, image }: { readonly nodeId: number; readonly image: MetadataImage },
): boolean {
  // The first flush makes it durable: in a log without one nothing was ever flushed, and nobody knows which topic it was of.
  if (log.topicId === undefined) return true;
  const registration = image.topics.getById(log.topicId)?.partitions[log.topicPartition.partition];
  return registration === undefined || !registration.replicas.includes(nodeId);
}

/** Sets stray logs aside, then lets the publisher follow the metadata. Resolves when it is subscribed. */
export async function followWithoutStrays({ nodeId, controller, logManager, publisher }: FollowOptions): Promise<void> {
  // What is deleted while files are renamed is in nobody's delta: what is left must be held against the very image that the publisher begins with.
  for (let seen: MetadataImage | undefined; seen !== controller.image;) {
    const image = controller.image;
    seen = image;
    await logManager.removeStrayLogs((log) => isStrayLog(log, { nodeId, image }));
  }
  controller.subscribe(publisher);
}
