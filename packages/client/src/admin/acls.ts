/**
 * Admin: createAcls, describeAcls, deleteAcls.
 */
import { CreateAclsRequest, CreateAclsResponse } from "@ottla/protocol/messages/create-acls";
import { DeleteAclsRequest, DeleteAclsResponse } from "@ottla/protocol/messages/delete-acls";
import { DescribeAclsRequest, DescribeAclsResponse } from "@ottla/protocol/messages/describe-acls";
import { KafkaError, protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { throwIfNotController } from "./create-topics.ts";
import { Results } from "./results.ts";
import { AclOperation, AclPermissionType, PatternType, ResourceType } from "./security-types.ts";
import type { AclBinding, AclBindingFilter } from "./security-types.ts";
import type { AdminCallOptions } from "./types.ts";

const CREATE_API = { request: CreateAclsRequest, response: CreateAclsResponse };
const DESCRIBE_API = { request: DescribeAclsRequest, response: DescribeAclsResponse };
const DELETE_API = { request: DeleteAclsRequest, response: DeleteAclsResponse };

interface WireAcl {
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

interface WirePattern {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
}

export async function createAcls(
  context: AdminContext,
  acls: readonly AclBinding[],
  options: AdminCallOptions,
): Promise<Results<AclBinding, void>> {
  const scope = context.scope("createAcls", options, "anyone");
  const results = new Results<AclBinding, void>(JSON.stringify, acls);
  const call = {
    api: CREATE_API,
    body: {
      creations: acls.map(({ pattern, entry }) => ({
        resourceType: pattern.resourceType,
        resourceName: pattern.name,
        resourcePatternType: pattern.patternType,
        ...entry,
      })),
    },
  };
  const response = await context.askController(scope, call, (answer) => throwIfNotController(answer.results));
  acls.forEach((acl, index) => {
    const answer = response.results[index];
    if (answer === undefined) results.fail(acl, new KafkaError("UNKNOWN_SERVER_ERROR", "The broker gave no answer"));
    else if (answer.errorCode === 0) results.succeed(acl, undefined);
    else results.fail(acl, protocolError(answer.errorCode, answer.errorMessage));
  });
  return results;
}

export async function describeAcls(
  context: AdminContext,
  filter: AclBindingFilter,
  options: AdminCallOptions,
): Promise<readonly AclBinding[]> {
  const scope = context.scope("describeAcls", options, "anyone");
  const response = await context.attempt(scope, async () => {
    const answer = await context.sendToAny(scope, { api: DESCRIBE_API, body: wireFilter(filter) });
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode, answer.errorMessage);
    return answer;
  });
  return response.resources.flatMap((resource) => resource.acls.map((acl) => binding(resource, acl)));
}

/** What each filter deleted, and what of it could not be. */
export async function deleteAcls(
  context: AdminContext,
  filters: readonly AclBindingFilter[],
  options: AdminCallOptions,
): Promise<Results<AclBindingFilter, readonly (AclBinding & { readonly error: KafkaError | undefined })[]>> {
  const scope = context.scope("deleteAcls", options, "anyone");
  const results = new Results<AclBindingFilter, readonly (AclBinding & { readonly error: KafkaError | undefined })[]>(
    JSON.stringify,
    filters,
  );
  const call = { api: DELETE_API, body: { filters: filters.map((filter) => wireFilter(filter)) } };
  const response = await context.askController(scope, call, (answer) => throwIfNotController(answer.filterResults));
  filters.forEach((filter, index) => {
    const answer = response.filterResults[index];
    if (answer === undefined) results.fail(filter, new KafkaError("UNKNOWN_SERVER_ERROR", "The broker gave no answer"));
    else if (answer.errorCode !== 0) results.fail(filter, protocolError(answer.errorCode, answer.errorMessage));
    else {
      const matching = answer.matchingAcls.map((acl) => ({
        ...binding(acl, acl),
        error: acl.errorCode === 0 ? undefined : protocolError(acl.errorCode, acl.errorMessage),
      }));
      results.succeed(filter, matching);
    }
  });
  return results;
}

function wireFilter({ patternFilter = {}, entryFilter = {} }: AclBindingFilter): {
  resourceTypeFilter: number;
  resourceNameFilter: string | null;
  patternTypeFilter: number;
  principalFilter: string | null;
  hostFilter: string | null;
  operation: number;
  permissionType: number;
} {
  return {
    resourceTypeFilter: patternFilter.resourceType ?? ResourceType.ANY,
    resourceNameFilter: patternFilter.name ?? null,
    patternTypeFilter: patternFilter.patternType ?? PatternType.ANY,
    principalFilter: entryFilter.principal ?? null,
    hostFilter: entryFilter.host ?? null,
    operation: entryFilter.operation ?? AclOperation.ANY,
    permissionType: entryFilter.permissionType ?? AclPermissionType.ANY,
  };
}

function binding(pattern: WirePattern, acl: WireAcl): AclBinding {
  return {
    pattern: {
      resourceType: known(ResourceType, pattern.resourceType),
      name: pattern.resourceName,
      patternType: known(PatternType, pattern.patternType),
    },
    entry: {
      principal: acl.principal,
      host: acl.host,
      operation: known(AclOperation, acl.operation),
      permissionType: known(AclPermissionType, acl.permissionType),
    },
  };
}

/** A code that this client has a name for; those of newer brokers are UNKNOWN, as in Java. */
function known<C extends number>(codes: Readonly<Record<string, C>> & { readonly UNKNOWN: C }, code: number): C {
  return Object.values(codes).find((one) => one === code) ?? codes.UNKNOWN;
}
