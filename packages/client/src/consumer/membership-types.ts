/**
 * What goes into and comes out of a {@link Membership}: events and actions, as plain data.
 */

/** Where the member is. */
export type MembershipState =
  | "unjoined"
  | "preparing"
  | "joining"
  | "assigning"
  | "syncing"
  | "completing"
  | "stable"
  | "left";

export interface MembershipOptions {
  readonly groupInstanceId: string | null;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly retryBackoffMs: number;
}

/** One member of a generation as the leader sees it. */
export interface JoinedMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly metadata: Uint8Array;
}

export interface JoinResult {
  readonly errorCode: number;
  readonly memberId: string;
  readonly generationId: number;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly members: readonly JoinedMember[];
}

export interface SyncResult {
  readonly errorCode: number;
  readonly assignment: Uint8Array;
}

/** What happened. */
export type MembershipEvent =
  /** The application polls. */
  | { readonly type: "polled" }
  /** Time passed; to be sent at {@link Membership.wakeAtMs} at the latest. */
  | { readonly type: "tick" }
  | { readonly type: "coordinatorFound" }
  | { readonly type: "coordinatorLost" }
  /** The application has given up what it must. */
  | { readonly type: "prepared" }
  | { readonly type: "joined"; readonly result: JoinResult }
  | { readonly type: "assigned"; readonly assignments: ReadonlyMap<string, Uint8Array> }
  /** The leader could not make an assignment. */
  | { readonly type: "assignmentFailed" }
  | { readonly type: "synced"; readonly result: SyncResult }
  /** The application has taken its new partitions. */
  | { readonly type: "completed" }
  | { readonly type: "heartbeatAnswered"; readonly errorCode: number; readonly generationId: number }
  /** A request never got an answer. */
  | { readonly type: "requestFailed"; readonly request: "join" | "sync" | "heartbeat" }
  /** Something changed that needs a new assignment. */
  | { readonly type: "rejoin"; readonly reason: string }
  /** An offset commit was refused because of who we are. */
  | { readonly type: "commitRefused"; readonly errorCode: number; readonly generationId: number }
  /** The application leaves the group. */
  | { readonly type: "leave"; readonly reason: string; readonly sendLeave: boolean };

/** What to do. */
export type MembershipAction =
  | { readonly type: "findCoordinator" }
  /** Let the application give up partitions: all of them are lost already, or some are to be revoked. */
  | { readonly type: "prepare"; readonly isLost: boolean }
  | { readonly type: "sendJoin"; readonly memberId: string; readonly reason: string }
  | {
      readonly type: "computeAssignment";
      readonly protocolName: string;
      readonly members: readonly JoinedMember[];
      /** The broker knows that nothing changed: keep watch as a leader, but assign nothing (KIP-814). */
      readonly skipAssignment: boolean;
    }
  | {
      readonly type: "sendSync";
      readonly memberId: string;
      readonly generationId: number;
      readonly protocolName: string;
      readonly assignments: ReadonlyMap<string, Uint8Array>;
    }
  /** Let the application take its partitions. */
  | {
      readonly type: "complete";
      readonly assignment: Uint8Array;
      readonly generationId: number;
      readonly protocolName: string;
    }
  | { readonly type: "sendHeartbeat"; readonly memberId: string; readonly generationId: number }
  | { readonly type: "sendLeave"; readonly memberId: string; readonly reason: string }
  /** The coordinator does not answer: drop the connection and find it again. */
  | { readonly type: "coordinatorUnknown"; readonly reason: string }
  /** The next poll must reject with this error. */
  | { readonly type: "fail"; readonly errorCode: number };
