// Access for client 1 of a scenario, in few words.
import { type AclOperation, ResourceType } from "@ottla/protocol";
import type { Access } from "./acls.ts";
import type { SendOptions } from "./session.ts";

/** The client whose access scenarios are about. */
export const CLIENT: SendOptions = { from: 1 };

export function onTopic(operation: AclOperation, name: string): Access {
  return { client: 1, operation, resourceType: ResourceType.TOPIC, name };
}

export function onGroup(operation: AclOperation, name: string): Access {
  return { client: 1, operation, resourceType: ResourceType.GROUP, name };
}

export function onTransactionalId(operation: AclOperation, name: string): Access {
  return { client: 1, operation, resourceType: ResourceType.TRANSACTIONAL_ID, name };
}

export function onCluster(operation: AclOperation): Access {
  return { client: 1, operation, resourceType: ResourceType.CLUSTER };
}
