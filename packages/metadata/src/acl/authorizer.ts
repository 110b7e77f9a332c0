/** What asks for access, and what is answered: the part of Kafka's `Authorizer` that request handlers use. */

import type { AclOperation, ResourceType } from "@ottla/protocol";
import type { Acl } from "./acl.ts";

/** Who asks, and from where. */
export interface Requester {
  /** As Kafka prints it: `User:alice`. */
  readonly principal: string;
  /** The address as Java prints it: `127.0.0.1`, `0:0:0:0:0:0:0:1`. */
  readonly host: string;
}

/** One topic, group, transactional id, … by its very name. */
export interface Resource {
  readonly resourceType: ResourceType;
  readonly name: string;
}

/** What was decided, and why: by an entry, because of `super.users`, or because no entry says anything. */
export interface AuthorizationResult {
  readonly isAllowed: boolean;
  readonly rule: "SuperUser" | "DefaultAllow" | "DefaultDeny" | Acl;
}

/** Decides who may do what (KIP-504). */
export interface Authorizer {
  /** @throws AuthorizerNotReadyError while the entries are not known */
  authorize(requester: Requester, operation: AclOperation, resource: Resource): AuthorizationResult;
  /**
   * Whether there is any resource of that type that the requester may do this with (KIP-679).
   * @throws AuthorizerNotReadyError while the entries are not known
   */
  authorizeByResourceType(requester: Requester, operation: AclOperation, resourceType: ResourceType): boolean;
}

/** The metadata has not been loaded up to the high watermark, so nobody knows who may do what; super users may all the same. */
export class AuthorizerNotReadyError extends Error {
  override readonly name: string = "AuthorizerNotReadyError";
  readonly code: string = "AUTHORIZER_NOT_READY";
  readonly retriable: boolean = true;
}
