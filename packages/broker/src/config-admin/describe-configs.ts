/**
 * What DescribeConfigs says of one resource: every key with its value, where the value comes from, and every other
 * place where one is set. Kafka's `ConfigHelper`.
 */

import {
  brokerConfigSynonyms,
  canonicalText,
  type ConfigDefinition,
  ConfigSource,
  type ConfigTable,
  CLIENT_METRICS_CONFIGS,
  BROKER_CONFIGS,
  DYNAMIC_ONLY_BROKER_CONFIGS,
  GROUP_CONFIG_SYNONYMS,
  GROUP_CONFIGS,
  isSensitive,
  type KafkaConfig,
  TOPIC_CONFIG_SYNONYMS,
  TOPIC_CONFIGS,
} from "@ottla/config";
import { type ApiError, apiError, ConfigResourceType, type MetadataImage, topicNameError } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";
import type {
  DescribeConfigsResource,
  DescribeConfigsResourceResult,
  DescribeConfigsSynonym,
} from "@ottla/protocol/messages/describe-configs";

/** What is known when a resource is described. */
export interface DescribeConfigsContext {
  readonly config: KafkaConfig;
  readonly image: MetadataImage;
  readonly nodeId: number;
  readonly includeSynonyms: boolean;
  readonly includeDocumentation: boolean;
}

/** `DescribeConfigsResponse.ConfigType` by its number on the wire. */
const CONFIG_TYPES: ReadonlyMap<string, number> = new Map(
  ["BOOLEAN", "STRING", "INT", "SHORT", "LONG", "DOUBLE", "LIST", "CLASS", "PASSWORD"].map((type, index) => [
    type,
    index + 1,
  ]),
);

/** The one logger there is, and its level. */
const ROOT_LOGGER = { name: "root", level: "INFO" } as const;

/** Every config of the resource that was asked for, or why it cannot be described. */
export function describeResource(
  resource: DescribeConfigsResource,
  context: DescribeConfigsContext,
): DescribeConfigsResourceResult[] | ApiError {
  const described = describeWhole(resource, context);
  const keys = resource.configurationKeys;
  if (!Array.isArray(described) || keys === null || keys.length === 0) return described;
  return described.filter(({ name }) => keys.includes(name));
}

function describeWhole(
  { resourceType, resourceName }: DescribeConfigsResource,
  context: DescribeConfigsContext,
): DescribeConfigsResourceResult[] | ApiError {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      return describeTopic(resourceName, context);
    case ConfigResourceType.BROKER:
      return describeBroker(resourceName, context);
    case ConfigResourceType.BROKER_LOGGER:
      return describeLoggers(resourceName, context);
    case ConfigResourceType.CLIENT_METRICS:
      if (resourceName === "") return invalid("Client metrics subscription name must not be empty");
      return describeTable(CLIENT_METRICS_CONFIGS, context, {
        own: withoutRepetition(context.image.configs.configs({ type: resourceType, name: resourceName })),
        ownSource: ConfigSource.CLIENT_METRICS_CONFIG,
        inherited: () => undefined,
        synonyms: () => [],
      });
    case ConfigResourceType.GROUP:
      return resourceName === "" ? invalid("Group name must not be empty") : describeGroup(resourceName, context);
    default:
      return invalid(`Unsupported resource type: ${resourceType}`);
  }
}

/** Lists as Kafka parses those of client metrics subscriptions: what is repeated counts once. */
function withoutRepetition(configs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...configs].map(([name, text]) => {
      const isList = CLIENT_METRICS_CONFIGS.get(name)?.type === "LIST";
      return [name, isList ? [...new Set(text.split(",").map((part) => part.trim()))].join(",") : text];
    }),
  );
}

function invalid(message: string): ApiError {
  return apiError(ErrorCode.INVALID_REQUEST, message);
}

function describeTopic(name: string, context: DescribeConfigsContext): DescribeConfigsResourceResult[] | ApiError {
  const nameError = topicNameError(name);
  if (nameError !== undefined) return apiError(ErrorCode.INVALID_TOPIC_EXCEPTION, nameError);
  if (context.image.topics.getByName(name) === undefined) {
    // Kafka leaves the message as the schema has it: empty, not absent.
    return apiError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "");
  }
  const defaults = context.config.topicDefaults;
  return describeTable(TOPIC_CONFIGS, context, {
    own: context.image.configs.topicConfigs(name),
    ownSource: ConfigSource.TOPIC_CONFIG,
    inherited: (key) => defaults.get(key),
    synonyms: (definition) => {
      const first = TOPIC_CONFIG_SYNONYMS.get(definition.name)?.[0]?.name;
      return first === undefined ? [] : brokerSynonyms(first, context.config, isSensitive(definition));
    },
  });
}

function describeGroup(name: string, context: DescribeConfigsContext): DescribeConfigsResourceResult[] {
  const brokerNameOf = (key: string): string | undefined => GROUP_CONFIG_SYNONYMS.get(key);
  return describeTable(GROUP_CONFIGS, context, {
    own: context.image.configs.configs({ type: ConfigResourceType.GROUP, name }),
    ownSource: ConfigSource.GROUP_CONFIG,
    inherited: (key) => {
      const brokerName = brokerNameOf(key);
      return brokerName === undefined ? undefined : context.config.text(brokerName);
    },
    synonyms: (definition) => {
      const brokerName = brokerNameOf(definition.name);
      if (brokerName !== undefined) return brokerSynonyms(brokerName, context.config, isSensitive(definition));
      const value = definition.defaultText ?? null;
      return value === null ? [] : [{ name: definition.name, value, source: ConfigSource.DEFAULT_CONFIG }];
    },
  });
}

interface TableView {
  /** What is set on the resource itself, and the source that is. */
  readonly own: ReadonlyMap<string, string>;
  readonly ownSource: number;
  /** What a key has when it is not set; undefined for its default. */
  readonly inherited: (key: string) => string | null | undefined;
  /** Other places where the value is set, strongest first. */
  readonly synonyms: (definition: ConfigDefinition) => DescribeConfigsSynonym[];
}

/** Every key of a table, without internal ones, and what else is set on the resource. */
function describeTable(
  table: ConfigTable,
  context: DescribeConfigsContext,
  view: TableView,
): DescribeConfigsResourceResult[] {
  const results: DescribeConfigsResourceResult[] = [];
  for (const definition of table.values()) {
    const { name } = definition;
    const own = view.own.get(name);
    if (definition.isInternal && own === undefined) continue;
    const inherited = view.inherited(name);
    const text = own ?? (inherited === undefined ? (definition.defaultText ?? null) : inherited);
    const value = isSensitive(definition) ? null : canonicalText(definition, text);
    const synonyms = view.synonyms(definition);
    if (own !== undefined) synonyms.unshift({ name, value, source: view.ownSource });
    results.push(resultOf(definition, context, { value, synonyms, readOnly: false }));
  }
  return results;
}

function resultOf(
  definition: ConfigDefinition,
  context: DescribeConfigsContext,
  described: {
    readonly value: string | null;
    readonly synonyms: readonly DescribeConfigsSynonym[];
    readonly readOnly: boolean;
  },
): DescribeConfigsResourceResult {
  return {
    name: definition.name,
    value: described.value,
    readOnly: described.readOnly,
    configSource: described.synonyms[0]?.source ?? ConfigSource.DEFAULT_CONFIG,
    isSensitive: isSensitive(definition),
    synonyms: context.includeSynonyms ? [...described.synonyms] : [],
    configType: CONFIG_TYPES.get(definition.type) ?? 0,
    documentation: context.includeDocumentation ? definition.doc : null,
  };
}

/**
 * Every place where a broker config, or one that means the same, is set. What comes before the config itself in that
 * order is left out: it belongs to a listener.
 */
function brokerSynonyms(name: string, config: KafkaConfig, hidesValue: boolean): DescribeConfigsSynonym[] {
  const names = brokerConfigSynonyms(name, true);
  const found: DescribeConfigsSynonym[] = [];
  const layers = [
    [config.brokerProps, ConfigSource.DYNAMIC_BROKER_CONFIG],
    [config.defaultBrokerProps, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG],
    [config.staticProps, ConfigSource.STATIC_BROKER_CONFIG],
  ] as const;
  for (const [props, source] of layers) {
    for (const key of names) {
      const value = props.get(key);
      if (value !== undefined) found.push({ name: key, value: hidesValue ? null : value, source });
    }
  }
  for (const key of names) {
    const definition = BROKER_CONFIGS.get(key);
    const text = definition?.defaultText ?? null;
    if (definition === undefined || text === null) continue;
    const value = hidesValue ? null : canonicalText(definition, text);
    found.push({ name: key, value, source: ConfigSource.DEFAULT_CONFIG });
  }
  const first = found.findIndex((synonym) => synonym.name === name);
  return first < 0 ? [] : found.slice(first);
}

function describeBroker(name: string, context: DescribeConfigsContext): DescribeConfigsResourceResult[] | ApiError {
  const { config, nodeId } = context;
  if (name === "") {
    return [...config.defaultBrokerProps].map(([key, text]) =>
      brokerResult(key, text, context, { onlyDefaults: true }),
    );
  }
  const error = brokerNameError(name, nodeId, " or empty string,");
  if (error !== undefined) return error;
  const custom = [...config.staticProps, ...config.defaultBrokerProps, ...config.brokerProps].filter(
    ([key]) => BROKER_CONFIGS.get(key)?.isInternal ?? true,
  );
  const known = [...BROKER_CONFIGS.values()].filter((definition) => !definition.isInternal);
  return [
    ...[...new Map(custom)].map(([key, text]) => brokerResult(key, text, context, { onlyDefaults: false })),
    ...known.map((definition) =>
      brokerResult(definition.name, config.text(definition.name), context, { onlyDefaults: false }),
    ),
  ];
}

/** A key that nobody knows is treated as a secret. */
function brokerResult(
  name: string,
  text: string | null,
  context: DescribeConfigsContext,
  options: { readonly onlyDefaults: boolean },
): DescribeConfigsResourceResult {
  const definition = BROKER_CONFIGS.get(name) ?? DYNAMIC_ONLY_BROKER_CONFIGS.get(name);
  const hidesValue = definition === undefined || isSensitive(definition);
  const synonyms = brokerSynonyms(name, context.config, hidesValue).filter(
    ({ source }) => !options.onlyDefaults || source === ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
  );
  const readOnly = (definition?.dynamic ?? "read-only") === "read-only";
  const value = hidesValue ? null : text;
  if (definition !== undefined) return resultOf(definition, context, { value, synonyms, readOnly });
  return {
    name,
    value,
    readOnly,
    configSource: synonyms[0]?.source ?? ConfigSource.DEFAULT_CONFIG,
    isSensitive: true,
    synonyms: context.includeSynonyms ? synonyms : [],
    configType: 0,
    documentation: null,
  };
}

function describeLoggers(name: string, context: DescribeConfigsContext): DescribeConfigsResourceResult[] | ApiError {
  if (name === "") return invalid("Broker id must not be empty");
  const error = brokerNameError(name, context.nodeId, "");
  if (error !== undefined) return error;
  return [
    {
      name: ROOT_LOGGER.name,
      value: ROOT_LOGGER.level,
      readOnly: false,
      configSource: ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
      isSensitive: false,
      synonyms: [],
      configType: 0,
      documentation: "",
    },
  ];
}

function brokerNameError(name: string, nodeId: number, alternative: string): ApiError | undefined {
  if (!/^[+-]?[0-9]+$/.test(name)) return invalid(`Broker id must be an integer, but it is: ${name}`);
  if (Number(name) === nodeId) return undefined;
  return invalid(`Unexpected broker id, expected ${nodeId}${alternative} but received ${name}`);
}
