/** One member of a classic group: what it told when it joined, its assignment, and whether it waits for an answer. */

import { assert, bytesEqual, EMPTY_BYTES } from "@ottla/base";
import type { ParkedResponse } from "@ottla/coordinator";
import type { Input } from "@ottla/protocol";
import type { JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import type { SyncGroupResponse } from "@ottla/protocol/messages/sync-group";

/** One way of assigning that a member supports, in its order of preference. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Uint8Array;
}

export type JoinWaiter = ParkedResponse<Input<JoinGroupResponse>>;
export type SyncWaiter = ParkedResponse<Input<SyncGroupResponse>>;

export interface ClassicGroupMemberOptions {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly protocolType: string;
  readonly supportedProtocols: readonly MemberProtocol[];
  readonly assignment?: Uint8Array;
}

export class ClassicGroupMember {
  readonly memberId: string;
  /** Null for a dynamic member. */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly protocolType: string;
  rebalanceTimeoutMs: number;
  sessionTimeoutMs: number;
  supportedProtocols: readonly MemberProtocol[];
  assignment: Uint8Array;
  /** Its JoinGroup waits for the others. */
  awaitingJoin: JoinWaiter | undefined;
  /** Its SyncGroup waits for the leader's assignment to be committed. */
  awaitingSync: SyncWaiter | undefined;
  /** It has not been through a rebalance yet: it may be taken for gone even while it waits in JoinGroup. */
  isNew = false;

  constructor(options: ClassicGroupMemberOptions) {
    this.memberId = options.memberId;
    this.groupInstanceId = options.groupInstanceId;
    this.clientId = options.clientId;
    this.clientHost = options.clientHost;
    this.rebalanceTimeoutMs = options.rebalanceTimeoutMs;
    this.sessionTimeoutMs = options.sessionTimeoutMs;
    this.protocolType = options.protocolType;
    this.supportedProtocols = options.supportedProtocols;
    this.assignment = options.assignment ?? EMPTY_BYTES;
  }

  /** The same member under another id; what waits stays behind. */
  withMemberId(memberId: string): ClassicGroupMember {
    return new ClassicGroupMember({
      memberId,
      groupInstanceId: this.groupInstanceId,
      clientId: this.clientId,
      clientHost: this.clientHost,
      rebalanceTimeoutMs: this.rebalanceTimeoutMs,
      sessionTimeoutMs: this.sessionTimeoutMs,
      protocolType: this.protocolType,
      supportedProtocols: this.supportedProtocols,
      assignment: this.assignment,
    });
  }

  get isStaticMember(): boolean {
    return this.groupInstanceId !== null;
  }

  get isAwaitingJoin(): boolean {
    return this.awaitingJoin !== undefined;
  }

  get isAwaitingSync(): boolean {
    return this.awaitingSync !== undefined;
  }

  /** Whether the end of its session may pass unnoticed: whoever waits for the coordinator cannot send a heartbeat. */
  get hasSatisfiedHeartbeat(): boolean {
    return !this.isNew && (this.isAwaitingJoin || this.isAwaitingSync);
  }

  supports(protocolName: string): boolean {
    return this.supportedProtocols.some((protocol) => protocol.name === protocolName);
  }

  /** What the member said for this protocol, which it must support. */
  metadataOf(protocolName: string): Uint8Array {
    const protocol = this.supportedProtocols.find(({ name }) => name === protocolName);
    assert(protocol !== undefined, "a group's protocol is supported by each of its members");
    return protocol.metadata;
  }

  /** The first of its protocols that is a candidate; at least one must be. */
  vote(candidates: ReadonlySet<string>): string {
    const protocol = this.supportedProtocols.find(({ name }) => candidates.has(name));
    assert(protocol !== undefined, "each member supports one of the candidate protocols");
    return protocol.name;
  }

  /** Whether the member says exactly what it said before: same protocols, same order, same metadata. */
  matches(protocols: readonly MemberProtocol[]): boolean {
    const own = this.supportedProtocols;
    return (
      own.length === protocols.length &&
      own.every(({ name, metadata }, i) => name === protocols[i]!.name && bytesEqual(metadata, protocols[i]!.metadata))
    );
  }
}
