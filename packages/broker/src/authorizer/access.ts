/**
 * What handlers ask the authorizer: may this client do that? Without an authorizer it may, at no cost. Kafka's `AuthHelper`.
 *
 * Whoever is turned away is told of in the log at level info, in the words of Kafka's `kafka.authorizer.logger`.
 */

import {
  aclText,
  type ApiError,
  type AuthorizationResult,
  codeName,
  type Requester,
  type Resource,
} from "@ottla/metadata";
import { AclOperation, apiName, CLUSTER_RESOURCE_NAME, ErrorCode, ResourceType } from "@ottla/protocol";
import { javaAddressText } from "../group-coordinator/java-address.ts";
import type { RequestContext } from "../handlers/handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

/** What of a request its access depends on. */
export type AccessContext = Pick<
  RequestContext<Pick<AdminServices, "authorizer" | "logger">>,
  "header" | "principal" | "connection" | "services"
>;

/** Whether a denial is told of in the log: not where it only leaves something out. Default: yes. */
export interface AuditOptions {
  readonly logIfDenied?: boolean;
}

/** The cluster as a resource. */
const CLUSTER: Resource = { resourceType: ResourceType.CLUSTER, name: CLUSTER_RESOURCE_NAME };

/** Whose request it is, as entries name them. */
export function requesterOf({ principal, connection }: Pick<AccessContext, "principal" | "connection">): Requester {
  return { principal, host: javaAddressText(connection.remoteAddress.host).slice(1) };
}

/** @throws AuthorizerNotReadyError while the entries are not known; the router makes UNKNOWN_SERVER_ERROR of it, as Kafka does */
export function isAuthorized(
  context: AccessContext,
  operation: AclOperation,
  resource: Resource,
  { logIfDenied = true }: AuditOptions = {},
): boolean {
  const { authorizer, logger } = context.services;
  if (authorizer === undefined) return true;
  const requester = requesterOf(context);
  const result = authorizer.authorize(requester, operation, resource);
  if (!result.isAllowed && logIfDenied)
    logger.info({}, denialText(context, { requester, operation, resource, result }));
  return result.isAllowed;
}

/** See `isAuthorized`. */
export function isClusterAuthorized(context: AccessContext, operation: AclOperation, options?: AuditOptions): boolean {
  return isAuthorized(context, operation, CLUSTER, options);
}

/** The error of a request of somebody who may not do that to the cluster: Kafka's `ClusterAuthorizationException`. */
export function clusterDenial(context: AccessContext, operation: AclOperation): ApiError | undefined {
  if (isClusterAuthorized(context, operation)) return undefined;
  const { principal, host } = requesterOf(context);
  // Kafka prints its own request object here.
  const request = `Request(${apiName(context.header.requestApiKey)}, ${principal}, ${host})`;
  const message = `Request ${request} needs ${codeName(AclOperation, operation)} permission.`;
  return { code: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, message };
}

/** Whether there is any resource of that type that the client may do this with (KIP-679). @throws AuthorizerNotReadyError */
export function isAuthorizedByResourceType(
  context: AccessContext,
  operation: AclOperation,
  resourceType: ResourceType,
): boolean {
  const { authorizer } = context.services;
  return authorizer === undefined || authorizer.authorizeByResourceType(requesterOf(context), operation, resourceType);
}

interface Denial {
  readonly requester: Requester;
  readonly operation: AclOperation;
  readonly resource: Resource;
  readonly result: AuthorizationResult;
}

function denialText({ header }: AccessContext, { requester, operation, resource, result: { rule } }: Denial): string {
  const type = codeName(ResourceType, resource.resourceType);
  const reason = typeof rule === "string" ? rule : `MatchingAcl(acl=${aclText(rule)})`;
  return (
    `Principal = ${requester.principal} is Denied operation = ${codeName(AclOperation, operation)} ` +
    `from host = ${requester.host} on resource = ${pascalCase(type)}:LITERAL:${resource.name} ` +
    `for request = ${apiName(header.requestApiKey)} based on rule ${reason}`
  );
}

/** TRANSACTIONAL_ID → TransactionalId */
function pascalCase(name: string): string {
  return name.toLowerCase().replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
