// Brokers on the loopback interface for tools about what our broker has nothing for. One only keeps ACLs, quotas and SCRAM credentials, as Apache's does: for the tools about them, which our broker has
// nothing for, and tells of itself what it is told to. Three others have replicas of a topic, and move them at once.
import { nodeNetwork } from "@ottla/network";
import { ErrorCode } from "@ottla/protocol";
import {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import { DescribeLogDirsRequest, DescribeLogDirsResponse } from "@ottla/protocol/messages/describe-log-dirs";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import { CreateAclsRequest, CreateAclsResponse } from "@ottla/protocol/messages/create-acls";
import { DeleteAclsRequest, DeleteAclsResponse } from "@ottla/protocol/messages/delete-acls";
import { DescribeAclsRequest, DescribeAclsResponse } from "@ottla/protocol/messages/describe-acls";
import {
  DescribeClientQuotasRequest,
  DescribeClientQuotasResponse,
} from "@ottla/protocol/messages/describe-client-quotas";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import {
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse,
} from "@ottla/protocol/messages/describe-user-scram-credentials";
import { ScriptedCluster } from "../../packages/client/src/testing/scripted-broker.ts";

interface Acl {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

type AclFilter = Pick<
  DescribeAclsRequest,
  "resourceTypeFilter" | "resourceNameFilter" | "patternTypeFilter" | "principalFilter" | "hostFilter"
> & { readonly operation: number; readonly permissionType: number };

const ANY = 1;
const MATCH = 2;
const LITERAL = 3;
const PREFIXED = 4;

function isOfPattern(acl: Acl, { patternTypeFilter: pattern, resourceNameFilter: name }: AclFilter): boolean {
  if (pattern !== MATCH)
    return (pattern === ANY || pattern === acl.patternType) && (name ?? acl.resourceName) === acl.resourceName;
  if (name === null) return true;
  if (acl.patternType === PREFIXED) return name.startsWith(acl.resourceName);
  return acl.patternType === LITERAL && (acl.resourceName === name || acl.resourceName === "*");
}

function matches(acl: Acl, filter: AclFilter): boolean {
  const isEither = (wanted: number, found: number): boolean => wanted === ANY || wanted === found;
  return (
    isOfPattern(acl, filter) &&
    isEither(filter.resourceTypeFilter, acl.resourceType) &&
    isEither(filter.operation, acl.operation) &&
    isEither(filter.permissionType, acl.permissionType) &&
    (filter.principalFilter ?? acl.principal) === acl.principal &&
    (filter.hostFilter ?? acl.host) === acl.host
  );
}

/** @param hasAuthorizer else ACLs are refused, as a broker without one does */
function keepAcls(cluster: ScriptedCluster, hasAuthorizer: () => boolean): void {
  let acls: readonly Acl[] = [];
  cluster.on({ request: CreateAclsRequest, response: CreateAclsResponse }, ({ body }) => {
    const made = body.creations.map(({ resourcePatternType: patternType, ...rest }) => ({ ...rest, patternType }));
    acls = [...acls, ...made];
    return { results: made.map(() => ({})) };
  });
  cluster.on({ request: DescribeAclsRequest, response: DescribeAclsResponse }, ({ body }) => {
    if (!hasAuthorizer()) {
      const errorMessage = "No Authorizer is configured on the broker";
      return { errorCode: ErrorCode.SECURITY_DISABLED, errorMessage, resources: [] };
    }
    const { patternTypeFilter, ...filter } = body;
    const found = acls.filter((acl) => matches(acl, { ...filter, patternTypeFilter }));
    const byResource = Map.groupBy(found, (acl) => `${acl.resourceType} ${acl.patternType} ${acl.resourceName}`);
    return {
      resources: [...byResource.values()].map((of) => {
        const { resourceType = 0, resourceName = "", patternType = 0 } = of[0] ?? {};
        return { resourceType, resourceName, patternType, acls: of };
      }),
    };
  });
  cluster.on({ request: DeleteAclsRequest, response: DeleteAclsResponse }, ({ body }) => ({
    filterResults: body.filters.map((filter) => {
      const gone = acls.filter((acl) => matches(acl, filter));
      acls = acls.filter((acl) => !gone.includes(acl));
      return { matchingAcls: gone };
    }),
  }));
}

const EXACT = 0;
const DEFAULT = 1;

function keepQuotas(cluster: ScriptedCluster): void {
  const quotas = new Map<string, { entity: Map<string, string | null>; values: Map<string, number> }>();
  cluster.on({ request: AlterClientQuotasRequest, response: AlterClientQuotasResponse }, ({ body }) => {
    for (const { entity: parts, ops } of body.entries) {
      const entity = new Map(parts.map(({ entityType, entityName }) => [entityType, entityName] as const));
      const key = JSON.stringify([...entity].toSorted());
      const { values } = quotas.get(key) ?? { values: new Map<string, number>() };
      for (const op of ops) {
        if (op.remove) values.delete(op.key);
        else values.set(op.key, op.value);
      }
      if (values.size === 0) quotas.delete(key);
      else quotas.set(key, { entity, values });
    }
    return { entries: body.entries.map(({ entity }) => ({ entity })) };
  });
  cluster.on({ request: DescribeClientQuotasRequest, response: DescribeClientQuotasResponse }, ({ body }) => {
    const found = [...quotas.values()].filter(({ entity }) => {
      if (body.strict && entity.size !== body.components.length) return false;
      return body.components.every(({ entityType, matchType, match }) => {
        const name = entity.get(entityType);
        if (name === undefined) return false;
        return matchType === EXACT ? name === match : matchType !== DEFAULT || name === null;
      });
    });
    return {
      entries: found.map(({ entity, values }) => ({
        entity: [...entity].map(([entityType, entityName]) => ({ entityType, entityName })),
        values: [...values].map(([key, value]) => ({ key, value })),
      })),
    };
  });
}

function keepCredentials(cluster: ScriptedCluster): void {
  const users = new Map<string, Map<number, number>>();
  cluster.on({ request: AlterUserScramCredentialsRequest, response: AlterUserScramCredentialsResponse }, ({ body }) => {
    for (const { name, mechanism } of body.deletions) users.get(name)?.delete(mechanism);
    for (const { name, mechanism, iterations } of body.upsertions)
      users.set(name, (users.get(name) ?? new Map<number, number>()).set(mechanism, iterations));
    const names = [...body.deletions, ...body.upsertions].map(({ name }) => name);
    return { results: [...new Set(names)].map((user) => ({ user, errorCode: 0, errorMessage: null })) };
  });
  cluster.on(
    { request: DescribeUserScramCredentialsRequest, response: DescribeUserScramCredentialsResponse },
    ({ body }) => ({
      results: (body.users?.map(({ name }) => name) ?? [...users.keys()]).map((user) => {
        const found = [...(users.get(user) ?? [])];
        if (found.length === 0) return { user, errorCode: ErrorCode.RESOURCE_NOT_FOUND, credentialInfos: [] };
        return { user, credentialInfos: found.map(([mechanism, iterations]) => ({ mechanism, iterations })) };
      }),
    }),
  );
}

export interface ListedGroup {
  readonly groupId: string;
  readonly protocolType: string;
  readonly groupType: string;
}

export interface StandIn extends AsyncDisposable {
  readonly cluster: ScriptedCluster;
  readonly bootstrap: string;
  hasAuthorizer: boolean;
  groups: readonly ListedGroup[];
}

function tellNodes(cluster: ScriptedCluster): void {
  cluster.on({ request: DescribeClusterRequest, response: DescribeClusterResponse }, () => ({
    clusterId: "stand-in",
    controllerId: 1,
    brokers: cluster.bootstrapServers.map((server, index) => {
      const [host = "", port] = server.split(":");
      return { brokerId: index + 1, host, port: Number(port), rack: null };
    }),
  }));
}

/**
 * Starts three, with the ids 1 to 3, that have a topic.
 * @param logDirs where a replica is, by `topic-partition-broker`
 */
export async function startStandInCluster(
  name: string,
  replicas: readonly (readonly number[])[],
  logDirs: ReadonlyMap<string, string>,
): Promise<ScriptedCluster> {
  const cluster = await ScriptedCluster.start(3, { network: nodeNetwork, host: "127.0.0.1" });
  cluster.nodeIdOffset = 1;
  tellNodes(cluster);
  const topic = cluster.addTopic(
    name,
    replicas.map(([leader = -1]) => leader),
  );
  topic.replicas = replicas;
  cluster.on({ request: DescribeLogDirsRequest, response: DescribeLogDirsResponse }, ({ broker }) => ({
    results: replicas.flatMap((_, partitionIndex) => {
      const logDir = logDirs.get(`${name}-${partitionIndex}-${broker + 1}`);
      const partitions = [{ partitionIndex, partitionSize: 0, offsetLag: 0, isFutureKey: false }];
      return logDir === undefined ? [] : [{ logDir, topics: [{ name, partitions }] }];
    }),
  }));
  cluster.on({ request: ListPartitionReassignmentsRequest, response: ListPartitionReassignmentsResponse }, () => ({
    topics: [],
  }));
  cluster.on(
    { request: AlterPartitionReassignmentsRequest, response: AlterPartitionReassignmentsResponse },
    ({ body }) => {
      const wanted = body.topics.flatMap(({ partitions }) => partitions);
      const next = new Map(wanted.map((one) => [one.partitionIndex, one.replicas]));
      topic.replicas = (topic.replicas ?? []).map((now, index) => next.get(index) ?? now);
      return {
        responses: body.topics.map(({ name: moved, partitions }) => ({
          name: moved,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 0, errorMessage: null })),
        })),
      };
    },
  );
  cluster.on({ request: IncrementalAlterConfigsRequest, response: IncrementalAlterConfigsResponse }, ({ body }) => ({
    responses: body.resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName })),
  }));
  return cluster;
}

/** Starts one, with the id 1. */
export async function startStandIn(): Promise<StandIn> {
  const cluster = await ScriptedCluster.start(1, { network: nodeNetwork, host: "127.0.0.1" });
  cluster.nodeIdOffset = 1;
  const standIn = {
    cluster,
    bootstrap: cluster.bootstrapServers.join(),
    hasAuthorizer: true,
    groups: [] as readonly ListedGroup[],
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
  tellNodes(cluster);
  cluster.on({ request: ListGroupsRequest, response: ListGroupsResponse }, () => ({
    groups: standIn.groups.map((group) => ({ ...group, groupState: "Empty" })),
  }));
  keepAcls(cluster, () => standIn.hasAuthorizer);
  keepQuotas(cluster);
  keepCredentials(cluster);
  return standIn;
}
