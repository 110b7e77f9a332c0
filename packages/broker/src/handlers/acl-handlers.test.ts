import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { InMemoryNetwork } from "@ottla/network";
import { AclOperation as O, AclPermissionType, ErrorCode, PatternType, ResourceType } from "@ottla/protocol";
import { type AclCreation, CreateAclsRequest, CreateAclsResponse } from "@ottla/protocol/messages/create-acls";
import { DeleteAclsRequest, DeleteAclsResponse } from "@ottla/protocol/messages/delete-acls";
import { DescribeAclsRequest, DescribeAclsResponse } from "@ottla/protocol/messages/describe-acls";
import { MemoryDisk } from "@ottla/storage";
import { Broker } from "../broker.ts";
import { RawClient } from "../testing/raw-client.ts";

const ADDRESS = { host: "127.0.0.1", port: 9092 };
const CREATE = [CreateAclsRequest, CreateAclsResponse] as const;
const DELETE = [DeleteAclsRequest, DeleteAclsResponse] as const;
const DESCRIBE = [DescribeAclsRequest, DescribeAclsResponse] as const;
const VERSION = 3;
const AUTHORIZER = { "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };
const SUPER = { ...AUTHORIZER, "super.users": "User:ANONYMOUS" };

interface Node {
  readonly client: RawClient;
  readonly disk: MemoryDisk;
  stop(): Promise<void>;
}

async function start(context: TestContext, config: Record<string, string>, kept?: MemoryDisk): Promise<Node> {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork();
  const disk = kept ?? new MemoryDisk({ nowMs: () => clock.nowMs() });
  const broker = await Broker.start({ clock, network, disk, random: new Prng(1), ...ADDRESS, config });
  const client = await RawClient.dial(network, ADDRESS, clock);
  const stop = async (): Promise<void> => {
    let isStopped = false;
    const stopped = broker.stop().finally(() => {
      isStopped = true;
    });
    // oxlint-disable-next-line no-unmodified-loop-condition -- the stop sets it while the clock advances.
    while (!isStopped) await clock.advanceAsync(10);
    await stopped;
  };
  context.after(stop);
  return { client, disk, stop };
}

function creation(change: Partial<AclCreation> = {}): AclCreation {
  return {
    resourceType: ResourceType.TOPIC,
    resourceName: "t",
    resourcePatternType: PatternType.LITERAL,
    principal: "User:alice",
    host: "*",
    operation: O.READ,
    permissionType: AclPermissionType.ALLOW,
    ...change,
  };
}

type Filter = DeleteAclsRequest["filters"][0];

function filter(change: Partial<Filter> = {}): Filter {
  return {
    resourceTypeFilter: ResourceType.ANY,
    resourceNameFilter: null,
    patternTypeFilter: PatternType.ANY,
    principalFilter: null,
    hostFilter: null,
    operation: O.ANY,
    permissionType: AclPermissionType.ANY,
    ...change,
  };
}

async function create({ client }: Node, creations: AclCreation[]): Promise<unknown[]> {
  const { results } = await client.request(CREATE, VERSION, { creations });
  return results.map(({ errorCode, errorMessage }) => (errorCode === ErrorCode.NONE ? "made" : errorMessage));
}

/** `name host` of what there is, in order. */
async function described({ client }: Node, change: Partial<Filter> = {}): Promise<string[]> {
  const { errorCode, resources } = await client.request(DESCRIBE, VERSION, filter(change));
  assert.equal(errorCode, ErrorCode.NONE);
  return resources.flatMap(({ resourceName, acls }) => acls.map(({ host }) => `${resourceName} ${host}`));
}

test("config authorizer.class.name: entries are made once, told and removed, and outlive the process", async (context) => {
  const first = await start(context, SUPER);
  const prefixed = creation({ resourceName: "a", resourcePatternType: PatternType.PREFIXED, host: "h" });
  assert.deepEqual(await create(first, [creation(), creation(), prefixed]), ["made", "made", "made"]);
  assert.deepEqual(await create(first, [creation()]), ["made"]);
  assert.deepEqual(await described(first), ["t *", "a h"]);
  await first.stop();
  const second = await start(context, SUPER, first.disk);
  assert.deepEqual(await described(second), ["t *", "a h"]);
  assert.deepEqual(await described(second, { resourceNameFilter: "abc", patternTypeFilter: PatternType.MATCH }), [
    "a h",
  ]);
  const filters = [filter({ principalFilter: "User:bob" }), filter({ hostFilter: "h" }), filter()];
  const { filterResults } = await second.client.request(DELETE, VERSION, { filters });
  assert.deepEqual(
    filterResults.map(({ errorCode, matchingAcls }) => [
      errorCode,
      matchingAcls.map(({ resourceName }) => resourceName),
    ]),
    [
      [0, []],
      [0, ["a"]],
      [0, ["t", "a"]],
    ],
  );
  assert.deepEqual(await described(second), []);
});

test("an entry that cannot be is refused in Kafka's words, and leaves the others alone", async (context) => {
  const node = await start(context, SUPER);
  const answers = await create(node, [
    creation({ resourceType: ResourceType.CLUSTER, resourceName: "cluster" }),
    creation(),
    creation({ resourceName: "" }),
    creation({ principal: "alice" }),
    creation({ resourceType: 99 }),
    creation({ resourcePatternType: 99 }),
    creation({ operation: 99 }),
    creation({ permissionType: 99 }),
  ]);
  assert.deepEqual(answers, [
    "The only valid name for the CLUSTER resource is kafka-cluster",
    "made",
    "Invalid empty resource name",
    "Could not parse principal from `alice` (no colon is present separating the principal type from the principal name)",
    "Invalid resourceType UNKNOWN",
    "Invalid patternType UNKNOWN",
    "Invalid operation UNKNOWN",
    "Invalid permissionType UNKNOWN",
  ]);
  assert.deepEqual(await described(node), ["t *"]);
  const filters = [filter({ resourceTypeFilter: 99 }), filter({ operation: 99 }), filter()];
  const { filterResults } = await node.client.request(DELETE, VERSION, { filters });
  assert.deepEqual(
    filterResults.map(({ errorMessage, matchingAcls }) => [errorMessage, matchingAcls.length]),
    [
      ["Unknown patternFilter.", 0],
      ["Unknown entryFilter.", 0],
      [null, 1],
    ],
  );
});

test("whoever may neither describe nor alter the cluster is told nothing and changes nothing", async (context) => {
  const node = await start(context, AUTHORIZER);
  const { errorCode, errorMessage, resources } = await node.client.request(DESCRIBE, VERSION, filter());
  assert.deepEqual([errorCode, resources], [ErrorCode.CLUSTER_AUTHORIZATION_FAILED, []]);
  assert.match(errorMessage ?? "", /^Request .* needs DESCRIBE permission\.$/);
  const { results } = await node.client.request(CREATE, VERSION, { creations: [creation()] });
  assert.equal(results[0]?.errorCode, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
  const { filterResults } = await node.client.request(DELETE, VERSION, { filters: [filter()] });
  assert.equal(filterResults[0]?.errorCode, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
});
