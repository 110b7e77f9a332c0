/** One JoinGroup on its way through the steps of joining. */

import type { JoinGroupRequest } from "@ottla/protocol/messages/join-group";
import type { GroupRequestContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import type { JoinWaiter, MemberProtocol } from "./classic-group-member.ts";

/** Everything the steps pass on. */
export interface Join {
  readonly request: JoinGroupRequest;
  /** The protocols of the request, with bytes of their own. */
  readonly protocols: readonly MemberProtocol[];
  readonly requestContext: GroupRequestContext;
  readonly waiter: JoinWaiter;
}

/** Answers with an error, and `memberId` as the protocol wants it: what the client said, or "" to make it forget it. */
export function refuseJoin(waiter: JoinWaiter, memberId: string, errorCode: number): GroupResult {
  waiter.complete({ memberId, errorCode });
  return NOTHING;
}

/** What the client gave as its reason (KIP-800). */
export function joinReason({ reason }: JoinGroupRequest): string {
  return reason === null || reason === "" ? "not provided" : reason;
}
