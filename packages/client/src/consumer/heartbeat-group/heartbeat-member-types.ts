/**
 * What goes into and comes out of a {@link HeartbeatMember}: events and actions, as plain data.
 */
import type { TopicIdPartitions } from "./topic-id-partitions.ts";

/** Where the member is. Java's MemberState. */
export type MemberState =
  /** Not subscribed, or left. */
  | "unsubscribed"
  /** Asks to be let in, with epoch 0. */
  | "joining"
  /** Has a target that the application has not taken yet. */
  | "reconciling"
  /** The application took what it was given; the group is told with the next heartbeat, at once. */
  | "acknowledging"
  | "stable"
  /** The group does not know the member (any more): what it had is lost, and given up before it joins again. */
  | "fenced"
  /** Left because the application did not poll; joins again when it does. */
  | "stale"
  /** The group refuses the member for good. */
  | "fatal";

export interface HeartbeatMemberOptions {
  readonly maxPollIntervalMs: number;
  /** The wait after a failed heartbeat, which doubles up to the maximum, in milliseconds. */
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  /** The epoch with which a member leaves when the application does not poll. */
  readonly staleEpoch: number;
}

export interface HeartbeatResult {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly memberEpoch: number;
  readonly heartbeatIntervalMs: number;
  /** Null: as before. */
  readonly assignment: TopicIdPartitions | null;
}

/** A target, numbered, so that the same partitions given anew are taken anew. */
export interface Target {
  readonly localEpoch: number;
  readonly partitions: TopicIdPartitions;
}

/** What happened. */
export type HeartbeatEvent =
  /** The application polls. */
  | { readonly type: "polled" }
  /** Time passed; to be sent at {@link HeartbeatMember.wakeAtMs} at the latest. */
  | { readonly type: "tick" }
  | { readonly type: "coordinatorFound" }
  | { readonly type: "coordinatorLost" }
  /** The group answered the heartbeat with this number. */
  | { readonly type: "answered"; readonly heartbeat: number; readonly result: HeartbeatResult }
  /** The heartbeat with this number got no answer, but may be repeated. */
  | { readonly type: "unanswered"; readonly heartbeat: number }
  /** The heartbeat could not be sent, and never can. */
  | { readonly type: "refused" }
  /** The application has taken a target, or as much of it as has names already. */
  | { readonly type: "reconciled"; readonly localEpoch: number; readonly partitions: TopicIdPartitions }
  /** The application has given up all that was lost. */
  | { readonly type: "released" }
  /** The subscription is another one. */
  | { readonly type: "changed" }
  /** The application leaves, telling the group with this epoch, or (null) not at all. */
  | { readonly type: "leave"; readonly epoch: number | null };

/** What to do. */
export type HeartbeatAction =
  | { readonly type: "findCoordinator" }
  /** The coordinator does not answer, or is none: find it again. */
  | { readonly type: "coordinatorUnknown" }
  | {
      readonly type: "sendHeartbeat";
      readonly heartbeat: number;
      readonly memberEpoch: number;
      /** Everything is told, not only what changed. */
      readonly isJoining: boolean;
      /** What the member owns, numbered as the target it comes from. */
      readonly owned: Target;
    }
  /** The last heartbeat of a membership. Its answer changes nothing. */
  | { readonly type: "sendLeave"; readonly memberEpoch: number }
  /** What was told before is not to be relied on. */
  | { readonly type: "forgetSent" }
  /** Let the application take {@link HeartbeatMember.target}. */
  | { readonly type: "reconcile" }
  /** Let the application give up all it has: it is lost. */
  | { readonly type: "release" }
  /** The next poll must reject with this error. */
  | { readonly type: "fail"; readonly errorCode: number; readonly errorMessage: string | null };
