/**
 * The requests of group membership, each as a call to the coordinator.
 */
import type { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import type { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import type { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import type { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import type { Call } from "../network/broker-connection.ts";
import { CONSUMER_PROTOCOL_TYPE } from "./consumer-protocol.ts";
import type { MembershipAction } from "./membership-types.ts";
import { LazyApi } from "../network/api-versions.ts";

const JOIN_API = new LazyApi<JoinGroupRequest, JoinGroupResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/join-group");
  return { request: codecs.JoinGroupRequest, response: codecs.JoinGroupResponse };
});
const SYNC_API = new LazyApi<SyncGroupRequest, SyncGroupResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/sync-group");
  return { request: codecs.SyncGroupRequest, response: codecs.SyncGroupResponse };
});
const HEARTBEAT_API = new LazyApi<HeartbeatRequest, HeartbeatResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/heartbeat");
  return { request: codecs.HeartbeatRequest, response: codecs.HeartbeatResponse };
});
const LEAVE_API = new LazyApi<LeaveGroupRequest, LeaveGroupResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/leave-group");
  return { request: codecs.LeaveGroupRequest, response: codecs.LeaveGroupResponse };
});
/** A join is answered when the rebalance is over, which may be this much later than its timeout. */
const JOIN_SLACK_MS = 5_000;
const REASON_LENGTH_MAX = 255;

/** Who asks. */
export interface GroupIdentity {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
}

type Action<T extends MembershipAction["type"]> = Extract<MembershipAction, { readonly type: T }>;

export function joinCall(
  identity: GroupIdentity,
  action: Action<"sendJoin">,
  options: {
    readonly sessionTimeoutMs: number;
    readonly rebalanceTimeoutMs: number;
    readonly requestTimeoutMs: number;
    readonly protocols: readonly { readonly name: string; readonly metadata: Uint8Array }[];
  },
): Call<JoinGroupRequest, JoinGroupResponse> {
  const { groupId, groupInstanceId } = identity;
  const { sessionTimeoutMs, rebalanceTimeoutMs, protocols } = options;
  return {
    api: JOIN_API,
    body: (version) => ({
      groupId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      memberId: action.memberId,
      ...(version >= 5 ? { groupInstanceId } : {}),
      protocolType: CONSUMER_PROTOCOL_TYPE,
      protocols,
      reason: version >= 8 ? action.reason.slice(0, REASON_LENGTH_MAX) : null,
    }),
    versions: groupInstanceId === null ? {} : { min: 5 },
    timeoutMs: Math.max(options.requestTimeoutMs, rebalanceTimeoutMs + JOIN_SLACK_MS),
  };
}

export function syncCall(
  identity: GroupIdentity,
  action: Action<"sendSync">,
  timeoutMs: number,
): Call<SyncGroupRequest, SyncGroupResponse> {
  const { memberId, generationId, protocolName } = action;
  const assignments = [...action.assignments].map(([id, assignment]) => ({ memberId: id, assignment }));
  return {
    api: SYNC_API,
    body: (version) => ({
      groupId: identity.groupId,
      generationId,
      memberId,
      ...(version >= 3 ? { groupInstanceId: identity.groupInstanceId } : {}),
      ...(version >= 5 ? { protocolType: CONSUMER_PROTOCOL_TYPE, protocolName } : {}),
      assignments,
    }),
    timeoutMs,
  };
}

export function heartbeatCall(
  identity: GroupIdentity,
  action: Action<"sendHeartbeat">,
): Call<HeartbeatRequest, HeartbeatResponse> {
  const { memberId, generationId } = action;
  return {
    api: HEARTBEAT_API,
    body: (version) => ({
      groupId: identity.groupId,
      generationId,
      memberId,
      ...(version >= 3 ? { groupInstanceId: identity.groupInstanceId } : {}),
    }),
  };
}

export function leaveCall(
  identity: GroupIdentity,
  action: Action<"sendLeave">,
): Call<LeaveGroupRequest, LeaveGroupResponse> {
  const { memberId } = action;
  const { groupId, groupInstanceId } = identity;
  const reason = action.reason.slice(0, REASON_LENGTH_MAX);
  return {
    api: LEAVE_API,
    body: (version) =>
      version >= 3
        ? { groupId, members: [{ memberId, groupInstanceId, ...(version >= 5 ? { reason } : {}) }] }
        : { groupId, memberId },
  };
}
