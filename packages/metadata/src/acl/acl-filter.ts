/** Which entries are meant: Kafka's `AclBindingFilter`. */

import { AclOperation, AclPermissionType, PatternType, ResourceType } from "@ottla/protocol";
import { type Acl, WILDCARD } from "./acl.ts";

export interface AclFilter {
  /** ANY: of every type. */
  readonly resourceType: number;
  /** Null: by every name. */
  readonly resourceName: string | null;
  /** ANY: however the name is meant. MATCH: entries that are about the resource of this name. */
  readonly patternType: number;
  /** Null: everybody's. */
  readonly principal: string | null;
  /** Null: from everywhere. */
  readonly host: string | null;
  /** ANY: for every operation. */
  readonly operation: number;
  /** ANY: those that allow and those that deny. */
  readonly permissionType: number;
}

/** Whether an entry is meant. An element that nobody knows means none. */
export function matchesAcl(filter: AclFilter, acl: Acl): boolean {
  return (
    (filter.resourceType === ResourceType.ANY || filter.resourceType === acl.resourceType) &&
    matchesPattern(filter, acl) &&
    (filter.principal === null || filter.principal === acl.principal) &&
    (filter.host === null || filter.host === acl.host) &&
    (filter.operation === AclOperation.ANY || filter.operation === acl.operation) &&
    (filter.permissionType === AclPermissionType.ANY || filter.permissionType === acl.permissionType)
  );
}

function matchesPattern({ resourceName: name, patternType }: AclFilter, acl: Acl): boolean {
  const isAnyType = patternType === PatternType.ANY || patternType === PatternType.MATCH;
  if (!isAnyType && patternType !== acl.patternType) return false;
  if (name === null) return true;
  if (patternType !== PatternType.MATCH || name === acl.resourceName) return name === acl.resourceName;
  if (acl.patternType === PatternType.LITERAL) return acl.resourceName === WILDCARD;
  return acl.patternType === PatternType.PREFIXED && name.startsWith(acl.resourceName);
}

/** In the order of Kafka's `StandardAcl`: by type, then names backwards. */
export function compareAcls(one: Acl, other: Acl): number {
  return (
    one.resourceType - other.resourceType ||
    compareText(other.resourceName, one.resourceName) ||
    one.patternType - other.patternType ||
    one.operation - other.operation ||
    compareText(one.principal, other.principal) ||
    compareText(one.host, other.host) ||
    one.permissionType - other.permissionType
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
