/** What members of consumer groups and of share groups have in common. Members are immutable: a change is a new one. */

import type { MemberState } from "./member-state.ts";

export interface ModernGroupMember {
  readonly memberId: string;
  /** The epoch the member has been told; never above the group's. */
  readonly memberEpoch: number;
  /** The epoch before: a member that missed its last answer may still use it. */
  readonly previousMemberEpoch: number;
  readonly state: MemberState;
  /** Null for a dynamic member. */
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscribedTopicNames: ReadonlySet<string>;
}

/** Whether the member has arrived at the target assignment of this epoch. */
export function isReconciledTo(member: ModernGroupMember, targetAssignmentEpoch: number): boolean {
  return member.state === STABLE && member.memberEpoch === targetAssignmentEpoch;
}

const STABLE: MemberState = 0;
