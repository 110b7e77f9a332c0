import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { DeleteGroupsRequest, DeleteGroupsResponse } from "@ottla/protocol/messages/delete-groups";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import { DescribeGroupsRequest, DescribeGroupsResponse } from "@ottla/protocol/messages/describe-groups";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { protocolError } from "../errors.ts";
import { CLOSE, ScriptedCluster } from "../testing/scripted-broker.ts";
import { Admin } from "./admin.ts";
import { Results } from "./results.ts";
import { ConfigResourceType } from "./types.ts";

function adminOf(cluster: ScriptedCluster, options: object = {}): Admin {
  return new Admin({ bootstrapServers: cluster.bootstrapServers, ...options }, cluster.ports);
}

/** Lets virtual time pass until a call has ended. Calls load their code first, which takes real time. */
async function finish<T>(cluster: ScriptedCluster, promise: Promise<T>): Promise<T> {
  let isDone = false;
  const done = (): void => {
    isDone = true;
  };
  promise.then(done, done);
  for (let i = 0; i < 5_000 && !isDone; i++) await cluster.advance(50);
  return await promise;
}

describe("admin calls", () => {
  it("are tried again when the controller has moved, and only for topics that were throttled", async () => {
    await using cluster = await ScriptedCluster.start();
    let calls = 0;
    cluster.on({ request: CreateTopicsRequest, response: CreateTopicsResponse }, ({ body }) => {
      calls++;
      return {
        topics: body.topics.map(({ name }) => ({
          name,
          errorCode:
            calls === 1
              ? ErrorCode.NOT_CONTROLLER
              : calls === 2 && name === "b"
                ? ErrorCode.THROTTLING_QUOTA_EXCEEDED
                : name === "c"
                  ? ErrorCode.TOPIC_ALREADY_EXISTS
                  : 0,
        })),
      };
    });
    await using admin = adminOf(cluster);
    const results = await finish(cluster, admin.createTopics([{ name: "a" }, { name: "b" }, { name: "c" }]));
    assert.deepEqual(
      [...results].map(([name, one]) => [name, one.ok ? "ok" : one.error.code]),
      [
        ["a", "ok"],
        ["b", "ok"],
        ["c", "TOPIC_ALREADY_EXISTS"],
      ],
    );
    assert.deepEqual(
      cluster.seen(CreateTopicsRequest).map((one) => one.body.topics.map((t) => t.name).join("")),
      ["abc", "abc", "b"],
    );
  });

  it("ask each partition's leader, and again only for those that have moved", async () => {
    await using cluster = await ScriptedCluster.start(2);
    const topic = cluster.addTopic("t", [0, 1, 0]);
    cluster.on({ request: ListOffsetsRequest, response: ListOffsetsResponse }, ({ broker, body }) => ({
      topics: body.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => {
          const hasMoved = partitionIndex === 2 && broker === 0;
          if (hasMoved) topic.leaders[2] = 1;
          return { partitionIndex, errorCode: hasMoved ? ErrorCode.NOT_LEADER_OR_FOLLOWER : 0, offset: 10 * broker };
        }),
      })),
    }));
    await using admin = adminOf(cluster);
    const queries = [0, 1, 2].map((partition) => ({ topic: "t", partition, spec: -1 }));
    const results = await finish(cluster, admin.listOffsets(queries));
    assert.deepEqual(
      results.values().map((one) => one.offset),
      [0, 10, 10],
    );
    assert.equal(cluster.seen(ListOffsetsRequest).length, 3);
  });

  it("find coordinators again when they moved, and fall back where an API is missing", async () => {
    await using cluster = await ScriptedCluster.start(2);
    let coordinator = 0;
    cluster.on({ request: FindCoordinatorRequest, response: FindCoordinatorResponse }, ({ body }) => {
      const port = Number(cluster.bootstrapServers[coordinator]?.split(":")[1]);
      return {
        coordinators: body.coordinatorKeys.map((key) => ({ key, nodeId: coordinator, host: "localhost", port })),
      };
    });
    cluster.on({ request: DeleteGroupsRequest, response: DeleteGroupsResponse }, ({ broker, body }) => {
      coordinator = 1;
      return {
        results: body.groupsNames.map((groupId) => ({
          groupId,
          errorCode: broker === 0 ? ErrorCode.NOT_COORDINATOR : groupId === "busy" ? ErrorCode.NON_EMPTY_GROUP : 0,
        })),
      };
    });
    cluster.on({ request: DescribeGroupsRequest, response: DescribeGroupsResponse }, ({ body }) => ({
      groups: body.groups.map((groupId) => ({
        groupId,
        groupState: "Empty",
        protocolType: groupId === "connect" ? "connect" : "",
      })),
    }));
    await using admin = adminOf(cluster);
    const deleted = await finish(cluster, admin.deleteConsumerGroups(["idle", "busy"]));
    assert.deepEqual(
      [...deleted].map(([, one]) => (one.ok ? "ok" : one.error.code)),
      ["ok", "NON_EMPTY_GROUP"],
    );
    const described = await finish(cluster, admin.describeConsumerGroups(["idle", "connect"]));
    assert.equal(described.value("idle").isSimpleConsumerGroup, true);
    assert.throws(() => described.value("connect"), { message: "GroupId connect is not a consumer group (connect)." });
  });

  it("gather from all brokers, and tell which could not be asked", async () => {
    await using cluster = await ScriptedCluster.start(3);
    cluster.on({ request: ListGroupsRequest, response: ListGroupsResponse }, ({ broker }) =>
      broker === 2
        ? { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED }
        : { groups: [{ groupId: `g${broker}`, protocolType: "consumer", groupState: "Stable", groupType: "classic" }] },
    );
    await using admin = adminOf(cluster);
    const { groups, errors } = await finish(cluster, admin.listGroups());
    assert.deepEqual(
      groups.map((one) => [one.groupId, one.type]).sort(([a], [b]) => ((a ?? "") < (b ?? "") ? -1 : 1)),
      [
        ["g0", "Classic"],
        ["g1", "Classic"],
      ],
    );
    assert.deepEqual(
      errors.map((one) => (one as { code?: string }).code),
      ["GROUP_AUTHORIZATION_FAILED"],
    );
  });

  it("ask a broker about its own configs, and any broker about the rest", async () => {
    await using cluster = await ScriptedCluster.start(2);
    cluster.on({ request: DescribeConfigsRequest, response: DescribeConfigsResponse }, ({ broker, body }) => ({
      results: body.resources.map(({ resourceType, resourceName }) => ({
        resourceType,
        resourceName,
        errorCode: 0,
        errorMessage: null,
        configs: [{ name: "answered.by", value: String(broker) }],
      })),
    }));
    await using admin = adminOf(cluster);
    const resources = ["1", "0"].map((name) => ({ type: ConfigResourceType.BROKER, name }));
    const results = await finish(
      cluster,
      admin.describeConfigs([...resources, { type: ConfigResourceType.TOPIC, name: "t" }]),
    );
    assert.deepEqual(
      results
        .all()
        .slice(0, 2)
        .map(([, entries]) => entries[0]?.value),
      ["1", "0"],
    );
  });

  it("admin config default.api.timeout.ms: they end at their deadline with what kept them", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on({ request: ListGroupsRequest, response: ListGroupsResponse }, () => CLOSE);
    await using admin = adminOf(cluster, { requestTimeoutMs: 1_000, defaultApiTimeoutMs: 3_000 });
    const { errors } = await finish(cluster, admin.listGroups({ timeoutMs: 2_000 }));
    assert.match(errors[0]?.message ?? "", /Timed out waiting for a node assignment. Call: listGroups/);
    const beganMs = cluster.clock.monotonicMs();
    await finish(cluster, admin.listGroups());
    assert.ok(Math.abs(cluster.clock.monotonicMs() - beganMs - 3_000) <= 200);
  });

  it("admin config retries bounds the attempts of a call", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on({ request: ListGroupsRequest, response: ListGroupsResponse }, () => ({
      errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
    }));
    await using admin = adminOf(cluster, { retries: 2 });
    const { errors } = await finish(cluster, admin.listGroups());
    assert.equal((errors[0] as { code?: string } | undefined)?.code, "COORDINATOR_LOAD_IN_PROGRESS");
    assert.equal(cluster.seen(ListGroupsRequest).length, 3);
  });
});

describe("results", () => {
  it("keep the order asked for, whatever the order of answers, and compare keys by value", () => {
    const results = new Results<{ id: number }, string>((key) => String(key.id), [{ id: 1 }, { id: 2 }, { id: 3 }]);
    results.succeed({ id: 3 }, "c");
    results.fail({ id: 2 }, protocolError(3));
    results.succeed({ id: 9 }, "z");
    results.succeed({ id: 1 }, "a");
    assert.deepEqual(
      [...results].map(([key]) => key.id),
      [1, 2, 3, 9],
    );
    assert.equal(results.value({ id: 3 }), "c");
    assert.throws(() => results.value({ id: 2 }), { code: "UNKNOWN_TOPIC_OR_PARTITION" });
    assert.throws(() => results.value({ id: 5 }), RangeError);
    assert.throws(() => results.values(), { code: "UNKNOWN_TOPIC_OR_PARTITION" });
    assert.deepEqual(
      results.errors().map(([key]) => key.id),
      [2],
    );
  });
});
