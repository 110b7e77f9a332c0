/**
 * The shapes in which handlers ask about the resources that a request names: one by one, as a test of names, as those that may be used and those that may
 * not. Without an authorizer every name passes, and nothing is looked up or allocated for it.
 */

import { type AclOperation, ResourceType } from "@ottla/protocol";
import { type AccessContext, type AuditOptions, isAuthorized } from "./access.ts";

/** Whether the resource of that name may be used. */
export type NameTest = (name: string) => boolean;

export const everyName: NameTest = () => true;

export function isTopicAuthorized(context: AccessContext, operation: AclOperation, name: string): boolean {
  return isNameAuthorized(context, operation, ResourceType.TOPIC, name);
}

export function isGroupAuthorized(context: AccessContext, operation: AclOperation, groupId: string): boolean {
  return isNameAuthorized(context, operation, ResourceType.GROUP, groupId);
}

export function isTransactionalIdAuthorized(context: AccessContext, operation: AclOperation, id: string): boolean {
  return isNameAuthorized(context, operation, ResourceType.TRANSACTIONAL_ID, id);
}

function isNameAuthorized(
  context: AccessContext,
  operation: AclOperation,
  resourceType: ResourceType,
  name: string,
): boolean {
  return context.services.authorizer === undefined || isAuthorized(context, operation, { resourceType, name });
}

export function authorizedTopics(context: AccessContext, operation: AclOperation, options?: AuditOptions): NameTest {
  return authorizedNames(context, operation, ResourceType.TOPIC, options);
}

export function authorizedGroups(context: AccessContext, operation: AclOperation, options?: AuditOptions): NameTest {
  return authorizedNames(context, operation, ResourceType.GROUP, options);
}

export function authorizedTransactionalIds(context: AccessContext, operation: AclOperation): NameTest {
  return authorizedNames(context, operation, ResourceType.TRANSACTIONAL_ID);
}

/** However often a request names a resource, it is looked up once. */
function authorizedNames(
  context: AccessContext,
  operation: AclOperation,
  resourceType: ResourceType,
  options?: AuditOptions,
): NameTest {
  if (context.services.authorizer === undefined) return everyName;
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const isAllowed = isAuthorized(context, operation, { resourceType, name }, options);
    known.set(name, isAllowed);
    return isAllowed;
  };
}

/** Those that may be used, and those that may not, each in their order. */
export function splitByName<T>(
  resources: readonly T[],
  nameOf: (resource: T) => string,
  isAllowed: NameTest,
): { readonly authorized: readonly T[]; readonly unauthorized: readonly T[] } {
  if (isAllowed === everyName) return { authorized: resources, unauthorized: [] };
  const authorized: T[] = [];
  const unauthorized: T[] = [];
  for (const resource of resources) (isAllowed(nameOf(resource)) ? authorized : unauthorized).push(resource);
  return { authorized, unauthorized };
}
