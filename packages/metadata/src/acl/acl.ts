/** One access control entry: Kafka's `StandardAcl`. */

import { AclOperation, AclPermissionType, PatternType, ResourceType } from "@ottla/protocol";
import type { MetadataRecordValues } from "../records/metadata-record.ts";

/** Codes are kept as numbers: those of a newer cluster are kept, too, and match nothing. */
export interface Acl {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  /** `type:name`; `User:*` is everybody. */
  readonly principal: string;
  /** An address as Java prints it, or `*`. */
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

/** The name of all resources, and the host of all hosts. */
export const WILDCARD = "*";
/** Everybody, whatever the type of the principal. */
export const WILDCARD_PRINCIPAL = "User:*";

/** Without the id. */
export function aclOf(record: MetadataRecordValues["AccessControlEntryRecord"]): Acl {
  const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = record;
  return { resourceType, resourceName, patternType, principal, host, operation, permissionType };
}

/** The same text for equal entries only. */
export function aclKey(acl: Acl): string {
  const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = acl;
  return JSON.stringify([resourceType, resourceName, patternType, principal, host, operation, permissionType]);
}

/** As Java prints a `StandardAcl`. */
export function aclText(acl: Acl): string {
  const { resourceName, principal, host } = acl;
  const type = codeName(ResourceType, acl.resourceType);
  const pattern = codeName(PatternType, acl.patternType);
  const operation = codeName(AclOperation, acl.operation);
  const permission = codeName(AclPermissionType, acl.permissionType);
  return `StandardAcl[resourceType=${type}, resourceName=${resourceName}, patternType=${pattern}, principal=${principal}, host=${host}, operation=${operation}, permissionType=${permission}]`;
}

/** Kafka's name of a code; UNKNOWN for one that has none. */
export function codeName(codes: Readonly<Record<string, number>>, code: number): string {
  return Object.entries(codes).find(([, one]) => one === code)?.[0] ?? "UNKNOWN";
}
