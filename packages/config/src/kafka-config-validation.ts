/**
 * The rules that hold between broker configs, checked when a configuration is made: those of Apache Kafka's
 * `KafkaConfig.validateValues`, with its wording, and ours about what a single node can be.
 */

import { authorizerConfigOf } from "./authorizer-config.ts";
import { ConfigException, ConfigRequirementException, UnservedConfigException } from "./config-exception.ts";
import { parseHostAndPort } from "./host-port.ts";
import type { KafkaConfig } from "./kafka-config.ts";
import { parseQuorumVoter } from "./validators.ts";

/** Throws `ConfigException` for the first rule that does not hold. */
export function validateKafkaConfig(config: KafkaConfig): void {
  if (config.nodeId !== config.number("broker.id")) {
    throw new ConfigException("You must set `node.id` to the same value as `broker.id`.");
  }
  validateLogs(config);
  validateOffsetsTopic(config);
  validateConsumerGroups(config);
  validateShareGroups(config);
  validateReplication(config);
  validateRoles(config);
  validateAdvertisedListeners(config);
  validateConnections(config);
  authorizerConfigOf(config.string("authorizer.class.name"), config.staticProps);
}

function ensure(holds: boolean, message: string): void {
  if (!holds) throw new ConfigRequirementException(message);
}

function validateLogs(config: KafkaConfig): void {
  const defaults = config.topicDefaults;
  const number = (name: string): number => Number(defaults.get(name) ?? 0);
  ensure(number("segment.ms") >= 1, "log.roll.ms must be greater than or equal to 1");
  ensure(number("segment.jitter.ms") >= 0, "log.roll.jitter.ms must be greater than or equal to 0");
  const retentionMs = number("retention.ms");
  ensure(
    retentionMs >= 1 || retentionMs === -1,
    "log.retention.ms must be unlimited (-1) or, greater than or equal to 1",
  );
  ensure(config.logDirs.length > 0, "At least one log directory must be defined via log.dirs or log.dir.");
  const bufferBytes = config.number("log.cleaner.dedupe.buffer.size");
  ensure(
    bufferBytes / config.number("log.cleaner.threads") > 1024 * 1024,
    "log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.",
  );
  const { minCompactionLagMs, maxCompactionLagMs } = config.logConfig();
  ensure(
    minCompactionLagMs <= maxCompactionLagMs,
    `conflict topic config setting min.compaction.lag.ms (${defaults.get("min.compaction.lag.ms")}) > ` +
      `max.compaction.lag.ms (${defaults.get("max.compaction.lag.ms")})`,
  );
}

/** Ids of codecs: none, gzip, snappy, lz4, zstd. */
const CODEC_ID_MAX = 4;

function validateOffsetsTopic(config: KafkaConfig): void {
  const id = config.number("offsets.topic.compression.codec");
  ensure(id >= 0 && id <= CODEC_ID_MAX, `offsets.topic.compression.codec has an unknown compression type id: ${id}`);
}

/** Kafka's rules of groups of one protocol, in its order and wording. */
function validateConsumerGroups(config: KafkaConfig): void {
  if (!config.list("group.coordinator.rebalance.protocols").includes("classic")) {
    throw new ConfigException("Disabling the 'classic' protocol is not supported.");
  }
  validateTimes(config, "group.consumer");
  validateAssignors(config, "group.consumer.assignors", CONSUMER_GROUP_ASSIGNORS);
}

function validateShareGroups(config: KafkaConfig): void {
  validateTimes(config, "group.share");
  const { length } = config.list("group.share.assignors");
  ensure(length === 1, `group.share.assignors must contain exactly one assignor, but found ${length}`);
  validateAssignors(config, "group.share.assignors", SHARE_GROUP_ASSIGNORS);
  validateShareLimits(config);
}

/** Kafka's rules of what share groups deliver, in its order and wording. */
function validateShareLimits(config: KafkaConfig): void {
  const ensureOrder = (higher: string, lower: string): void => {
    const [high, low] = [`group.share.${higher}`, `group.share.${lower}`];
    ensure(config.number(high) >= config.number(low), `${high} must be greater than or equal to ${low}`);
  };
  ensureOrder("max.delivery.count.limit", "delivery.count.limit");
  ensureOrder("delivery.count.limit", "min.delivery.count.limit");
  ensureOrder("max.partition.max.record.locks", "partition.max.record.locks");
  ensureOrder("partition.max.record.locks", "min.partition.max.record.locks");
  ensureOrder("record.lock.duration.ms", "min.record.lock.duration.ms");
  ensureOrder("max.record.lock.duration.ms", "record.lock.duration.ms");
  ensureOrder("max.share.sessions", "max.size");
}

/** Each time lies between its least and its most. */
function validateTimes(config: KafkaConfig, prefix: string): void {
  const number = (name: string): number => config.number(`${prefix}.${name}`);
  const ensureOrder = (higher: string, lower: string): void =>
    ensure(number(higher) >= number(lower), `${prefix}.${higher} must be greater than or equal to ${prefix}.${lower}`);
  const ensureRange = (name: string): void => {
    ensureOrder(`max.${name}`, `min.${name}`);
    ensureOrder(name, `min.${name}`);
    ensure(
      number(name) <= number(`max.${name}`),
      `${prefix}.${name} must be less than or equal to ${prefix}.max.${name}`,
    );
  };
  ensureRange("heartbeat.interval.ms");
  ensureRange("session.timeout.ms");
  ensure(
    number("heartbeat.interval.ms") < number("session.timeout.ms"),
    `${prefix}.heartbeat.interval.ms must be less than ${prefix}.session.timeout.ms`,
  );
  ensureRange("assignment.interval.ms");
}

function validateAssignors(config: KafkaConfig, name: string, served: readonly string[]): void {
  const unserved = config.list(name).filter((assignor) => !served.includes(assignor));
  if (unserved.length === 0) return;
  throw new UnservedConfigException(
    `Configuration ${name} cannot name ${unserved.join(",")}: there are no Java classes to load in this broker, ` +
      `only ${served.join(" and ")}.`,
  );
}

/** The assignors that come with Kafka. */
const CONSUMER_GROUP_ASSIGNORS: readonly string[] = ["uniform", "range"];
const SHARE_GROUP_ASSIGNORS: readonly string[] = ["simple"];

function validateReplication(config: KafkaConfig): void {
  const waitMs = config.number("replica.fetch.wait.max.ms");
  ensure(
    waitMs <= config.number("replica.socket.timeout.ms"),
    "replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent unnecessary socket " +
      "timeouts",
  );
  ensure(
    waitMs <= config.number("replica.lag.time.max.ms"),
    "replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent " +
      "changes in ISR",
  );
}

/** A node is a broker, a controller, or both; the voters of its quorum are named, or it is the only one. */
function validateRoles(config: KafkaConfig): void {
  const roles = config.processRoles;
  const isController = roles.includes("controller");
  if (config.isStandalone) {
    ensure(
      isController && roles.includes("broker"),
      "If using process.roles, either controller.quorum.bootstrap.servers must contain the set of bootstrap " +
        "controllers or controller.quorum.voters must contain a parseable set of controllers.",
    );
    return;
  }
  const voterIds = config.list("controller.quorum.voters").map((entry) => parseQuorumVoter(entry).id);
  const isVoter = voterIds.includes(config.nodeId);
  if (!isController) {
    ensure(
      !isVoter,
      "If process.roles contains just the 'broker' role, the node id " +
        `${config.nodeId} must not be included in the set of voters controller.quorum.voters=Set(${voterIds.join(", ")})`,
    );
    ensure(
      config.controllerListeners.length === 0,
      "controller.listener.names must not contain a value appearing in the 'listeners' configuration when running " +
        "KRaft with just the broker role",
    );
    if (voterIds.length === 0) {
      throw new UnservedConfigException(
        "Configuration controller.quorum.bootstrap.servers cannot take the place of controller.quorum.voters: the " +
          "voters of a quorum are fixed here (kraft.version 0).",
      );
    }
    return;
  }
  ensure(
    voterIds.length === 0 || isVoter,
    `If process.roles contains the 'controller' role, the node id ${config.nodeId} must be included in the set of ` +
      `voters controller.quorum.voters=Set(${voterIds.join(", ")})`,
  );
  ensure(
    roles.includes("broker") || config.brokerListeners.length === 0,
    "The listeners config must only contain KRaft controller listeners from controller.listener.names when " +
      "process.roles=controller",
  );
  const names = config.listeners.map((endpoint) => endpoint.listenerName);
  ensure(
    config.controllerListeners.length > 0,
    "controller.listener.names must contain at least one value appearing in the 'listeners' configuration when " +
      "running the KRaft controller role",
  );
  ensure(
    config.controllerListenerNames.every((name) => names.includes(name)),
    "controller.listener.names must only contain values appearing in the 'listeners' configuration when running the " +
      "KRaft controller role",
  );
  validateBootstrapServers(config);
}

/** `controller.quorum.bootstrap.servers` may name this node's own controller listener and nobody else's. */
function validateBootstrapServers(config: KafkaConfig): void {
  const ports = config.controllerListeners.map((endpoint) => endpoint.port);
  const foreign = config.bootstrapServers.filter((entry) => !ports.includes(parseHostAndPort(entry).port ?? -1));
  if (foreign.length > 0 || config.bootstrapServers.length > 1) {
    throw new UnservedConfigException(
      `Configuration controller.quorum.bootstrap.servers cannot be set to ${config.bootstrapServers.join(",")}: a ` +
        "quorum of several nodes is not served.",
    );
  }
}

function validateAdvertisedListeners(config: KafkaConfig): void {
  const insecure = config.listeners.find((endpoint) => endpoint.securityProtocol !== "PLAINTEXT");
  if (config.processRoles.includes("broker")) validateAdvertisedBrokerListeners(config);
  if (insecure !== undefined) {
    throw new UnservedConfigException(
      `Listener ${insecure.listenerName} cannot speak ${insecure.securityProtocol}: only PLAINTEXT is served.`,
    );
  }
}

function validateAdvertisedBrokerListeners(config: KafkaConfig): void {
  const names = config.listeners.map((endpoint) => endpoint.listenerName);
  const advertised = config.advertisedBrokerListeners ?? config.brokerListeners;
  const advertisedNames = advertised.map((endpoint) => endpoint.listenerName);
  ensure(
    advertised.length > 0,
    "There must be at least one broker advertised listener. Perhaps all listeners appear in " +
      "controller.listener.names?",
  );
  ensure(
    advertisedNames.includes(config.interBrokerListener.name),
    "inter.broker.listener.name must be a listener name defined in advertised.listeners. The valid options based on " +
      `currently configured listeners are ${advertisedNames.join(",")}`,
  );
  ensure(
    advertisedNames.every((name) => names.includes(name)),
    "advertised.listeners listener names must be equal to or a subset of the ones defined in listeners. Found " +
      `${advertisedNames.join(",")}. The valid options based on the current configuration are ${names.join(",")}`,
  );
  const isExplicit = config.advertisedBrokerListeners !== undefined;
  ensure(
    !isExplicit || advertised.every((endpoint) => endpoint.host !== "0.0.0.0"),
    "advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.",
  );
}

function validateConnections(config: KafkaConfig): void {
  const queuedBytes = config.number("queued.max.request.bytes");
  ensure(
    queuedBytes <= 0 || queuedBytes >= config.number("socket.request.max.bytes"),
    "queued.max.request.bytes must be larger or equal to socket.request.max.bytes",
  );
  const overrides = parseConnectionOverrides(config.string("max.connections.per.ip.overrides"));
  if (config.number("max.connections.per.ip") === 0) {
    ensure(
      overrides.size > 0,
      "max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.",
    );
  }
  const invalid = [...overrides.keys()].filter((address) => !/^[0-9a-zA-Z\-%._:]*$/.test(address));
  ensure(invalid.length === 0, `max.connections.per.ip.overrides contains invalid addresses : ${invalid.join(",")}`);
  const idleMs = config.number("connections.max.idle.ms");
  const delayMs = config.number("connection.failed.authentication.delay.ms");
  ensure(
    idleMs < 0 || delayMs < idleMs,
    `connection.failed.authentication.delay.ms=${delayMs} should always be less than ` +
      `connections.max.idle.ms=${idleMs} to prevent failed authentication responses from timing out`,
  );
}

/** `max.connections.per.ip.overrides`: connections by address or host name. Throws `ConfigException`. */
export function parseConnectionOverrides(text: string): Map<string, number> {
  const overrides = new Map<string, number>();
  if (text === "") return overrides;
  for (const pair of text.split(/\s*,\s*/)) {
    const colon = pair.lastIndexOf(":");
    const limit = pair.slice(colon + 1).trim();
    if (colon < 0 || !/^[+-]?[0-9]+$/.test(limit)) {
      throw new ConfigException(
        `Error parsing configuration property 'max.connections.per.ip.overrides': ${pair} is not host:connections`,
      );
    }
    overrides.set(pair.slice(0, colon).trim(), Number(limit));
  }
  return overrides;
}
