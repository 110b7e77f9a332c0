/** How OffsetFetch says that it cannot answer for a group at all. */

import type { Input } from "@ottla/protocol";
import type { OffsetFetchRequestGroup, OffsetFetchResponseGroup } from "@ottla/protocol/messages/offset-fetch";

/** From this version on there is an error for the whole group; before, every partition carries it. */
const GROUP_ERROR_VERSION = 2;

export function offsetFetchError(
  { groupId, topics }: Input<OffsetFetchRequestGroup>,
  errorCode: number,
  apiVersion: number,
): Input<OffsetFetchResponseGroup> {
  if (apiVersion >= GROUP_ERROR_VERSION) return { groupId, errorCode };
  return {
    groupId,
    topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      partitions: (partitionIndexes ?? []).map((partitionIndex) => ({
        partitionIndex,
        errorCode,
        committedOffset: -1,
        committedLeaderEpoch: -1,
        metadata: "",
      })),
    })),
  };
}
