// The two servers: a real Apache Kafka, and ours as its users start it. Both are configured alike; what cannot be alike
// (ports, directories) is named in `literals` and stands for the same thing on both sides.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AclOperation, AclPermissionType, CLUSTER_RESOURCE_NAME, PatternType, ResourceType } from "@ottla/protocol";
import { startApache } from "../apache/broker.ts";
import type { ApacheOptions } from "../apache/broker.ts";
import { compileJava } from "../apache/compile-java.ts";
import { freePorts } from "../apache/ports.ts";
import { startOttla } from "../support/ottla-process.ts";
import {
  ApiVersions,
  DescribeCluster,
  DescribeTransactions,
  FindCoordinator,
  InitProducerId,
  Metadata,
  OffsetFetch,
} from "./apis.ts";
import { Session } from "./session.ts";
import { CreateAcls, DescribeAcls } from "./security-apis.ts";
import { ReadShareGroupStateSummary } from "./share-apis.ts";
import type { ServerConfig, Target } from "./session.ts";
import { indexes } from "./topics.ts";

const TRANSACTIONAL_ID_NOT_FOUND = 105;
/** A coordinator is loading, not there, or not the one. */
const UNREADY: ReadonlySet<number> = new Set([14, 15, 16]);
/** An id of no topic. */
const SHARE_TOPIC = "tMQ6NQ2rQkiSGq1MQmG5TQ";
const SHARE_PARTITIONS: readonly string[] = indexes(16).map((partition) => `prepare:${SHARE_TOPIC}:${partition}`);

/** Configuration of both servers: Kafka's defaults, but fast where a default only waits. */
export const COMMON_CONFIG: Readonly<Record<string, string>> = {
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "100",
  "group.max.size": "3",
  "group.consumer.assignment.interval.ms": "0",
  "group.consumer.max.size": "4",
  "group.consumer.min.heartbeat.interval.ms": "50",
  "group.consumer.min.session.timeout.ms": "100",
  "group.share.assignment.interval.ms": "0",
  "group.share.max.size": "4",
  "group.share.min.heartbeat.interval.ms": "50",
  "group.share.min.record.lock.duration.ms": "1000",
  "group.share.min.session.timeout.ms": "100",
  // The records of scenarios have timestamps that lie long ago: the first look at retention, half a minute after a server's
  // start, would delete them on one side before the other.
  "log.initial.task.delay.ms": "86400000",
  "offsets.topic.num.partitions": "2",
  "offsets.topic.replication.factor": "1",
  "transaction.abort.timed.out.transaction.cleanup.interval.ms": "200",
  "transaction.state.log.num.partitions": "2",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "share.coordinator.state.topic.num.partitions": "2",
  "share.coordinator.state.topic.replication.factor": "1",
  "share.coordinator.state.topic.min.isr": "1",
};

/** Everything that a server's configuration can forbid, and defaults of topics other than Kafka's. */
const STRICT_CONFIG: Readonly<Record<string, string>> = {
  ...COMMON_CONFIG,
  "auto.create.topics.enable": "false",
  "compression.type": "gzip",
  "delete.topic.enable": "false",
  "fetch.max.bytes": "1024",
  "group.max.session.timeout.ms": "20000",
  "group.max.size": "1",
  "group.min.session.timeout.ms": "10000",
  "group.share.max.share.sessions": "4",
  "log.cleanup.policy": "compact",
  "log.message.timestamp.type": "LogAppendTime",
  "log.retention.hours": "3",
  "log.roll.hours": "5",
  "log.segment.bytes": "2000000",
  "max.request.partition.size.limit": "2",
  "message.max.bytes": "500",
  "num.partitions": "3",
  "offset.metadata.max.bytes": "10",
  "socket.request.max.bytes": "100000",
};

/** Bounds low enough to meet. */
const TELEMETRY_CONFIG: Readonly<Record<string, string>> = { ...COMMON_CONFIG, "telemetry.max.bytes": "2000" };

/** Everybody may do what nobody has entries for, so that a broker comes up; then there are entries for everything: see `giveEverything`. */
const AUTHORIZER_CONFIG: Readonly<Record<string, string>> = {
  ...COMMON_CONFIG,
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "allow.everyone.if.no.acl.found": "true",
};

const CONFIGS: Readonly<Record<ServerConfig, Readonly<Record<string, string>>>> = {
  common: COMMON_CONFIG,
  strict: STRICT_CONFIG,
  telemetry: TELEMETRY_CONFIG,
  authorizer: AUTHORIZER_CONFIG,
};

/** What the harness of Apache says of its listeners, so that both describe the same configuration. */
const APACHE_HARNESS_CONFIG: Readonly<Record<string, string>> = {
  "inter.broker.listener.name": "PLAINTEXT",
  "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
};

/** The two servers of a run; with `isSelf` the one to be judged is a second Apache Kafka. */
export async function startTargets(
  config: ServerConfig,
  isSelf: boolean,
): Promise<{ readonly ours: RunningTarget; readonly apache: RunningTarget }> {
  const judged = isSelf ? apacheTarget(config, "second apache") : ottlaTarget(config);
  const [ours, apache] = await Promise.all([judged, apacheTarget(config)]);
  if (config === "authorizer") await Promise.all([giveEverything(ours), giveEverything(apache)]);
  return { ours, apache };
}

export interface RunningTarget extends Target {
  readonly version: string;
  /** What the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

export async function apacheTarget(config: ServerConfig = "common", name = "apache"): Promise<RunningTarget> {
  const apache = await startApache(config === "telemetry" ? withReceiver() : { overrides: CONFIGS[config] });
  const target = {
    name,
    host: "127.0.0.1",
    port: apache.port,
    version: `Apache Kafka ${apache.version}`,
    log: () => readFileSync(apache.serverLog, "utf8"),
    literals: new Map([
      [String(apache.port), "<port>"],
      [String(apache.controllerPort), "<controller port>"],
      [apache.logDir, "<log dir>"],
    ]),
    stop: () => apache.stop(),
  };
  return await prepared(target);
}

/** Apache Kafka takes metrics of clients where a reporter is there to have them. */
function withReceiver(): ApacheOptions {
  const classes = compileJava(join(import.meta.dirname, "java/TelemetryReceiver.java"));
  process.once("exit", () => rmSync(classes, { recursive: true, force: true }));
  return {
    overrides: { ...TELEMETRY_CONFIG, "metric.reporters": "TelemetryReceiver" },
    extraClassPath: [classes],
  };
}

/** Our broker, as a user starts it: the command line in a process of its own, with a data directory. */
export async function ottlaTarget(config: ServerConfig = "common", name = "ottla"): Promise<RunningTarget> {
  const [port] = await freePorts(1);
  const ottla = await startOttla({
    port: port ?? 0,
    overrides: { ...CONFIGS[config], ...APACHE_HARNESS_CONFIG },
    arguments: config === "telemetry" ? ["--metrics-port", "0"] : [],
  });
  const target = {
    name,
    host: "127.0.0.1",
    port: ottla.port,
    version: "Ottla",
    log: () => ottla.log(),
    literals: new Map([
      [String(ottla.port), "<port>"],
      [ottla.dataDir, "<log dir>"],
    ]),
    async stop(): Promise<void> {
      const code = await ottla.stop();
      ottla.remove();
      if (code !== 0) throw new Error(`ottla start ended with ${code} on SIGTERM: ${ottla.log().slice(-2000)}`);
    },
  };
  return await prepared(target);
}

/** Whoever comes from 127.0.0.1 may do everything, and everybody else nothing that no other entry allows: every resource has entries. */
async function giveEverything(target: RunningTarget): Promise<void> {
  const session = new Session(target, "prepare");
  const creations = Object.entries(ResourceType).flatMap(([name, resourceType]) =>
    name === "UNKNOWN" || name === "ANY"
      ? []
      : {
          resourceType,
          resourceName: name === "CLUSTER" ? CLUSTER_RESOURCE_NAME : "*",
          resourcePatternType: PatternType.LITERAL,
          principal: "User:*",
          host: "127.0.0.1",
          operation: AclOperation.ALL,
          permissionType: AclPermissionType.ALLOW,
        },
  );
  const { results } = await session.quiet(CreateAcls, 3, { creations });
  if (results.some(({ errorCode }) => errorCode !== 0)) throw new Error(`${target.name}: ${JSON.stringify(results)}`);
  const anything = { resourceNameFilter: null, principalFilter: null, hostFilter: null };
  const filter = { resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1, ...anything };
  await session.until("entries that are in force", async () => {
    const { resources } = await session.quiet(DescribeAcls, 3, filter);
    return resources.length === creations.length;
  });
  await session.finish(undefined);
}

/** Waits until the coordinators serve, so that no scenario is the one that creates their topics; learns the cluster id. */
export async function prepared(target: RunningTarget): Promise<RunningTarget> {
  const session = new Session(target, "prepare");
  const versions = await session.quiet(ApiVersions, 3, {
    clientSoftwareName: "differential",
    clientSoftwareVersion: "1",
  });
  if (versions.errorCode !== 0) throw new Error(`${target.name}: ApiVersions answers ${versions.errorCode}`);
  const groups = Array.from({ length: 16 }, (_, i) => `prepare-${i}`);
  await session.until("group coordinators", async () => {
    const found = await session.quiet(FindCoordinator, 4, { keyType: 0, coordinatorKeys: groups });
    return found.coordinators.every((coordinator) => coordinator.errorCode === 0);
  });
  await session.until("loaded offsets", async () => {
    const fetched = await session.quiet(OffsetFetch, 8, {
      groups: groups.map((groupId) => ({ groupId, topics: null })),
    });
    return fetched.groups.every((group) => group.errorCode === 0);
  });
  await session.until(
    "producer ids",
    async () => (await session.quiet(InitProducerId, 2, { transactionalId: null })).errorCode === 0,
  );
  await session.until("transaction coordinators", async () => {
    const found = await session.quiet(FindCoordinator, 4, { keyType: 1, coordinatorKeys: groups });
    const states = await session.quiet(DescribeTransactions, 0, { transactionalIds: groups });
    return (
      found.coordinators.every((coordinator) => coordinator.errorCode === 0) &&
      states.transactionStates.every(({ errorCode }) => errorCode === TRANSACTIONAL_ID_NOT_FOUND)
    );
  });
  await session.until("share coordinators", async () => {
    const found = await session.quiet(FindCoordinator, 6, { keyType: 2, coordinatorKeys: SHARE_PARTITIONS });
    return found.coordinators.every((coordinator) => coordinator.errorCode === 0);
  });
  await session.until("loaded share state", async () => {
    const topics = [
      { topicId: SHARE_TOPIC, partitions: indexes(16).map((partition) => ({ partition, leaderEpoch: -1 })) },
    ];
    const { results } = await session.quiet(ReadShareGroupStateSummary, 0, { groupId: "prepare", topics });
    return results.every(({ partitions }) => partitions.every(({ errorCode }) => !UNREADY.has(errorCode)));
  });
  const cluster = await session.quiet(DescribeCluster, 0, {});
  await session.quiet(Metadata, 12, { topics: [] });
  await session.finish(undefined);
  return { ...target, literals: new Map([...target.literals, [cluster.clusterId, "<cluster id>"]]) };
}
