import assert from "node:assert/strict";
import { test } from "node:test";
import { AclOperation, AclPermissionType, ErrorCode, PatternType, ResourceType } from "@ottla/protocol";
import type { Acl } from "../acl/acl.ts";
import type { AclFilter } from "../acl/acl-filter.ts";
import { ControllerHarness } from "../testing/controller-harness.ts";
import type { AclDeletion } from "./acls.ts";
import type { ApiError } from "./api-error.ts";
import { MAX_RECORDS_PER_USER_OP } from "./limits.ts";

const ANYTHING: AclFilter = {
  resourceType: ResourceType.ANY,
  resourceName: null,
  patternType: PatternType.ANY,
  principal: null,
  host: null,
  operation: AclOperation.ANY,
  permissionType: AclPermissionType.ANY,
};

function acl(change: Partial<Acl> = {}): Acl {
  return {
    resourceType: ResourceType.TOPIC,
    resourceName: "t",
    patternType: PatternType.LITERAL,
    principal: "User:alice",
    host: "*",
    operation: AclOperation.READ,
    permissionType: AclPermissionType.ALLOW,
    ...change,
  };
}

function create(harness: ControllerHarness, acls: readonly Acl[]): readonly ApiError[] | ApiError {
  return harness.run((controller) => controller.handleCreateAcls(acls));
}

function remove(harness: ControllerHarness, filters: readonly AclFilter[]): readonly AclDeletion[] | ApiError {
  return harness.run((controller) => controller.handleDeleteAcls(filters));
}

function hosts(image: ControllerHarness["image"]): string[] {
  return [...image.keyedRecords.valuesOf("AccessControlEntryRecord")].map(({ host }) => host).toSorted();
}

test("an entry is recorded once, with an id of its own, and found again in a snapshot", () => {
  const harness = new ControllerHarness();
  create(harness, [acl(), acl(), acl({ host: "h" })]);
  create(harness, [acl({ host: "h" })]);
  assert.deepEqual(hosts(harness.image), ["*", "h"]);
  const ids = [...harness.image.keyedRecords.valuesOf("AccessControlEntryRecord")].map(({ id }) => id);
  assert.equal(new Set(ids).size, 2);
  assert.deepEqual(hosts(harness.reloaded()), ["*", "h"]);
  remove(harness, [
    { ...ANYTHING, host: "h" },
    { ...ANYTHING, host: "h" },
  ]);
  assert.deepEqual(hosts(harness.reloaded()), ["*"]);
});

test("each filter is told what it matches", () => {
  const harness = new ControllerHarness();
  create(harness, [acl(), acl({ resourceName: "a", patternType: PatternType.PREFIXED })]);
  const filters = [ANYTHING, { ...ANYTHING, patternType: 9 }, { ...ANYTHING, principal: "User:bob" }, ANYTHING];
  const deletions = remove(harness, filters);
  assert.ok(!("code" in deletions));
  assert.deepEqual(
    deletions.map(({ error, deleted }) => [error.code, deleted.length]),
    [
      [ErrorCode.NONE, 2],
      [ErrorCode.INVALID_REQUEST, 0],
      [ErrorCode.NONE, 0],
      [ErrorCode.NONE, 2],
    ],
  );
  assert.deepEqual(hosts(harness.image), []);
});

test("more entries than one operation may change are refused as a whole", () => {
  const harness = new ControllerHarness();
  const many = Array.from({ length: MAX_RECORDS_PER_USER_OP + 1 }, (_, index) => acl({ host: String(index) }));
  assert.deepEqual(create(harness, many), {
    code: ErrorCode.POLICY_VIOLATION,
    message: "Unable to perform excessively large batch operation.",
  });
  assert.deepEqual(hosts(harness.image), []);
  create(harness, many.slice(1));
  create(harness, many.slice(0, 1));
  assert.deepEqual(remove(harness, [ANYTHING]), {
    code: ErrorCode.INVALID_REQUEST,
    message: `Cannot remove more than ${MAX_RECORDS_PER_USER_OP} acls in a single delete operation.`,
  });
  assert.equal(hosts(harness.image).length, many.length);
});
