/** The operations that a client may do on a resource, as the bit field of KIP-430. */

import type { Resource } from "@ottla/metadata";
import { AclOperation, CLUSTER_RESOURCE_NAME, ResourceType } from "@ottla/protocol";
import { type AccessContext, isAuthorized, isClusterAuthorized } from "../authorizer/access.ts";

/** What can be done with resources at all: Kafka's `AclEntry.supportedOperations`. */
const TOPIC_OPERATIONS: readonly AclOperation[] = [
  AclOperation.READ,
  AclOperation.WRITE,
  AclOperation.CREATE,
  AclOperation.DELETE,
  AclOperation.ALTER,
  AclOperation.DESCRIBE,
  AclOperation.DESCRIBE_CONFIGS,
  AclOperation.ALTER_CONFIGS,
];
const GROUP_OPERATIONS: readonly AclOperation[] = [
  AclOperation.READ,
  AclOperation.DELETE,
  AclOperation.DESCRIBE,
  AclOperation.DESCRIBE_CONFIGS,
  AclOperation.ALTER_CONFIGS,
];
const CLUSTER_OPERATIONS: readonly AclOperation[] = [
  AclOperation.CREATE,
  AclOperation.ALTER,
  AclOperation.DESCRIBE,
  AclOperation.CLUSTER_ACTION,
  AclOperation.DESCRIBE_CONFIGS,
  AclOperation.ALTER_CONFIGS,
  AclOperation.IDEMPOTENT_WRITE,
];

/** What a response carries where nobody asked. */
export const NO_AUTHORIZED_OPERATIONS = -2147483648;

export function authorizedTopicOperations(context: AccessContext, name: string): number {
  return bitField(context, TOPIC_OPERATIONS, { resourceType: ResourceType.TOPIC, name });
}

export function authorizedGroupOperations(context: AccessContext, groupId: string): number {
  return bitField(context, GROUP_OPERATIONS, { resourceType: ResourceType.GROUP, name: groupId });
}

/** Whoever may not even describe the cluster learns nothing. */
export function authorizedClusterOperations(context: AccessContext, isAsked: boolean): number {
  if (!isAsked) return NO_AUTHORIZED_OPERATIONS;
  if (!isClusterAuthorized(context, AclOperation.DESCRIBE)) return 0;
  return bitField(context, CLUSTER_OPERATIONS, {
    resourceType: ResourceType.CLUSTER,
    name: CLUSTER_RESOURCE_NAME,
  });
}

/** One bit for each operation, at the place of its code. */
function bitField(context: AccessContext, operations: readonly AclOperation[], resource: Resource): number {
  let field = 0;
  for (const operation of operations) {
    if (isAuthorized(context, operation, resource, { logIfDenied: false })) field |= 1 << operation;
  }
  return field;
}
