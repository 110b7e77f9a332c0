/**
 * Where a topic's configs come from, strongest first: the topic itself, this broker's dynamic configs, those of all
 * brokers, server.properties, the default. Kafka's `KafkaConfigSchema.resolveEffectiveTopicConfigs`.
 */

import type { ConfigDefinition } from "./config-definition.ts";
import { isSensitive } from "./config-definition.ts";
import { TOPIC_CONFIG_SYNONYMS } from "./topic-config-synonyms.ts";
import { TOPIC_CONFIGS } from "./topic-configs.ts";

/** Kafka's `ConfigSource` by its number on the wire. */
export const ConfigSource = {
  UNKNOWN: 0,
  TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  DYNAMIC_BROKER_LOGGER_CONFIG: 6,
  CLIENT_METRICS_CONFIG: 7,
  GROUP_CONFIG: 8,
} as const;

/** The layers, by key. */
export interface TopicConfigLayers {
  readonly topic: ReadonlyMap<string, string>;
  readonly broker: ReadonlyMap<string, string>;
  readonly defaultBroker: ReadonlyMap<string, string>;
  readonly static: ReadonlyMap<string, string>;
}

/** One config in effect. */
export interface EffectiveConfig {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
  readonly isSensitive: boolean;
}

/** One topic config in effect. */
export function effectiveTopicConfig(definition: ConfigDefinition, layers: TopicConfigLayers): EffectiveConfig {
  const { name } = definition;
  const entry = (value: string | null, source: number): EffectiveConfig => ({
    name,
    value,
    source,
    isSensitive: isSensitive(definition),
  });
  const own = layers.topic.get(name);
  if (own !== undefined) return entry(own, ConfigSource.TOPIC_CONFIG);
  const brokerLayers = [
    [layers.broker, ConfigSource.DYNAMIC_BROKER_CONFIG],
    [layers.defaultBroker, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG],
    [layers.static, ConfigSource.STATIC_BROKER_CONFIG],
  ] as const;
  const synonyms = TOPIC_CONFIG_SYNONYMS.get(name) ?? [];
  for (const [layer, source] of brokerLayers) {
    for (const synonym of synonyms) {
      const text = layer.get(synonym.name);
      if (text !== undefined) return entry(scaled(text, synonym.factor), source);
    }
  }
  return entry(definition.defaultText ?? null, ConfigSource.DEFAULT_CONFIG);
}

/** Every topic config in effect that is not internal, or is set, by name in order. */
export function effectiveTopicConfigs(layers: TopicConfigLayers): EffectiveConfig[] {
  return [...TOPIC_CONFIGS.values()]
    .filter((definition) => !definition.isInternal || layers.topic.has(definition.name))
    .map((definition) => effectiveTopicConfig(definition, layers))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Hours and minutes in milliseconds; a text that is no number counts as 0, as in Apache Kafka. */
function scaled(text: string, factor: number): string {
  if (factor === 1) return text;
  const trimmed = text.trim();
  return /^[+-]?[0-9]+$/.test(trimmed) ? (BigInt(trimmed.replace("+", "")) * BigInt(factor)).toString() : "0";
}
