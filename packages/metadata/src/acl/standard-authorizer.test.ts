import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AclOperation as O, AclPermissionType, PatternType, ResourceType } from "@ottla/protocol";
import type { KeyedChange } from "../image/keyed-records-image.ts";
import type { Acl } from "./acl.ts";
import { AuthorizerNotReadyError } from "./authorizer.ts";
import { StandardAuthorizer, type StandardAuthorizerOptions } from "./standard-authorizer.ts";

const { LITERAL, PREFIXED } = PatternType;
const { ALLOW, DENY } = AclPermissionType;
const ALICE = { principal: "User:alice", host: "10.0.0.1" };
const BOB = { principal: "User:bob", host: "10.0.0.1" };

let nextId = 0;

function change(acl: Partial<Acl>, id = `id-${nextId++}`): KeyedChange {
  const value = {
    id,
    resourceType: ResourceType.TOPIC,
    resourceName: "foo",
    patternType: LITERAL,
    principal: "User:alice",
    host: "*",
    operation: O.READ,
    permissionType: ALLOW,
    ...acl,
  };
  return {
    domain: "AccessControlEntryRecord",
    key: id,
    record: { name: "AccessControlEntryRecord", version: 0, value },
  };
}

function authorizerWith(
  acls: readonly Partial<Acl>[],
  options: Partial<StandardAuthorizerOptions> = {},
): StandardAuthorizer {
  const authorizer = new StandardAuthorizer({ superUsers: new Set(), allowEveryoneIfNoAclFound: false, ...options });
  authorizer.onChanges(acls.map((acl) => change(acl)));
  authorizer.completeInitialLoad();
  return authorizer;
}

type Question = readonly [operation: O, name: string, requester?: typeof ALICE];

function may(authorizer: StandardAuthorizer, [operation, name, requester = ALICE]: Question): boolean {
  return authorizer.authorize(requester, operation, { resourceType: ResourceType.TOPIC, name }).isAllowed;
}

test("nobody may do what no entry is about, unless everyone is allowed", () => {
  assert.equal(may(authorizerWith([]), [O.READ, "foo"]), false);
  const open = authorizerWith([{ principal: "User:bob" }], { allowEveryoneIfNoAclFound: true });
  assert.equal(may(open, [O.READ, "bar"]), true);
  assert.equal(may(open, [O.READ, "foo"]), false, "a resource with entries is not everybody's");
  assert.equal(may(open, [O.READ, "foo", BOB]), true);
});

test("before the entries are loaded only super users are answered", () => {
  const superUsers = new Set(["User:alice"]);
  const authorizer = new StandardAuthorizer({ superUsers, allowEveryoneIfNoAclFound: true });
  assert.equal(may(authorizer, [O.READ, "foo"]), true);
  assert.throws(() => may(authorizer, [O.READ, "foo", BOB]), AuthorizerNotReadyError);
  assert.throws(() => authorizer.authorizeByResourceType(BOB, O.READ, ResourceType.TOPIC), AuthorizerNotReadyError);
  authorizer.completeInitialLoad();
  assert.equal(may(authorizer, [O.READ, "foo", BOB]), true);
});

test("an entry that denies wins over every other, but not over super users", () => {
  const acls = [{ resourceName: "*" }, { permissionType: DENY, resourceName: "fo", patternType: PREFIXED }];
  assert.equal(may(authorizerWith(acls), [O.READ, "foo"]), false);
  assert.equal(may(authorizerWith(acls), [O.READ, "bar"]), true);
  assert.equal(may(authorizerWith(acls, { superUsers: new Set(["User:alice"]) }), [O.READ, "foo"]), true);
});

describe("an entry is about", () => {
  const cases: readonly (readonly [string, Partial<Acl>, Question, boolean])[] = [
    ["its resource", {}, [O.READ, "foo"], true],
    ["no longer name", {}, [O.READ, "foobar"], false],
    ["what begins like its prefix", { patternType: PREFIXED }, [O.READ, "foobar"], true],
    ["what is its prefix", { patternType: PREFIXED }, [O.READ, "foo"], true],
    ["nothing shorter", { patternType: PREFIXED }, [O.READ, "fo"], false],
    ["all resources", { resourceName: "*" }, [O.READ, "x"], true],
    ["no asterisk at the beginning, as in Apache Kafka", { resourceName: "*" }, [O.READ, "*x"], false],
    ["the asterisk itself", { resourceName: "*" }, [O.READ, "*"], true],
    ["asterisks as a prefix", { resourceName: "*", patternType: PREFIXED }, [O.READ, "*x"], true],
    ["nothing but asterisks as a prefix", { resourceName: "*", patternType: PREFIXED }, [O.READ, "x"], false],
    ["its principal only", {}, [O.READ, "foo", BOB], false],
    ["everybody", { principal: "User:*" }, [O.READ, "foo", BOB], true],
    ["nobody of another type", { principal: "Group:alice" }, [O.READ, "foo"], false],
    ["its host", { host: "10.0.0.1" }, [O.READ, "foo"], true],
    ["no other host", { host: "10.0.0.2" }, [O.READ, "foo"], false],
    ["its operation only", {}, [O.WRITE, "foo"], false],
    ["all operations", { operation: O.ALL }, [O.WRITE, "foo"], true],
    ["another type of resource", { resourceType: ResourceType.GROUP }, [O.READ, "foo"], false],
    ["describing, for reading", {}, [O.DESCRIBE, "foo"], true],
    ["describing, for writing", { operation: O.WRITE }, [O.DESCRIBE, "foo"], true],
    ["describing, for deleting", { operation: O.DELETE }, [O.DESCRIBE, "foo"], true],
    ["describing, for altering", { operation: O.ALTER }, [O.DESCRIBE, "foo"], true],
    ["describing, not for creating", { operation: O.CREATE }, [O.DESCRIBE, "foo"], false],
    ["describing configs, for altering them", { operation: O.ALTER_CONFIGS }, [O.DESCRIBE_CONFIGS, "foo"], true],
    ["describing configs, not for describing", { operation: O.DESCRIBE }, [O.DESCRIBE_CONFIGS, "foo"], false],
  ];
  for (const [name, acl, question, expected] of cases) {
    test(name, () => assert.equal(may(authorizerWith([acl]), question), expected));
  }
});

test("an entry that denies implies nothing", () => {
  const acls = [{ permissionType: DENY }, { operation: O.DESCRIBE }];
  assert.equal(may(authorizerWith(acls), [O.DESCRIBE, "foo"]), true);
  assert.equal(may(authorizerWith([{ permissionType: DENY, operation: O.ALL }, ...acls]), [O.DESCRIBE, "foo"]), false);
});

test("an entry that is removed or replaced says nothing any more", () => {
  const authorizer = authorizerWith([]);
  authorizer.onChanges([change({ patternType: PREFIXED }, "a"), change({ patternType: PREFIXED }, "b")]);
  assert.equal(may(authorizer, [O.READ, "foobar"]), true);
  const removal = (key: string): KeyedChange => ({ domain: "AccessControlEntryRecord", key, record: undefined });
  authorizer.onChanges([removal("a")]);
  assert.equal(may(authorizer, [O.READ, "foobar"]), true);
  authorizer.onChanges([change({ resourceName: "other" }, "b")]);
  assert.equal(may(authorizer, [O.READ, "foobar"]), false);
  assert.equal(may(authorizer, [O.READ, "other"]), true);
  authorizer.onChanges([removal("b"), removal("b")]);
  assert.equal(authorizer.aclCount, 0);
});

describe("any topic at all", () => {
  const allow = (resourceName: string, patternType: number = LITERAL): Partial<Acl> => ({ resourceName, patternType });
  const deny = (resourceName: string, patternType: number = LITERAL): Partial<Acl> => ({
    ...allow(resourceName, patternType),
    permissionType: DENY,
  });
  const cases: readonly (readonly [string, readonly Partial<Acl>[], boolean])[] = [
    ["none", [], false],
    ["one by its name", [allow("a")], true],
    ["one that is denied, too", [allow("a"), deny("a")], false],
    ["one whose prefix is denied", [allow("ab"), deny("a", PREFIXED)], false],
    ["one beside a prefix that is denied", [allow("ab"), deny("b", PREFIXED)], true],
    ["a prefix, one name of which is denied", [allow("a", PREFIXED), deny("a")], true],
    ["a prefix that is denied", [allow("ab", PREFIXED), deny("ab", PREFIXED)], false],
    ["all, some of which are denied", [allow("*"), deny("a", PREFIXED)], true],
    ["all, all of which are denied", [allow("*"), deny("*")], false],
    ["one of another kind of resource", [{ ...allow("a"), resourceType: ResourceType.GROUP }], false],
    ["one for another operation", [{ ...allow("a"), operation: O.WRITE }], false],
    ["one for all operations", [{ ...allow("a"), operation: O.ALL }], true],
    ["one from elsewhere", [{ ...allow("a"), host: "10.0.0.2" }], false],
  ];
  for (const [name, acls, expected] of cases) {
    test(name, () => {
      assert.equal(authorizerWith(acls).authorizeByResourceType(ALICE, O.READ, ResourceType.TOPIC), expected);
    });
  }
  test("for super users, and for everybody where nothing is said", () => {
    const denied = [deny("*")];
    const superUsers = new Set(["User:alice"]);
    const mayRead = (authorizer: StandardAuthorizer): boolean =>
      authorizer.authorizeByResourceType(ALICE, O.READ, ResourceType.TOPIC);
    assert.equal(mayRead(authorizerWith(denied, { superUsers })), true);
    assert.equal(mayRead(authorizerWith([], { allowEveryoneIfNoAclFound: true })), true);
  });
});

test("a decision names its reason", () => {
  const authorizer = authorizerWith([{}, { principal: "User:bob", permissionType: DENY }]);
  const ruleFor = (requester: typeof ALICE, name: string): unknown =>
    authorizer.authorize(requester, O.READ, { resourceType: ResourceType.TOPIC, name }).rule;
  assert.equal(ruleFor(ALICE, "bar"), "DefaultDeny");
  assert.deepEqual((ruleFor(BOB, "foo") as Acl).principal, "User:bob");
});
