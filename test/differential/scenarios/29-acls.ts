// DescribeAcls, CreateAcls and DeleteAcls on brokers without an authorizer.
import type { CreateAclsRequest } from "@ottla/protocol/messages/create-acls";
import type { DeleteAclsRequest } from "@ottla/protocol/messages/delete-acls";
import { versionsOf } from "../api.ts";
import { scenarioPerVersion } from "../scenario.ts";
import { CreateAcls, DeleteAcls, DescribeAcls } from "../security-apis.ts";

type Creation = CreateAclsRequest["creations"][0];
type Filter = DeleteAclsRequest["filters"][0];

const UNKNOWN = 0;
const TOPIC = 2;
const LITERAL = 3;
const READ = 3;
const ALLOW = 3;
const NOBODY_KNOWS = 77;

const CREATION: Creation = {
  resourceType: TOPIC,
  resourceName: "t",
  resourcePatternType: LITERAL,
  principal: "User:a",
  host: "*",
  operation: READ,
  permissionType: ALLOW,
};

const FILTER: Filter = {
  resourceTypeFilter: TOPIC,
  resourceNameFilter: "t",
  patternTypeFilter: LITERAL,
  principalFilter: null,
  hostFilter: null,
  operation: READ,
  permissionType: ALLOW,
};

scenarioPerVersion("DescribeAcls/without an authorizer", versionsOf(DescribeAcls), async (s, version) => {
  await s.send(DescribeAcls, version, FILTER);
  await s.send(DescribeAcls, version, { ...FILTER, resourceTypeFilter: NOBODY_KNOWS, resourceNameFilter: "" });
  for (const [on, unknown] of [
    { resourceTypeFilter: UNKNOWN },
    { patternTypeFilter: UNKNOWN },
    { operation: UNKNOWN },
    { permissionType: UNKNOWN },
  ].entries())
    await s.attempt(DescribeAcls, version, { ...FILTER, ...unknown }, { on: on + 1 });
});

scenarioPerVersion("CreateAcls/without an authorizer", versionsOf(CreateAcls), async (s, version) => {
  await s.send(CreateAcls, version, { creations: [] });
  const odd = { ...CREATION, resourceName: "", principal: "nobody", operation: NOBODY_KNOWS };
  await s.send(CreateAcls, version, { creations: [CREATION, odd, CREATION] });
  for (const [on, unknown] of [
    { resourceType: UNKNOWN },
    { resourcePatternType: UNKNOWN },
    { operation: UNKNOWN },
    { permissionType: UNKNOWN },
  ].entries())
    await s.attempt(CreateAcls, version, { creations: [CREATION, { ...CREATION, ...unknown }] }, { on: on + 1 });
});

scenarioPerVersion("DeleteAcls/without an authorizer", versionsOf(DeleteAcls), async (s, version) => {
  await s.send(DeleteAcls, version, { filters: [] });
  await s.send(DeleteAcls, version, { filters: [FILTER, { ...FILTER, operation: NOBODY_KNOWS }] });
  for (const [on, unknown] of [
    { resourceTypeFilter: UNKNOWN },
    { patternTypeFilter: UNKNOWN },
    { operation: UNKNOWN },
    { permissionType: UNKNOWN },
  ].entries())
    await s.attempt(DeleteAcls, version, { filters: [FILTER, { ...FILTER, ...unknown }] }, { on: on + 1 });
});
