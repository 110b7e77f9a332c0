// DescribeAcls, CreateAcls and DeleteAcls on servers with an authorizer: entries that are made, told and removed, and who may do so.
import { AclOperation as O, AclPermissionType, PatternType, ResourceType } from "@ottla/protocol";
import type { AclCreation } from "@ottla/protocol/messages/create-acls";
import type { DeleteAclsFilter } from "@ottla/protocol/messages/delete-acls";
import { giveAccess, takeAccess } from "../acls.ts";
import { versionsOf } from "../api.ts";
import { DescribeConfigs } from "../apis.ts";
import { authorizedPerVersion, authorizedScenario } from "../scenario.ts";
import { CreateAcls, DeleteAcls, DescribeAcls } from "../security-apis.ts";
import type { Session } from "../session.ts";

const NOBODY_KNOWS = 77;
const FILTERS_ONLY: readonly Partial<AclCreation>[] = [
  { resourceType: ResourceType.ANY },
  { resourcePatternType: PatternType.ANY },
  { resourcePatternType: PatternType.MATCH },
  { operation: O.ANY },
  { permissionType: AclPermissionType.ANY },
];

function creation(s: Session, change: Partial<AclCreation> = {}): AclCreation {
  return {
    resourceType: ResourceType.TOPIC,
    resourceName: s.id,
    resourcePatternType: PatternType.LITERAL,
    principal: `User:${s.id}`,
    host: "*",
    operation: O.READ,
    permissionType: AclPermissionType.ALLOW,
    ...change,
  };
}

/** This scenario's entries only. */
function filter(s: Session, change: Partial<DeleteAclsFilter> = {}): DeleteAclsFilter {
  return {
    resourceTypeFilter: ResourceType.ANY,
    resourceNameFilter: null,
    patternTypeFilter: PatternType.ANY,
    principalFilter: `User:${s.id}`,
    hostFilter: null,
    operation: O.ANY,
    permissionType: AclPermissionType.ANY,
    ...change,
  };
}

/** Until the server tells of so many entries. */
async function untilThere(s: Session, count: number): Promise<void> {
  await s.until(`${count} entries`, async () => {
    const { resources } = await s.quiet(DescribeAcls, 3, filter(s));
    return resources.flatMap(({ acls }) => acls).length === count;
  });
}

authorizedPerVersion("CreateAcls/made, told and removed", versionsOf(CreateAcls), async (s, version) => {
  const prefixed = { resourcePatternType: PatternType.PREFIXED };
  await s.send(CreateAcls, version, {
    creations: [
      creation(s),
      creation(s),
      creation(s, { permissionType: AclPermissionType.DENY, host: "h" }),
      creation(s, { permissionType: AclPermissionType.DENY, host: "g", operation: O.ALL }),
      creation(s, prefixed),
      creation(s, { resourceName: "*", operation: O.WRITE, host: "*" }),
      creation(s, { resourceType: ResourceType.GROUP, resourceName: "ü", ...prefixed, host: "" }),
      creation(s, { resourceType: ResourceType.TRANSACTIONAL_ID, operation: O.TWO_PHASE_COMMIT }),
      creation(s, { resourceType: ResourceType.DELEGATION_TOKEN }),
      creation(s, { resourceType: ResourceType.USER, resourceName: "User:a", operation: O.CREATE_TOKENS }),
      creation(s, { resourceType: ResourceType.CLUSTER, resourceName: "kafka-cluster", operation: O.ALTER }),
    ],
  });
  await untilThere(s, 10);
  await s.send(CreateAcls, version, { creations: [creation(s)] });
  const looks: readonly Partial<DeleteAclsFilter>[] = [
    {},
    { resourceTypeFilter: ResourceType.TOPIC },
    { resourceTypeFilter: ResourceType.USER, operation: O.CREATE_TOKENS },
    { resourceNameFilter: s.id },
    { resourceNameFilter: `${s.id}-more` },
    { resourceNameFilter: "*" },
    { patternTypeFilter: PatternType.PREFIXED },
    { patternTypeFilter: PatternType.LITERAL, resourceNameFilter: "*" },
    ...[s.id, `${s.id}-more`, "*", "ü", "other"].map((resourceNameFilter) => ({
      patternTypeFilter: PatternType.MATCH,
      resourceNameFilter,
    })),
    { patternTypeFilter: PatternType.MATCH },
    { principalFilter: `User:${s.id}-other` },
    { hostFilter: "h" },
    { hostFilter: "" },
    { operation: O.ALL },
    { operation: O.READ, permissionType: AclPermissionType.DENY },
    { resourceTypeFilter: NOBODY_KNOWS },
    { patternTypeFilter: NOBODY_KNOWS },
    { operation: NOBODY_KNOWS },
    { permissionType: NOBODY_KNOWS },
  ];
  for (const look of looks) await s.send(DescribeAcls, version, filter(s, look));
  await s.send(DeleteAcls, version, {
    filters: [
      filter(s, { operation: NOBODY_KNOWS }),
      filter(s, { patternTypeFilter: NOBODY_KNOWS }),
      filter(s, { hostFilter: "h" }),
      filter(s, { resourceNameFilter: `${s.id}x`, patternTypeFilter: PatternType.MATCH }),
      filter(s, { resourceTypeFilter: ResourceType.TOPIC, operation: O.READ }),
      filter(s, { principalFilter: `User:${s.id}-other` }),
    ],
  });
  await untilThere(s, 6);
  await s.send(DescribeAcls, version, filter(s));
  await s.send(DeleteAcls, version, { filters: [] });
  await s.send(DeleteAcls, version, { filters: [filter(s)] });
  await untilThere(s, 0);
  await s.send(DescribeAcls, version, filter(s));
});

authorizedPerVersion("CreateAcls/refused", versionsOf(CreateAcls), async (s, version) => {
  await s.send(CreateAcls, version, { creations: [] });
  await s.send(CreateAcls, version, {
    creations: [
      creation(s, { resourceType: ResourceType.CLUSTER, resourceName: "cluster" }),
      creation(s),
      creation(s, { resourceName: "" }),
      creation(s, { principal: s.id }),
      creation(s, { principal: "" }),
      creation(s, { resourceType: NOBODY_KNOWS }),
      creation(s, { resourcePatternType: NOBODY_KNOWS }),
      creation(s, { operation: NOBODY_KNOWS }),
      creation(s, { permissionType: NOBODY_KNOWS }),
      creation(s, { resourceType: -1 }),
      creation(s, { resourceType: ResourceType.CLUSTER, resourceName: "kafka-cluster", principal: s.id }),
    ],
  });
  await untilThere(s, 1);
  await s.send(DescribeAcls, version, filter(s));
  for (const change of FILTERS_ONLY) {
    await s.send(CreateAcls, version, { creations: [creation(s, { host: "never" }), creation(s, change)] });
  }
  await s.send(DescribeAcls, version, filter(s));
});

authorizedPerVersion("DescribeAcls/who may", versionsOf(DescribeAcls), async (s, version) => {
  const describe = { client: 1, operation: O.DESCRIBE, resourceType: ResourceType.CLUSTER };
  const alter = { ...describe, operation: O.ALTER };
  const all = async (): Promise<void> => {
    await s.send(DescribeAcls, version, filter(s), { from: 1 });
    await s.send(CreateAcls, version, { creations: [creation(s), creation(s)] }, { from: 1 });
    await s.send(DeleteAcls, version, { filters: [filter(s, { hostFilter: "none" }), filter(s)] }, { from: 1 });
  };
  await all();
  await giveAccess(s, describe);
  await all();
  await takeAccess(s, describe);
  await giveAccess(s, alter);
  await all();
  await giveAccess(s, { ...alter, isDenied: true });
  await all();
});

authorizedScenario("DescribeConfigs/of an authorizer", async (s) => {
  const configurationKeys = ["authorizer.class.name", "super.users", "allow.everyone.if.no.acl.found"];
  const resources = [{ resourceType: 4, resourceName: "1", configurationKeys }];
  await s.send(DescribeConfigs, 4, { resources, includeSynonyms: true, includeDocumentation: false });
});
