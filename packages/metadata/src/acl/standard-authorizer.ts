/**
 * Kafka's `StandardAuthorizer` (KIP-801): decides by the entries in the metadata.
 *
 *   a super user may; else an entry that denies forbids; else an entry that allows permits; else, if the resource has entries at all, it is
 *   forbidden; else `allow.everyone.if.no.acl.found` decides
 *
 * Until the entries are known up to the high watermark only super users get an answer.
 */

import { AclOperation, AclPermissionType, PatternType, ResourceType } from "@ottla/protocol";
import type { KeyedChange } from "../image/keyed-records-image.ts";
import { type Acl, aclOf, WILDCARD, WILDCARD_PRINCIPAL } from "./acl.ts";
import { type AclFilter, compareAcls, matchesAcl } from "./acl-filter.ts";
import { AclIndex } from "./acl-index.ts";
import {
  type AuthorizationResult,
  type Authorizer,
  AuthorizerNotReadyError,
  type Requester,
  type Resource,
} from "./authorizer.ts";

export interface StandardAuthorizerOptions {
  /** `super.users`, each as `type:name`. */
  readonly superUsers: ReadonlySet<string>;
  /** `allow.everyone.if.no.acl.found`; Kafka's default: false. */
  readonly allowEveryoneIfNoAclFound: boolean;
}

const SUPER_USER: AuthorizationResult = { isAllowed: true, rule: "SuperUser" };
const DEFAULT_ALLOW: AuthorizationResult = { isAllowed: true, rule: "DefaultAllow" };
const DEFAULT_DENY: AuthorizationResult = { isAllowed: false, rule: "DefaultDeny" };
/** A name that nobody has an entry for, most likely: Kafka asks for it to find super users. */
const ANY_NAME = "hardcode";

/** What an entry that allows it allows, too. */
const IMPLIED_BY: ReadonlyMap<number, ReadonlySet<number>> = new Map<number, ReadonlySet<number>>([
  [
    AclOperation.DESCRIBE,
    new Set([AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER]),
  ],
  [AclOperation.DESCRIBE_CONFIGS, new Set([AclOperation.DESCRIBE_CONFIGS, AclOperation.ALTER_CONFIGS])],
]);

/** See the file's head. */
export class StandardAuthorizer implements Authorizer {
  readonly #index = new AclIndex();
  readonly #superUsers: ReadonlySet<string>;
  readonly #noAclRule: AuthorizationResult;
  #isLoaded = false;

  constructor({ superUsers, allowEveryoneIfNoAclFound }: StandardAuthorizerOptions) {
    this.#superUsers = superUsers;
    this.#noAclRule = allowEveryoneIfNoAclFound ? DEFAULT_ALLOW : DEFAULT_DENY;
  }

  /** How many entries there are. */
  get aclCount(): number {
    return this.#index.size;
  }

  /** Entries that a filter matches, in the order of Kafka's `StandardAcl`. */
  acls(filter: AclFilter): Acl[] {
    const { resourceType } = filter;
    const candidates =
      resourceType === ResourceType.ANY ? this.#index.values() : this.#index.ofResourceType(resourceType);
    return [...candidates].filter((acl) => matchesAcl(filter, acl)).toSorted(compareAcls);
  }

  /** Takes over changes of the metadata. */
  onChanges(changes: Iterable<KeyedChange>): void {
    for (const { domain, key, record } of changes) {
      if (domain !== "AccessControlEntryRecord") continue;
      if (record?.name === "AccessControlEntryRecord") this.#index.set(key, aclOf(record.value));
      else this.#index.delete(key);
    }
  }

  /** The entries are known up to the high watermark. */
  completeInitialLoad(): void {
    this.#isLoaded = true;
  }

  /** @throws AuthorizerNotReadyError */
  authorize(requester: Requester, operation: AclOperation, { resourceType, name }: Resource): AuthorizationResult {
    if (this.#superUsers.has(requester.principal)) return SUPER_USER;
    if (!this.#isLoaded) throw new AuthorizerNotReadyError("The access control entries are not loaded yet");
    let allowing: Acl | undefined;
    let hasAcls = false;
    for (const acl of this.#index.matching(resourceType, name)) {
      hasAcls = true;
      if (!isAbout(acl, requester)) continue;
      const { permissionType } = acl;
      if (permissionType === AclPermissionType.DENY && covers(acl, operation)) return { isAllowed: false, rule: acl };
      if (permissionType === AclPermissionType.ALLOW && implies(acl, operation)) allowing = acl;
    }
    if (allowing !== undefined) return { isAllowed: true, rule: allowing };
    return hasAcls ? DEFAULT_DENY : this.#noAclRule;
  }

  /**
   * As Kafka's `Authorizer.authorizeByResourceType`, for which no operation implies another.
   * @throws AuthorizerNotReadyError
   */
  authorizeByResourceType(requester: Requester, operation: AclOperation, resourceType: ResourceType): boolean {
    if (this.authorize(requester, operation, { resourceType, name: ANY_NAME }).isAllowed) return true;
    const allowed: Acl[] = [];
    const denied = { literals: new Set<string>(), prefixes: new Set<string>() };
    for (const acl of this.#index.ofResourceType(resourceType)) {
      if (!isAbout(acl, requester) || !covers(acl, operation)) continue;
      if (acl.permissionType === AclPermissionType.ALLOW) allowed.push(acl);
      if (acl.permissionType !== AclPermissionType.DENY) continue;
      if (isWildcard(acl)) return false;
      (acl.patternType === PatternType.LITERAL ? denied.literals : denied.prefixes).add(acl.resourceName);
    }
    return allowed.some((acl) => {
      const { resourceName } = acl;
      if (isWildcard(acl)) return true;
      if (acl.patternType === PatternType.LITERAL && denied.literals.has(resourceName)) return false;
      return !prefixesOf(resourceName).some((prefix) => denied.prefixes.has(prefix));
    });
  }
}

function isWildcard({ patternType, resourceName }: Acl): boolean {
  return patternType === PatternType.LITERAL && resourceName === WILDCARD;
}

function isAbout({ principal, host }: Acl, requester: Requester): boolean {
  const isPrincipal = principal === requester.principal || principal === WILDCARD_PRINCIPAL;
  return isPrincipal && (host === WILDCARD || host === requester.host);
}

function covers(acl: Acl, operation: AclOperation): boolean {
  return acl.operation === operation || acl.operation === AclOperation.ALL;
}

function implies(acl: Acl, operation: AclOperation): boolean {
  return covers(acl, operation) || IMPLIED_BY.get(operation)?.has(acl.operation) === true;
}

function prefixesOf(name: string): string[] {
  return Array.from({ length: name.length }, (_, index) => name.slice(0, index + 1));
}
