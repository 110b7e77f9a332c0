/**
 * The heartbeats of a consumer group's member: everything when joining, later only what changed since the last one the group surely knows of.
 */
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import type { Call } from "../../network/broker-connection.ts";
import type { HeartbeatResult, Target } from "./heartbeat-member-types.ts";
import { fromEntries, toEntries } from "./topic-id-partitions.ts";
import { LazyApi } from "../../network/api-versions.ts";

const API = new LazyApi<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/consumer-group-heartbeat");
  return { request: codecs.ConsumerGroupHeartbeatRequest, response: codecs.ConsumerGroupHeartbeatResponse };
});
/** The first version that carries a regular expression. */
const REGEX_VERSION_MIN = 1;

/** Who the member is, and what does not change. */
export interface MemberIdentity {
  readonly groupId: string;
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly serverAssignor: string | null;
  readonly rebalanceTimeoutMs: number;
}

/** What the member wants. */
export interface HeartbeatSubscription {
  readonly topics: readonly string[];
  /** A pattern that the broker matches; null for none. */
  readonly regex: string | null;
}

/** Remembers what was sent, and builds the next heartbeat. */
export class HeartbeatRequests {
  readonly #identity: MemberIdentity;
  #sent: { topics: string; regex: string | null; owned: Target } | undefined;

  constructor(identity: MemberIdentity) {
    this.#identity = identity;
  }

  /** Says everything again next time. */
  forget(): void {
    this.#sent = undefined;
  }

  heartbeat(
    given: { readonly memberEpoch: number; readonly isJoining: boolean; readonly owned: Target },
    subscription: HeartbeatSubscription,
  ): Call<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> {
    const { groupId, memberId, instanceId, rackId, serverAssignor, rebalanceTimeoutMs } = this.#identity;
    const last = given.isJoining ? undefined : this.#sent;
    const topics = [...subscription.topics].sort();
    const written = JSON.stringify(topics);
    const { regex } = subscription;
    this.#sent = { topics: written, regex, owned: given.owned };
    // An empty text takes an expression back; a member that never had one says nothing.
    const subscribedTopicRegex = regex ?? ((last?.regex ?? null) === null ? null : "");
    const isRegexNew = last === undefined ? regex !== null : regex !== last.regex;
    return {
      api: API,
      body: {
        groupId,
        memberId,
        memberEpoch: given.memberEpoch,
        instanceId,
        ...(last === undefined ? { rackId, serverAssignor, rebalanceTimeoutMs } : {}),
        subscribedTopicNames: written === last?.topics ? null : topics,
        ...(isRegexNew ? { subscribedTopicRegex } : {}),
        topicPartitions: last?.owned === given.owned ? null : toEntries(given.owned.partitions),
      },
      versions: regex === null ? {} : { min: REGEX_VERSION_MIN },
    };
  }

  leave(memberEpoch: number): Call<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> {
    const { groupId, memberId, instanceId } = this.#identity;
    return { api: API, body: { groupId, memberId, memberEpoch, instanceId } };
  }
}

export function heartbeatResult(response: ConsumerGroupHeartbeatResponse): HeartbeatResult {
  const { errorCode, errorMessage, memberEpoch, heartbeatIntervalMs, assignment } = response;
  return {
    errorCode,
    errorMessage,
    memberEpoch,
    heartbeatIntervalMs,
    assignment: assignment === null ? null : fromEntries(assignment.topicPartitions),
  };
}
