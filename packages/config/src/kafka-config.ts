/**
 * The broker's own configuration: server.properties text with overrides, parsed against `BROKER_CONFIGS` and checked
 * as Kafka's `KafkaConfig` checks it. Immutable; a dynamic update makes a new one with `withDynamicConfigs`.
 *
 * An unknown key is a warning, as in Apache Kafka. A key that Apache knows and we do not serve is refused unless it
 * has its default. Deviation: without `controller.quorum.voters` and `controller.quorum.bootstrap.servers` the node is
 * a quorum of its own and needs no controller listener; Apache Kafka refuses to start.
 */

import { assert } from "@ottla/base";
import { AUTHORIZER_CONFIGS, type AuthorizerConfig, authorizerConfigOf } from "./authorizer-config.ts";
import { BROKER_CONFIGS } from "./broker-configs/index.ts";
import { canonicalText, ensureServed, parseConfig } from "./config-def.ts";
import type { ConfigDefinition, ConfigType, ConfigValue } from "./config-definition.ts";
import { ConfigException } from "./config-exception.ts";
import { validateKafkaConfig } from "./kafka-config-validation.ts";
import { type Endpoint, isSecureName, parseListeners, parseSecurityProtocolMap } from "./listeners.ts";
import type { SecurityProtocol } from "./listeners.ts";
import { buildLogConfig, type LogConfig } from "./log-config.ts";
import { parseProperties } from "./properties.ts";
import { brokerConfigSynonyms, TOPIC_CONFIG_SYNONYMS } from "./topic-config-synonyms.ts";

/** `process.roles`. */
export type ProcessRole = "broker" | "controller";

/** Text configs by key, as they are stored and sent. */
export type ConfigProps = ReadonlyMap<string, string>;

const NO_PROPS: ConfigProps = new Map();

/** See the file's head. */
export class KafkaConfig {
  /** What server.properties and the overrides said, with broker.id and node.id filled in from each other. */
  readonly staticProps: ConfigProps;
  /** Dynamic configs of this broker in the metadata log. */
  readonly brokerProps: ConfigProps;
  /** Dynamic configs of all brokers in the metadata log. */
  readonly defaultBrokerProps: ConfigProps;
  /** Sentences for the log: unknown keys and the like. */
  readonly warnings: readonly string[];
  /** What is set, the dynamic over the static. */
  readonly #props: ConfigProps;
  /** Parsed values; defaults join when they are first asked for, which keeps start-up short. */
  readonly #values = new Map<string, ConfigValue>();
  #topicDefaults: ReadonlyMap<string, string | null> | undefined;
  #plainLogConfig: LogConfig | undefined;

  private constructor(staticProps: ConfigProps, brokerProps: ConfigProps, defaultBrokerProps: ConfigProps) {
    this.staticProps = staticProps;
    this.brokerProps = brokerProps;
    this.defaultBrokerProps = defaultBrokerProps;
    const props = new Map(staticProps);
    overrideProps(props, defaultBrokerProps);
    overrideProps(props, brokerProps);
    this.#props = props;
    this.warnings = unknownKeys(staticProps).map((key) => `The configuration '${key}' is not known and has no effect.`);
    for (const [key, text] of this.#props) {
      const definition = BROKER_CONFIGS.get(key);
      if (definition === undefined) continue;
      this.#values.set(key, parseConfig(definition, this.#props).value);
      ensureServed(definition, text);
    }
    validateKafkaConfig(this);
  }

  /** From the text of a server.properties; `overrides` win. Throws `ConfigException` with one clear sentence. */
  static fromProperties(text: string, overrides: ConfigProps = NO_PROPS): KafkaConfig {
    return KafkaConfig.fromMap(new Map([...parseProperties(text), ...overrides]));
  }

  /** From configs by key. Throws `ConfigException` with one clear sentence. */
  static fromMap(props: ConfigProps): KafkaConfig {
    return new KafkaConfig(populateSynonyms(props), NO_PROPS, NO_PROPS);
  }

  /** A node of its own, internal topics with one replica, unless the given configs say otherwise. */
  static standalone(props: ConfigProps = NO_PROPS): KafkaConfig {
    const base = new Map([
      ["process.roles", "broker,controller"],
      ["node.id", props.get("broker.id") ?? "1"],
      ["controller.listener.names", "CONTROLLER"],
      ["offsets.topic.replication.factor", "1"],
      ["transaction.state.log.replication.factor", "1"],
      ["transaction.state.log.min.isr", "1"],
      ["share.coordinator.state.topic.replication.factor", "1"],
      ["share.coordinator.state.topic.min.isr", "1"],
    ]);
    return KafkaConfig.fromMap(new Map([...base, ...props]));
  }

  /** The same node with other dynamic configs. Throws `ConfigException` if they do not fit. */
  withDynamicConfigs(brokerProps: ConfigProps, defaultBrokerProps: ConfigProps): KafkaConfig {
    return new KafkaConfig(this.staticProps, brokerProps, defaultBrokerProps);
  }

  /** A numeric config; `Infinity` is 2^63−1. */
  number(name: string): number {
    const value = this.value(name, "INT", "SHORT", "LONG", "DOUBLE");
    assert(typeof value === "number", `${name} has a value`);
    return value;
  }

  /** A numeric config that may be unset. */
  numberOrNull(name: string): number | null {
    return this.value(name, "INT", "SHORT", "LONG", "DOUBLE") as number | null;
  }

  /** A boolean config. */
  boolean(name: string): boolean {
    return this.value(name, "BOOLEAN") === true;
  }

  /** A text config. */
  string(name: string): string {
    const value = this.stringOrNull(name);
    assert(value !== null, `${name} has a value`);
    return value;
  }

  /** A text, class or password config that may be unset. */
  stringOrNull(name: string): string | null {
    return this.value(name, "STRING", "CLASS", "PASSWORD") as string | null;
  }

  /** A list config; empty where it is unset. */
  list(name: string): readonly string[] {
    return (this.value(name, "LIST") as readonly string[] | null) ?? [];
  }

  /** The value of any broker config, in effect now. */
  value(name: string, ...types: readonly ConfigType[]): ConfigValue {
    const definition = this.definition(name);
    // Asked for with every request: the text of what is wrong is made only where something is.
    if (types.length > 0 && !types.includes(definition.type)) assert(false, `${name} is of type ${definition.type}`);
    let value = this.#values.get(name);
    if (value === undefined) {
      value = parseConfig(definition, this.#props).value;
      this.#values.set(name, value);
    }
    return value;
  }

  /** The value of any broker config as text, null where it is unset. A secret is returned as it is. */
  text(name: string): string | null {
    const definition = this.definition(name);
    return canonicalText(definition, this.#props.get(name) ?? definition.defaultText ?? null);
  }

  /** The definition of a broker config; programmer's error if there is none. */
  definition(name: string): ConfigDefinition {
    const definition = BROKER_CONFIGS.get(name);
    if (definition === undefined) assert(false, `${name} is a broker config`);
    return definition;
  }

  get nodeId(): number {
    return this.number("node.id");
  }

  get processRoles(): readonly ProcessRole[] {
    return this.list("process.roles") as readonly ProcessRole[];
  }

  /** `log.dirs`, else `log.dir`. */
  get logDirs(): readonly string[] {
    return this.value("log.dirs") === null ? this.list("log.dir") : this.list("log.dirs");
  }

  /** `metadata.log.dir`, else the first log directory. */
  get metadataLogDir(): string {
    return this.stringOrNull("metadata.log.dir") ?? this.logDirs[0] ?? "";
  }

  get rack(): string | null {
    return this.stringOrNull("broker.rack");
  }

  /** Whether nobody but this node is in its quorum and none is named: see the file's head. */
  get isStandalone(): boolean {
    return this.list("controller.quorum.voters").length === 0 && this.bootstrapServers.length === 0;
  }

  /** Of Kafka's StandardAuthorizer; undefined where there is no access control. */
  get authorizer(): AuthorizerConfig | undefined {
    return authorizerConfigOf(this.string("authorizer.class.name"), this.staticProps);
  }

  get bootstrapServers(): readonly string[] {
    return this.list("controller.quorum.bootstrap.servers");
  }

  get controllerListenerNames(): readonly string[] {
    return this.list("controller.listener.names").map((name) => name.toUpperCase());
  }

  /** Protocol by upper-case listener name, with plaintext for controller listeners where nothing is secured. */
  get listenerSecurityProtocols(): ReadonlyMap<string, SecurityProtocol> {
    const map = parseSecurityProtocolMap(this.string("listener.security.protocol.map"));
    if (this.staticProps.has("listener.security.protocol.map")) return map;
    const listenerNames = this.list("listeners").map((entry) => listenerNameOf(entry));
    const names = this.controllerListenerNames;
    if (names.some((name) => isSecureName(name)) || listenerNames.some((name) => isSecureName(name))) return map;
    for (const name of names) map.set(name, "PLAINTEXT");
    return map;
  }

  /** Every listener. */
  get listeners(): readonly Endpoint[] {
    return parseListeners(this.list("listeners"), this.listenerSecurityProtocols, true);
  }

  /** Listeners of controllers, in `listeners` order. */
  get controllerListeners(): readonly Endpoint[] {
    return this.listeners.filter((endpoint) => this.controllerListenerNames.includes(endpoint.listenerName));
  }

  /** Listeners of clients and brokers, in `listeners` order. */
  get brokerListeners(): readonly Endpoint[] {
    return this.listeners.filter((endpoint) => !this.controllerListenerNames.includes(endpoint.listenerName));
  }

  /** `advertised.listeners` without controllers'; undefined where unset: then a client gets the address it dialled. */
  get advertisedBrokerListeners(): readonly Endpoint[] | undefined {
    if (this.value("advertised.listeners") === null) return undefined;
    const entries = this.list("advertised.listeners");
    return parseListeners(entries, this.listenerSecurityProtocols, false).filter(
      (endpoint) => !this.controllerListenerNames.includes(endpoint.listenerName),
    );
  }

  /** The listener other brokers use. Throws `ConfigException` if its name is not mapped. */
  get interBrokerListener(): { readonly name: string; readonly securityProtocol: SecurityProtocol } {
    const given = this.stringOrNull("inter.broker.listener.name");
    if (given === null) {
      const securityProtocol = this.string("security.inter.broker.protocol") as SecurityProtocol;
      return { name: securityProtocol, securityProtocol };
    }
    if (this.staticProps.has("security.inter.broker.protocol")) {
      throw new ConfigException(
        "Only one of inter.broker.listener.name and security.inter.broker.protocol should be set.",
      );
    }
    const name = given.toUpperCase();
    const securityProtocol = this.listenerSecurityProtocols.get(name);
    if (securityProtocol === undefined) {
      throw new ConfigException(
        `Listener with name ${name} defined in inter.broker.listener.name not found in listener.security.protocol.map.`,
      );
    }
    return { name, securityProtocol };
  }

  /** The broker's defaults of topic configs, as text by topic config name. */
  get topicDefaults(): ReadonlyMap<string, string | null> {
    this.#topicDefaults ??= topicDefaultsOf(this);
    return this.#topicDefaults;
  }

  /** The configuration of a log with the given topic configs. */
  logConfig(topicProps: ReadonlyMap<string, string> = NO_PROPS): LogConfig {
    // What most topics have: they share one.
    if (topicProps.size === 0) return (this.#plainLogConfig ??= buildLogConfig(this.topicDefaults, NO_PROPS));
    return buildLogConfig(this.topicDefaults, topicProps);
  }
}

/**
 * Puts dynamic configs over others. A synonym of a key that is set (log.retention.hours beside log.retention.ms)
 * gives way, so that what is set dynamically holds.
 */
function overrideProps(props: Map<string, string>, overrides: ConfigProps): void {
  for (const [name, text] of overrides) {
    for (const synonym of brokerConfigSynonyms(name, false)) props.delete(synonym);
    props.set(name, text);
  }
}

function unknownKeys(props: ConfigProps): string[] {
  const hasAuthorizer = (props.get("authorizer.class.name") ?? "") !== "";
  return [...props.keys()].filter((key) => !BROKER_CONFIGS.has(key) && !(hasAuthorizer && AUTHORIZER_CONFIGS.has(key)));
}

function populateSynonyms(props: ConfigProps): ConfigProps {
  const brokerId = props.get("broker.id");
  const nodeId = props.get("node.id");
  if (brokerId === undefined && nodeId !== undefined) return new Map([...props, ["broker.id", nodeId]]);
  if (brokerId !== undefined && nodeId === undefined) return new Map([...props, ["node.id", brokerId]]);
  return new Map(props);
}

function listenerNameOf(entry: string): string {
  const colon = entry.indexOf(":");
  if (colon < 0) throw new ConfigException(`Unable to parse a listener name from ${entry}`);
  return entry.slice(0, colon).toUpperCase();
}

function topicDefaultsOf(config: KafkaConfig): Map<string, string | null> {
  const defaults = new Map<string, string | null>();
  for (const [topicConfig, synonyms] of TOPIC_CONFIG_SYNONYMS) {
    const synonym = synonyms.find(({ name }) => config.value(name) !== null);
    if (synonym === undefined) continue;
    const text = config.text(synonym.name);
    const scaled = synonym.factor === 1 || text === null ? text : (BigInt(text) * BigInt(synonym.factor)).toString();
    const isUnlimited = topicConfig === "retention.ms" && scaled?.startsWith("-") === true;
    defaults.set(topicConfig, isUnlimited ? "-1" : scaled);
  }
  return defaults;
}
