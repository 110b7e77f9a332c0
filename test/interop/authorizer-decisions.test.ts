// Our authorizer decides as Apache Kafka's own: random entries and questions, asked of both.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { Prng } from "@ottla/base";
import { type Acl, StandardAuthorizer, WILDCARD_PRINCIPAL } from "@ottla/metadata";
import { AclOperation, AclPermissionType, PatternType, ResourceType } from "@ottla/protocol";
import { compileJava, javacSkip } from "../apache/compile-java.ts";
import { apacheSkip } from "../apache/jars.ts";
import { startTool } from "../apache/tool.ts";
import { freshSeed } from "../support/fresh-seed.ts";
import { repetitions } from "../support/thorough.ts";

const AUTHORIZERS = repetitions("AUTHORIZER_DECISIONS", { quick: 300, thorough: 2000 });
const ACLS_MAX = 12;
const QUESTIONS = 40;

const PRINCIPALS = ["User:a", "User:b", WILDCARD_PRINCIPAL, "Group:a", "User:", "User:a:b"];
const HOSTS = ["10.0.0.1", "10.0.0.2", "0:0:0:0:0:0:0:1"];
/** Few letters, so that many are the beginnings of others; the asterisk is a letter, too. */
const LETTERS = ["a", "b", "*"];
const TYPES = [ResourceType.TOPIC, ResourceType.GROUP];
const OPERATIONS = Object.values(AclOperation).filter((one) => one > AclOperation.ANY);
const SUPER_USERS = ["", "User:b", "User:zzz;Group:a"];

type Question = Readonly<Record<"principal" | "host" | "name", string>> & {
  readonly operation: AclOperation;
  readonly resourceType: ResourceType;
  /** Of one resource, or of any of its type. */
  readonly isAny: boolean;
};

function below(random: Prng, bound: number): number {
  return random.uint32() % bound;
}

function pick<T>(random: Prng, values: readonly T[]): T {
  const value = values[below(random, values.length)];
  assert(value !== undefined);
  return value;
}

function nameFrom(random: Prng): string {
  return Array.from({ length: 1 + below(random, 4) }, () => pick(random, LETTERS)).join("");
}

function aclFrom(random: Prng): Acl {
  return {
    resourceType: pick(random, TYPES),
    resourceName: below(random, 5) === 0 ? "*" : nameFrom(random),
    patternType: pick(random, [PatternType.LITERAL, PatternType.PREFIXED]),
    principal: pick(random, PRINCIPALS),
    host: pick(random, ["*", ...HOSTS]),
    operation: pick(random, OPERATIONS),
    permissionType: pick(random, [AclPermissionType.DENY, AclPermissionType.ALLOW, AclPermissionType.ALLOW]),
  };
}

/** Each once, as a controller keeps them: Apache's authorizer fails for one that it has. */
function aclsFrom(random: Prng): Acl[] {
  const acls = Array.from({ length: below(random, ACLS_MAX + 1) }, () => aclFrom(random));
  return [...new Map(acls.map((acl) => [Object.values(acl).join(" "), acl])).values()];
}

function questionFrom(random: Prng): Question {
  return {
    // Apache's fails for somebody whose name is the asterisk.
    principal: pick(
      random,
      PRINCIPALS.filter((one) => one !== WILDCARD_PRINCIPAL),
    ),
    host: pick(random, HOSTS),
    name: nameFrom(random),
    operation: pick(
      random,
      OPERATIONS.filter((one) => one !== AclOperation.ALL),
    ),
    resourceType: pick(random, TYPES),
    isAny: below(random, 4) === 0,
  };
}

it("our authorizer decides as Apache's does", { skip: apacheSkip() || javacSkip() }, async (context) => {
  const seed = freshSeed();
  context.diagnostic(`seed ${seed}`);
  const random = new Prng(seed);
  const lines: string[] = [];
  const ours: string[] = [];
  const shown: string[] = [];
  for (let round = 0; round < AUTHORIZERS; round++) {
    const superUsers = pick(random, SUPER_USERS);
    const allowEveryoneIfNoAclFound = below(random, 2) === 0;
    const authorizer = new StandardAuthorizer({
      superUsers: new Set(superUsers.split(";")),
      allowEveryoneIfNoAclFound,
    });
    lines.push(["new", superUsers, allowEveryoneIfNoAclFound].join("\t"));
    const acls = aclsFrom(random);
    authorizer.onChanges(
      acls.map((acl, index) => ({
        domain: "AccessControlEntryRecord",
        key: String(index),
        record: { name: "AccessControlEntryRecord", version: 0, value: { id: "AAAAAAAAAAAAAAAAAAAAAA", ...acl } },
      })),
    );
    authorizer.completeInitialLoad();
    for (const acl of acls) lines.push(["acl", ...Object.values(acl)].join("\t"));
    for (let count = 0; count < QUESTIONS; count++) {
      const { principal, host, name, operation, resourceType, isAny } = questionFrom(random);
      const requester = { principal, host };
      const isAllowed = isAny
        ? authorizer.authorizeByResourceType(requester, operation, resourceType)
        : authorizer.authorize(requester, operation, { resourceType, name }).isAllowed;
      lines.push([isAny ? "any" : "ask", principal, host, operation, resourceType, name].join("\t"));
      ours.push(isAllowed ? "ALLOWED" : "DENIED");
      shown.push(`${lines.at(-1)} of\n${acls.map((acl) => Object.values(acl).join(" ")).join("\n")}`);
    }
  }
  const classes = compileJava(join(import.meta.dirname, "java/AuthorizerDecisions.java"));
  try {
    const tool = startTool("AuthorizerDecisions", [], { extraClassPath: [classes], stdin: `${lines.join("\n")}\n` });
    const { status, stdout, stderr } = await tool.ended;
    assert.equal(status, 0, stderr);
    const theirs = stdout.split("\n").filter((line) => line === "ALLOWED" || line === "DENIED");
    assert.equal(theirs.length, ours.length);
    const different = ours.findIndex((decision, index) => decision !== theirs[index]);
    assert.equal(different, -1, `${ours[different]} instead of ${theirs[different]}: ${shown[different]}`);
    const allowed = ours.filter((decision) => decision === "ALLOWED").length;
    context.diagnostic(`${ours.length} decisions, ${allowed} of them ALLOWED`);
  } finally {
    rmSync(classes, { recursive: true, force: true });
  }
});
