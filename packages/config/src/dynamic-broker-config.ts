/**
 * Which broker configs may change while the broker runs, and the checks of a change: Kafka's `DynamicBrokerConfig`.
 */

import { BROKER_CONFIGS, DYNAMIC_ONLY_BROKER_CONFIGS } from "./broker-configs/index.ts";
import { ensureServed, parseAndValidate } from "./config-def.ts";
import type { ConfigDefinition } from "./config-definition.ts";
import { ConfigException, UnservedConfigException } from "./config-exception.ts";
import type { ConfigProps, KafkaConfig } from "./kafka-config.ts";

const LISTENER_CONFIG = /^listener\.name\.[^.]*\.(.*)$/;

/** The definition of a key that may be set dynamically, whether or not server.properties may have it too. */
export function dynamicBrokerConfig(name: string): ConfigDefinition | undefined {
  const definition = BROKER_CONFIGS.get(name) ?? DYNAMIC_ONLY_BROKER_CONFIGS.get(name);
  return definition?.dynamic === "read-only" ? undefined : definition;
}

/** Key and trust stores, which may be set dynamically with a listener's prefix only. */
export function isSecurityConfig(name: string): boolean {
  return /^ssl\.(?:keystore\.|truststore\.|key\.password$)/.test(name);
}

/** Which keys cannot be set for all brokers at once. */
function isPerBroker(name: string): boolean {
  return dynamicBrokerConfig(name)?.dynamic === "per-broker" || LISTENER_CONFIG.test(name);
}

/**
 * Checks dynamic configs of one broker (`isPerBroker`) or of all, as they would be after a change, against `config`.
 * Throws `ConfigException`.
 */
export function validateDynamicConfigs(
  config: KafkaConfig,
  props: ConfigProps,
  options: { readonly isPerBroker: boolean },
): void {
  const names = [...props.keys()];
  refuse(
    names.filter((name) => BROKER_CONFIGS.get(name)?.dynamic === "read-only"),
    "Cannot update these configs dynamically",
  );
  refuse(
    names.filter(isSecurityConfig),
    "These security configs can be dynamically updated only per-listener using the listener prefix",
  );
  for (const [name, text] of props) validateValue(name, text);
  if (!options.isPerBroker) {
    refuse(
      names.filter(isPerBroker),
      "Cannot update these configs at default cluster level, broker id must be specified",
    );
  }
  const listenerConfig = names.find((name) => LISTENER_CONFIG.test(name));
  if (listenerConfig !== undefined) {
    throw new UnservedConfigException(
      `Configuration ${listenerConfig} cannot be set: no config of a listener is served`,
    );
  }
  const changed = changedListeners(config, props);
  if (changed !== undefined) {
    throw new UnservedConfigException(`Configuration ${changed} cannot be changed while the broker runs`);
  }
  const changes = options.isPerBroker ? { brokerProps: props } : { defaultBrokerProps: props };
  const after = applyDynamicConfigs(config, changes);
  validateCleanerThreads(config, after);
  validateFetcherCount(config, after);
}

/** Kafka lets the number at most double or halve with one change. */
function validateCleanerThreads(before: KafkaConfig, after: KafkaConfig): void {
  const [current, wanted] = [before.number("log.cleaner.threads"), after.number("log.cleaner.threads")];
  if (wanted === current) return;
  if (wanted < 1) throw new ConfigException("Log cleaner threads should be at least 1");
  if (wanted < Math.floor(current / 2))
    throw new ConfigException(`Log cleaner threads cannot be reduced to less than half the current value ${current}`);
  if (wanted > current * 2)
    throw new ConfigException(
      `Log cleaner threads cannot be increased to more than double the current value ${current}`,
    );
}

/** Kafka's `DynamicThreadPool`: again at most double or half of what it was. */
function validateFetcherCount(before: KafkaConfig, after: KafkaConfig): void {
  const name = "num.replica.fetchers";
  const [current, wanted] = [before.number(name), after.number(name)];
  if (wanted === current) return;
  const refused = (why: string): ConfigException =>
    new ConfigException(`Dynamic thread count update validation failed for ${name}=${wanted}, value should ${why}`);
  if (wanted < Math.floor(current / 2)) throw refused(`be at least half the current value ${current}`);
  if (wanted > current * 2) throw refused(`not be greater than double the current value ${current}`);
}

/** The configuration with other dynamic configs in place of those it has. Throws `ConfigException`. */
export function applyDynamicConfigs(
  config: KafkaConfig,
  changes: { readonly brokerProps?: ConfigProps; readonly defaultBrokerProps?: ConfigProps },
): KafkaConfig {
  return config.withDynamicConfigs(
    changes.brokerProps ?? config.brokerProps,
    changes.defaultBrokerProps ?? config.defaultBrokerProps,
  );
}

function validateValue(name: string, text: string): void {
  const definition = dynamicBrokerConfig(LISTENER_CONFIG.exec(name)?.[1] ?? name);
  if (definition === undefined) return;
  parseAndValidate(definition, text);
  ensureServed(definition, text);
}

function refuse(names: readonly string[], why: string): void {
  if (names.length > 0) throw new ConfigException(`${why}: [${names.join(", ")}]`);
}

/** Listeners are open: their addresses and protocols stay. */
function changedListeners(config: KafkaConfig, props: ConfigProps): string | undefined {
  return ["listeners", "listener.security.protocol.map"].find(
    (name) => props.has(name) && props.get(name) !== config.text(name),
  );
}
