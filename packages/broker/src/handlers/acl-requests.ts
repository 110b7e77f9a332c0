/** What requests about access control entries have in common. */

import type { AclFilter, ApiError } from "@ottla/metadata";
import { AclOperation, AclPermissionType, ErrorCode, PatternType, ResourceType } from "@ottla/protocol";

/** The parts of an entry, or of a filter of entries, that are codes. */
interface AclElements {
  readonly resourceType: number;
  readonly patternType: number;
  readonly operation: number;
  readonly permissionType: number;
}

/** A filter as requests carry it. */
export interface WireAclFilter {
  readonly resourceTypeFilter: number;
  readonly resourceNameFilter: string | null;
  readonly patternTypeFilter: number;
  readonly principalFilter: string | null;
  readonly hostFilter: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

const UNKNOWN = 0;

/** Whether Kafka does not even read the request: it closes the connection. */
export function hasUnknownElements({ resourceType, patternType, operation, permissionType }: AclElements): boolean {
  return [resourceType, patternType, operation, permissionType].includes(UNKNOWN);
}

/** Whether an entry has elements that only filters have. Kafka cannot make an entry of it, and the whole request is answered UNKNOWN_SERVER_ERROR. */
export function hasFilterElements({ resourceType, patternType, operation, permissionType }: AclElements): boolean {
  return (
    resourceType === ResourceType.ANY ||
    patternType === PatternType.ANY ||
    patternType === PatternType.MATCH ||
    operation === AclOperation.ANY ||
    permissionType === AclPermissionType.ANY
  );
}

export function aclFilterOf(filter: WireAclFilter): AclFilter {
  return {
    resourceType: filter.resourceTypeFilter,
    resourceName: filter.resourceNameFilter,
    patternType: filter.patternTypeFilter,
    principal: filter.principalFilter,
    host: filter.hostFilter,
    operation: filter.operation,
    permissionType: filter.permissionType,
  };
}

/** What making and removing entries comes to where nobody keeps to any. */
export const SECURITY_DISABLED: ApiError = {
  code: ErrorCode.SECURITY_DISABLED,
  message: "No Authorizer is configured.",
};
