/**
 * The requests of a share group's member, each as a call.
 */
import type { ShareAcknowledgeRequest, ShareAcknowledgeResponse } from "@ottla/protocol/messages/share-acknowledge";
import type { ShareFetchRequest, ShareFetchResponse } from "@ottla/protocol/messages/share-fetch";
import type {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import type { ShareConsumerConfig } from "../config/share-consumer-config.ts";
import type { HeartbeatResult } from "../consumer/heartbeat-group/heartbeat-member-types.ts";
import { fromEntries } from "../consumer/heartbeat-group/topic-id-partitions.ts";
import type { Call } from "../network/broker-connection.ts";
import type { ShareFetchPlan, ShareTopic } from "./share-session.ts";
import { LazyApi } from "../network/api-versions.ts";

const FETCH_API = new LazyApi<ShareFetchRequest, ShareFetchResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/share-fetch");
  return { request: codecs.ShareFetchRequest, response: codecs.ShareFetchResponse };
});
const ACKNOWLEDGE_API = new LazyApi<ShareAcknowledgeRequest, ShareAcknowledgeResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/share-acknowledge");
  return { request: codecs.ShareAcknowledgeRequest, response: codecs.ShareAcknowledgeResponse };
});
const HEARTBEAT_API = new LazyApi<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/share-group-heartbeat");
  return { request: codecs.ShareGroupHeartbeatRequest, response: codecs.ShareGroupHeartbeatResponse };
});
/** The first versions that know a strict limit of records, and renewals. */
const ACQUIRE_MODE_VERSION_MIN = 2;
const RENEW_VERSION_MIN = 2;
const ACQUIRE_MODES: Readonly<Record<ShareConsumerConfig["share.acquire.mode"], number>> = {
  batch_optimized: 0,
  record_limit: 1,
};

/** Who asks. */
export interface ShareMember {
  readonly groupId: string;
  readonly memberId: string;
}

export function shareFetchCall(
  member: ShareMember,
  plan: ShareFetchPlan,
  config: ShareConsumerConfig,
): Call<ShareFetchRequest, ShareFetchResponse> {
  const mode = config["share.acquire.mode"];
  return {
    api: FETCH_API,
    body: (version) => ({
      ...member,
      shareSessionEpoch: plan.epoch,
      maxWaitMs: config["fetch.max.wait.ms"],
      minBytes: config["fetch.min.bytes"],
      maxBytes: config["fetch.max.bytes"],
      maxRecords: config["max.poll.records"],
      batchSize: config["max.poll.records"],
      ...(version >= ACQUIRE_MODE_VERSION_MIN ? { shareAcquireMode: ACQUIRE_MODES[mode] } : {}),
      topics: plan.topics,
      forgottenTopicsData: plan.forgotten,
    }),
    versions: mode === "record_limit" ? { min: ACQUIRE_MODE_VERSION_MIN } : {},
    timeoutMs: config["request.timeout.ms"],
  };
}

export function shareAcknowledgeCall(
  member: ShareMember,
  plan: { readonly epoch: number; readonly topics: readonly ShareTopic[] },
  options: { readonly isRenewAck: boolean; readonly timeoutMs: number },
): Call<ShareAcknowledgeRequest, ShareAcknowledgeResponse> {
  const { isRenewAck, timeoutMs } = options;
  return {
    api: ACKNOWLEDGE_API,
    body: (version) => ({
      ...member,
      shareSessionEpoch: plan.epoch,
      topics: plan.topics,
      ...(version >= RENEW_VERSION_MIN ? { isRenewAck } : {}),
    }),
    versions: isRenewAck ? { min: RENEW_VERSION_MIN } : {},
    timeoutMs,
  };
}

export function shareHeartbeatCall(
  member: ShareMember,
  given: {
    readonly memberEpoch: number;
    readonly rackId: string | null;
    /** Null: as before. */
    readonly subscribedTopicNames: readonly string[] | null;
  },
): Call<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> {
  return { api: HEARTBEAT_API, body: { ...member, ...given } };
}

export function shareHeartbeatResult(response: ShareGroupHeartbeatResponse): HeartbeatResult {
  const { errorCode, errorMessage, memberEpoch, heartbeatIntervalMs, assignment } = response;
  return {
    errorCode,
    errorMessage,
    memberEpoch,
    heartbeatIntervalMs,
    assignment: assignment === null ? null : fromEntries(assignment.topicPartitions),
  };
}
