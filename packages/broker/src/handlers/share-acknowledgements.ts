/** What ShareFetch and ShareAcknowledge have in common: acknowledgements are checked, then given to the share partitions. */

import type { Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { NameTest } from "../authorizer/authorized-names.ts";
import type { PartitionOutcome, SharePartitionManager } from "../share-fetch/share-partition-manager.ts";
import type { ShareSessionKey, TopicIdPartition } from "../share-fetch/share-session.ts";
import type { AcknowledgementBatch } from "../share-partition/acknowledge.ts";
import { AcknowledgeType } from "../share-partition/record-state.ts";
import type { RequestContext } from "./handler.ts";

const MEMBER_ID_LENGTH_MAX = 36;

/** Kafka takes any id up to the length of a uuid. */
export function isShareMemberId(memberId: string | null): memberId is string {
  return memberId !== null && memberId !== "" && memberId.length <= MEMBER_ID_LENGTH_MAX;
}

/** Since which version locks can be renewed. */
export const RENEW_SINCE_VERSION = 2;

interface AcknowledgingTopic {
  readonly topicId: Uuid;
  readonly partitions: readonly {
    readonly partitionIndex: number;
    readonly acknowledgementBatches: readonly AcknowledgementBatch[];
  }[];
}

export interface Acknowledging {
  readonly session: ShareSessionKey;
  readonly topics: readonly AcknowledgingTopic[];
  readonly isRenewAck: boolean;
  /** Topics that the member may read: of others it can say nothing. */
  readonly mayRead: NameTest;
}

export function topicIdPartition(topicId: Uuid, partition: number, { services }: RequestContext): TopicIdPartition {
  return { topicId, topic: services.metadata.image.topics.getById(topicId)?.name, partition };
}

/** One outcome for each partition that the request names. */
export async function acknowledge(
  { session, topics, isRenewAck, mayRead }: Acknowledging,
  partitions: SharePartitionManager,
  context: RequestContext,
): Promise<PartitionOutcome[]> {
  const refused: PartitionOutcome[] = [];
  const silent: PartitionOutcome[] = [];
  const acknowledged: { target: TopicIdPartition; batches: readonly AcknowledgementBatch[] }[] = [];
  for (const { topicId, partitions: named } of topics) {
    for (const { partitionIndex, acknowledgementBatches: batches } of named) {
      const target = topicIdPartition(topicId, partitionIndex, context);
      const errorCode = check(target, batches, { isRenewAck, mayRead }, context);
      if (errorCode !== ErrorCode.NONE) refused.push({ target, errorCode, message: null });
      else if (batches.length === 0) silent.push({ target, errorCode, message: null });
      else acknowledged.push({ target, batches });
    }
  }
  // As Kafka: with nothing to acknowledge, those that say nothing are not answered either.
  if (acknowledged.length === 0) return refused;
  return [...(await partitions.acknowledge(session, acknowledged)), ...refused, ...silent];
}

function check(
  target: TopicIdPartition,
  batches: readonly AcknowledgementBatch[],
  { isRenewAck, mayRead }: Pick<Acknowledging, "isRenewAck" | "mayRead">,
  { services, apiVersion }: RequestContext,
): number {
  if (target.topic === undefined) return ErrorCode.UNKNOWN_TOPIC_ID;
  const maxType = apiVersion === RENEW_SINCE_VERSION ? AcknowledgeType.RENEW : AcknowledgeType.REJECT;
  let previousLast = -1;
  for (const { firstOffset, lastOffset, acknowledgeTypes: types } of batches) {
    const isOrdered = firstOffset <= lastOffset && firstOffset >= previousLast;
    const isComplete = types.length === 1 || types.length === lastOffset - firstOffset + 1;
    const isKnown = types.every((type) => type >= AcknowledgeType.GAP && type <= maxType);
    const isAnnounced = isRenewAck || !types.includes(AcknowledgeType.RENEW);
    if (!isOrdered || types.length === 0 || !isComplete || !isKnown || !isAnnounced) return ErrorCode.INVALID_REQUEST;
    previousLast = lastOffset;
  }
  if (!mayRead(target.topic)) return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
  return services.metadata.image.topics.getPartition(target.topic, target.partition) === undefined
    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    : ErrorCode.NONE;
}
