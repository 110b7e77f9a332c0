/**
 * Access control entries (KIP-801): Kafka's `AclControlManager`. An entry that is there already is made again without a record; whatever filters match is
 * removed together.
 */

import { randomUuid, type Uuid } from "@ottla/base";
import { AclOperation, AclPermissionType, ErrorCode, PatternType, ResourceType } from "@ottla/protocol";
import { type Acl, aclKey, aclOf, codeName } from "../acl/acl.ts";
import { type AclFilter, matchesAcl } from "../acl/acl-filter.ts";
import type { MetadataRecord, MetadataRecordValues } from "../records/metadata-record.ts";
import { type ApiError, apiError, NO_ERROR } from "./api-error.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { MAX_RECORDS_PER_USER_OP } from "./limits.ts";

/** What one filter has removed, or why it has not removed anything. */
export interface AclDeletion {
  readonly error: ApiError;
  readonly deleted: readonly Acl[];
}

/** One outcome for each entry; or one error for all of them. */
export function handleCreateAcls(
  state: ControllerState,
  acls: readonly Acl[],
): ControllerResult<readonly ApiError[] | ApiError> {
  const names = new Set(acls.map(({ resourceName }) => resourceName));
  const existing = new Set<string>();
  for (const record of state.image.keyedRecords.valuesOf("AccessControlEntryRecord")) {
    if (names.has(record.resourceName)) existing.add(aclKey(aclOf(record)));
  }
  const records: MetadataRecord[] = [];
  const outcomes = acls.map((acl) => {
    const error = invalidity(acl);
    const key = aclKey(acl);
    if (error === undefined && !existing.has(key)) {
      existing.add(key);
      records.push({ name: "AccessControlEntryRecord", version: 0, value: { id: newAclId(state), ...acl } });
    }
    return error ?? NO_ERROR;
  });
  if (records.length > MAX_RECORDS_PER_USER_OP) {
    const message = "Unable to perform excessively large batch operation.";
    return atomicResult([], apiError(ErrorCode.POLICY_VIOLATION, message));
  }
  return atomicResult(records, outcomes);
}

/** One outcome for each filter; or one error for all of them. */
export function handleDeleteAcls(
  state: ControllerState,
  filters: readonly AclFilter[],
): ControllerResult<readonly AclDeletion[] | ApiError> {
  const ids = new Set<Uuid>();
  const deletions = filters.map((filter): AclDeletion => {
    const error = filterInvalidity(filter);
    if (error !== undefined) return { error, deleted: [] };
    const matching: MetadataRecordValues["AccessControlEntryRecord"][] = [];
    for (const record of state.image.keyedRecords.valuesOf("AccessControlEntryRecord")) {
      if (matchesAcl(filter, record)) matching.push(record);
    }
    for (const { id } of matching) ids.add(id);
    return { error: NO_ERROR, deleted: matching.map((record) => aclOf(record)) };
  });
  if (ids.size > MAX_RECORDS_PER_USER_OP) {
    return atomicResult(
      [],
      invalid(`Cannot remove more than ${MAX_RECORDS_PER_USER_OP} acls in a single delete operation.`),
    );
  }
  const records = [...ids].map((id): MetadataRecord => ({
    name: "RemoveAccessControlEntryRecord",
    version: 0,
    value: { id },
  }));
  return atomicResult(records, deletions);
}

function newAclId({ image, options }: ControllerState): Uuid {
  for (;;) {
    const id = randomUuid(options.random);
    if (image.keyedRecords.get("AccessControlEntryRecord", id) === undefined) return id;
  }
}

function invalidity(acl: Acl): ApiError | undefined {
  const { resourceType, resourceName, patternType, operation, permissionType, principal } = acl;
  const type = codeName(ResourceType, resourceType);
  if (isUnspecific(type)) return invalid(`Invalid resourceType ${type}`);
  if (patternType !== PatternType.LITERAL && patternType !== PatternType.PREFIXED) {
    return invalid(`Invalid patternType ${codeName(PatternType, patternType)}`);
  }
  const operationName = codeName(AclOperation, operation);
  if (isUnspecific(operationName)) return invalid(`Invalid operation ${operationName}`);
  if (permissionType !== AclPermissionType.DENY && permissionType !== AclPermissionType.ALLOW) {
    return invalid(`Invalid permissionType ${codeName(AclPermissionType, permissionType)}`);
  }
  if (resourceName === "") return invalid("Resource name should not be empty");
  if (principal.includes(":")) return undefined;
  return invalid(
    `Could not parse principal from \`${principal}\` (no colon is present separating the principal type from the principal name)`,
  );
}

function isUnspecific(name: string): boolean {
  return name === "UNKNOWN" || name === "ANY";
}

function filterInvalidity({ resourceType, patternType, operation, permissionType }: AclFilter): ApiError | undefined {
  if ([codeName(ResourceType, resourceType), codeName(PatternType, patternType)].includes("UNKNOWN")) {
    return invalid("Unknown patternFilter.");
  }
  if ([codeName(AclOperation, operation), codeName(AclPermissionType, permissionType)].includes("UNKNOWN")) {
    return invalid("Unknown entryFilter.");
  }
  return undefined;
}

function invalid(message: string): ApiError {
  return apiError(ErrorCode.INVALID_REQUEST, message);
}
