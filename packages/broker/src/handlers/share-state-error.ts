/** The answer to a request about share state that says "this error, for everything you asked". */

import type { Uuid } from "@ottla/base";
import { errorMessage } from "@ottla/protocol";

interface AskedTopic {
  readonly topicId: Uuid;
  readonly partitions: readonly { readonly partition: number }[];
}

interface RefusedTopic {
  topicId: Uuid;
  partitions: { partition: number; errorCode: number; errorMessage: string }[];
}

export function shareStateError(topics: readonly AskedTopic[], errorCode: number): RefusedTopic[] {
  return topics.map(({ topicId, partitions }) => ({
    topicId,
    partitions: partitions.map(({ partition }) => ({ partition, errorCode, errorMessage: errorMessage(errorCode) })),
  }));
}
