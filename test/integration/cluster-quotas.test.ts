// Quotas and credentials in a cluster: node 1 is the controller, node 2 forwards to it what clients ask for, and keeps to what both of them know.
import assert from "node:assert/strict";
import { it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import { CreateAclsRequest, CreateAclsResponse } from "@ottla/protocol/messages/create-acls";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import {
  DescribeClientQuotasRequest,
  DescribeClientQuotasResponse,
} from "@ottla/protocol/messages/describe-client-quotas";
import {
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse,
} from "@ottla/protocol/messages/describe-user-scram-credentials";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { ask, clusterOf } from "../support/cluster-scene.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

const [CONTROLLER, FORWARDER] = [1, 2];
const NODES = [CONTROLLER, FORWARDER];

const ALTER_QUOTAS = [[AlterClientQuotasRequest, AlterClientQuotasResponse] as const, 1] as const;
const DESCRIBE_QUOTAS = [[DescribeClientQuotasRequest, DescribeClientQuotasResponse] as const, 1] as const;
const ALTER_SCRAM = [[AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse] as const, 0] as const;
const DESCRIBE_SCRAM = [
  [DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse] as const,
  0,
] as const;
const CREATE_ACLS = [[CreateAclsRequest, CreateAclsResponse] as const, 3] as const;
const CREATE_TOPICS = [CreateTopicsRequest, CreateTopicsResponse] as const;
const METADATA = [MetadataRequest, MetadataResponse] as const;

/** Sets a quota at the broker that forwards, and waits until both nodes know. */
async function setQuota(cluster: MemoryCluster, entityType: string, key: string, value: number): Promise<void> {
  const entity = [{ entityType, entityName: null }];
  const entries = [{ entity, ops: [{ key, value, remove: false }] }];
  const { entries: outcomes } = await ask(cluster, FORWARDER, ALTER_QUOTAS, { entries, validateOnly: false });
  assert.equal(outcomes[0]?.errorCode, ErrorCode.NONE);
  for (const node of NODES) {
    await cluster.until(`node ${node} knows the quota`, async () => {
      const described = await ask(cluster, node, DESCRIBE_QUOTAS, { components: [], strict: false });
      return described.entries?.some(({ values }) => values.some((one) => one.key === key)) ?? false;
    });
  }
}

it("credentials that a broker forwards are known to all, and an entry for an authorizer is refused by the controller", async (context) => {
  const cluster = await clusterOf(context, { voters: [CONTROLLER], brokers: [FORWARDER] });
  const bytes = { salt: Buffer.from("salt"), saltedPassword: Buffer.alloc(32, 1) };
  const upsertions = [{ name: "alice", mechanism: 1, iterations: 4096, ...bytes }];
  const { results } = await ask(cluster, FORWARDER, ALTER_SCRAM, { deletions: [], upsertions });
  assert.deepEqual(
    results.map(({ user, errorCode }) => [user, errorCode]),
    [["alice", ErrorCode.NONE]],
  );
  for (const node of NODES) {
    await cluster.until(`node ${node} knows alice`, async () => {
      const described = await ask(cluster, node, DESCRIBE_SCRAM, { users: null });
      return described.results[0]?.user === "alice";
    });
  }
  const elements = { resourceType: 2, resourceName: "t", operation: 3, permissionType: 3 };
  const creations = [{ ...elements, principal: "User:alice", host: "*" }];
  const refused = await ask(cluster, FORWARDER, CREATE_ACLS, { creations });
  assert.deepEqual(
    refused.results.map(({ errorCode, errorMessage }) => [errorCode, errorMessage]),
    [[ErrorCode.SECURITY_DISABLED, "No Authorizer is configured."]],
  );
});

it("what the controller refuses for a quota holds the client back at the broker that forwarded", async (context) => {
  const cluster = await clusterOf(context, { voters: [CONTROLLER], brokers: [FORWARDER] });
  // Of every user: the controller knows the client as the broker has seen it.
  await setQuota(cluster, "user", "controller_mutation_rate", 1);
  const client = await cluster.dial(FORWARDER);
  const create = (name: string, numPartitions: number): Promise<CreateTopicsResponse> => {
    const topics = [{ name, numPartitions, replicationFactor: 1 }];
    return cluster.run(client.request(CREATE_TOPICS, 7, { topics, timeoutMs: 5000 }));
  };
  const made = await create("a", 30);
  assert.deepEqual([made.topics[0]?.errorCode, made.throttleTimeMs], [ErrorCode.NONE, 0]);
  const refused = await create("b", 1);
  assert.equal(refused.topics[0]?.errorCode, ErrorCode.THROTTLING_QUOTA_EXCEEDED);
  assert.ok(refused.throttleTimeMs > 10_000);
  let isServed = false;
  void client.request(METADATA, 12, { topics: [] }).then(() => {
    isServed = true;
  });
  await cluster.clock.advanceAsync(refused.throttleTimeMs - 1000);
  assert.equal(isServed, false);
  await cluster.until("the client is served again", () => isServed);
});

it("topics that a client mentions are made at a broker that is not the active controller", async (context) => {
  const cluster = await clusterOf(context, { voters: [CONTROLLER], brokers: [FORWARDER] });
  const client = await cluster.dial(FORWARDER);
  const topics = [{ name: "mentioned", topicId: "AAAAAAAAAAAAAAAAAAAAAA" }];
  await cluster.until("the topic is there", async () => {
    const response = await cluster.run(client.request(METADATA, 12, { topics, allowAutoTopicCreation: true }));
    return response.topics[0]?.errorCode === ErrorCode.NONE;
  });
});
