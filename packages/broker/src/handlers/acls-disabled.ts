/** Why no access control entry is told, made or removed: as Kafka says without an authorizer. `authorizer.class.name` is refused. */

import { ErrorCode } from "@ottla/protocol";

/** The parts of an entry, or of a filter of entries, whose code 0 is an element that nobody knows. */
interface AclElements {
  readonly resourceType: number;
  readonly patternType: number;
  readonly operation: number;
  readonly permissionType: number;
}

const UNKNOWN = 0;

/** Whether Kafka does not even read the request: it closes the connection. */
export function hasUnknownElements({ resourceType, patternType, operation, permissionType }: AclElements): boolean {
  return [resourceType, patternType, operation, permissionType].includes(UNKNOWN);
}

/** For entries that are made or removed. */
export const SECURITY_DISABLED: { readonly errorCode: number; readonly errorMessage: string } = {
  errorCode: ErrorCode.SECURITY_DISABLED,
  errorMessage: "No Authorizer is configured.",
};
