// Access control in a cluster: entries that a broker forwards are known to all nodes, and a controller keeps to them for whoever is in an envelope. In memory and
// on a virtual clock.
import assert from "node:assert/strict";
import { it } from "node:test";
import {
  AclOperation,
  AclPermissionType,
  ApiKey,
  CLUSTER_RESOURCE_NAME,
  decodeResponse,
  encodeMessage,
  encodeRequest,
  ErrorCode,
  type Input,
  type MessageCodec,
  PatternType,
  ResourceType,
} from "@ottla/protocol";
import { type AclCreation, CreateAclsRequest, CreateAclsResponse } from "@ottla/protocol/messages/create-acls";
import { DeleteAclsRequest, DeleteAclsResponse } from "@ottla/protocol/messages/delete-acls";
import { DescribeAclsRequest, DescribeAclsResponse } from "@ottla/protocol/messages/describe-acls";
import { EnvelopeRequest, EnvelopeResponse } from "@ottla/protocol/messages/envelope";
import { DefaultPrincipalData } from "@ottla/protocol/messages/principal";
import { clusterOf, QUICK } from "../support/cluster-scene.ts";
import { MemoryCluster } from "../support/memory-cluster.ts";

const CREATE = [CreateAclsRequest, CreateAclsResponse] as const;
const DELETE = [DeleteAclsRequest, DeleteAclsResponse] as const;
const DESCRIBE = [DescribeAclsRequest, DescribeAclsResponse] as const;
const ENVELOPE = [EnvelopeRequest, EnvelopeResponse] as const;
const VERSION = 3;
const SIZE_BYTES = 4;
const AUTHORIZER = {
  ...QUICK,
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
};
/** Nodes and tests come as this. */
const SUPER = { ...AUTHORIZER, "super.users": "User:root;User:ANONYMOUS" };
const ALL = { resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1 };
const EVERYTHING = { ...ALL, resourceNameFilter: null, principalFilter: null, hostFilter: null };
const ALTER_CLUSTER = {
  resourceType: ResourceType.CLUSTER,
  resourceName: CLUSTER_RESOURCE_NAME,
  resourcePatternType: PatternType.LITERAL,
  operation: AclOperation.ALTER,
  permissionType: AclPermissionType.ALLOW,
};

interface Place {
  readonly node: number;
  readonly listener: "controller" | "broker";
}

async function ask<Req, Res>(
  cluster: MemoryCluster,
  { node, listener }: Place,
  [codecs, version]: readonly [readonly [MessageCodec<Req>, MessageCodec<Res>], number],
  body: Input<Req>,
): Promise<Res> {
  const client = await cluster.dial(node, listener);
  const response = await cluster.run(client.request(codecs, version, body));
  client.connection.close();
  return response;
}

function creation(principal: string, host = "*"): AclCreation {
  return { ...ALTER_CLUSTER, principal, host };
}

/** Principals and hosts of the entries that a node tells of. */
async function described(cluster: MemoryCluster, place: Place): Promise<string[]> {
  const { errorCode, resources } = await ask(cluster, place, [DESCRIBE, VERSION], EVERYTHING);
  assert.equal(errorCode, ErrorCode.NONE);
  return resources.flatMap(({ acls }) => acls.map(({ principal, host }) => `${principal} ${host}`));
}

function principalBytes(name: string): Uint8Array {
  const body = encodeMessage(DefaultPrincipalData, { type: "User", name, tokenAuthenticated: false }, 0);
  return Buffer.concat([Buffer.alloc(2), body]);
}

/** What a controller answers to an envelope with a CreateAcls of that user: the error of the envelope, else of the entry. */
async function createAs(cluster: MemoryCluster, node: number, user: string, address: number[]): Promise<number> {
  const identity = { version: VERSION, correlationId: 7, clientId: "forwarded" };
  const sized = Buffer.concat(encodeRequest(CreateAclsRequest, { creations: [creation("User:x")] }, identity));
  const { errorCode, responseData } = await ask(cluster, { node, listener: "controller" }, [ENVELOPE, 0], {
    requestData: sized.subarray(SIZE_BYTES),
    requestPrincipal: principalBytes(user),
    clientHostAddress: Uint8Array.from(address),
  });
  if (responseData === null) return errorCode;
  return decodeResponse(CreateAclsResponse, responseData, VERSION).body.results[0]?.errorCode ?? -1;
}

it("entries that are made and removed at any broker are known to every node, and outlive a snapshot", async (context) => {
  const cluster = await clusterOf(context, { voters: [1, 2, 3] }, SUPER);
  const nodes = [1, 2, 3];
  const places = nodes.flatMap((node): Place[] => [
    { node, listener: "broker" },
    { node, listener: "controller" },
  ]);
  const untilAll = async (expected: readonly string[]): Promise<void> => {
    for (const place of places) {
      await cluster.until(`node ${place.node}'s ${place.listener} tells of ${expected.length} entries`, async () => {
        return JSON.stringify((await described(cluster, place)).toSorted()) === JSON.stringify(expected);
      });
    }
  };
  for (const node of nodes) {
    const creations = [creation(`User:${node}`), creation("User:all", "10.0.0.1")];
    const { results } = await ask(cluster, { node, listener: "broker" }, [CREATE, VERSION], { creations });
    assert.deepEqual(
      results.map(({ errorCode }) => errorCode),
      [ErrorCode.NONE, ErrorCode.NONE],
    );
  }
  await untilAll(["User:1 *", "User:2 *", "User:3 *", "User:all 10.0.0.1"]);
  const filters = [{ ...EVERYTHING, principalFilter: "User:2" }];
  const removed = await ask(cluster, { node: 3, listener: "broker" }, [DELETE, VERSION], { filters });
  assert.deepEqual(
    removed.filterResults.map(({ errorCode, matchingAcls }) => [errorCode, matchingAcls.length]),
    [[ErrorCode.NONE, 1]],
  );
  await untilAll(["User:1 *", "User:3 *", "User:all 10.0.0.1"]);
  for (const node of nodes) await cluster.partsOf(node)?.controller.snapshot();
  await cluster.stop(2);
  await cluster.start(2);
  await untilAll(["User:1 *", "User:3 *", "User:all 10.0.0.1"]);
});

it("several controllers that are no super users never get a leader, even where everybody is allowed", async (context) => {
  const cluster = new MemoryCluster([1, 2, 3], { ...AUTHORIZER, "allow.everyone.if.no.acl.found": "true" });
  context.after(() => cluster.close());
  let votes = 0;
  cluster.requestFilter = (_node, frame) => {
    if (frame.readInt16BE(SIZE_BYTES) === ApiKey.Vote) votes++;
    return true;
  };
  // Nobody waits for it: it does not come to an end.
  cluster.start(1, 2, 3).catch(() => {});
  await cluster.until("they have asked for votes", () => votes > 30);
  for (const node of [1, 2, 3]) assert.equal(cluster.partsOf(node)?.controller.activeControllerId ?? -1, -1);
});

it("a controller keeps to the entries of whoever is in the envelope, and of that address", async (context) => {
  const cluster = await clusterOf(context, { voters: [1] }, SUPER);
  const [home, elsewhere] = [
    [10, 0, 0, 1],
    [10, 0, 0, 2],
  ];
  assert.equal(await createAs(cluster, 1, "root", elsewhere), ErrorCode.NONE);
  assert.equal(await createAs(cluster, 1, "alice", home), ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
  const creations = [creation("User:alice", "10.0.0.1")];
  await ask(cluster, { node: 1, listener: "controller" }, [CREATE, VERSION], { creations });
  assert.equal(await createAs(cluster, 1, "alice", home), ErrorCode.NONE);
  assert.equal(await createAs(cluster, 1, "alice", elsewhere), ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
  assert.equal(await createAs(cluster, 1, "bob", home), ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
});

it("nobody speaks for others without CLUSTER_ACTION, not even for super users", async (context) => {
  const cluster = await clusterOf(context, { voters: [1] }, { ...AUTHORIZER, "super.users": "User:root" });
  assert.equal(await createAs(cluster, 1, "root", [10, 0, 0, 1]), ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
});

it("a broker that may not speak for its clients tells them that something is wrong here, not that they may not", async (context) => {
  const open = { ...AUTHORIZER, "allow.everyone.if.no.acl.found": "true" };
  const cluster = await clusterOf(context, { voters: [1], brokers: [2] }, open);
  const create = async (): Promise<number | undefined> => {
    const creations = [creation("User:ANONYMOUS")];
    const { results } = await ask(cluster, { node: 2, listener: "broker" }, [CREATE, VERSION], { creations });
    return results[0]?.errorCode;
  };
  assert.equal(await create(), ErrorCode.NONE);
  // Now that the cluster has an entry, nobody may CLUSTER_ACTION any more.
  assert.equal(await create(), ErrorCode.UNKNOWN_SERVER_ERROR);
});

it("a request that the controller cannot read ends the connection at the broker that forwarded it", async (context) => {
  const cluster = await clusterOf(context, { voters: [1], brokers: [2] }, SUPER);
  const creations = [{ ...creation("User:x"), operation: AclOperation.UNKNOWN }];
  await assert.rejects(ask(cluster, { node: 2, listener: "broker" }, [CREATE, VERSION], { creations }), {
    code: "CONNECTION_CLOSED",
  });
});
