/**
 * What the controller checks of a resource's configs before it writes them: Kafka's `ControllerConfigurationValidator`.
 * Values of broker configs have been checked by the broker that took the request.
 */

import {
  CLIENT_METRICS_CONFIGS,
  clientMetricsIntervalError,
  ConfigException,
  type ConfigTable,
  ensureServed,
  GROUP_CONFIGS,
  parseAndValidate,
  validateClientMatch,
  validateGroupConfigs,
  validateTopicConfigs,
} from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import { type ConfigResource, ConfigResourceType } from "../image/configs-image.ts";
import { topicNameError } from "../image/topic-names.ts";
import { type ApiError, apiError } from "./api-error.ts";
import type { ControllerState } from "./controller-state.ts";

/**
 * The first thing wrong with the configs a resource would have, or undefined. Values that do not parse are thrown as
 * `ConfigException`.
 */
export function validateResourceConfigs(
  state: ControllerState,
  resource: ConfigResource,
  configs: ReadonlyMap<string, string>,
): ApiError | undefined {
  switch (resource.type) {
    case ConfigResourceType.TOPIC: {
      const nameError = topicResourceError(resource.name);
      if (nameError !== undefined) return nameError;
      validateTopicConfigs(configs, brokerDefaultsOfTopics(state));
      return undefined;
    }
    case ConfigResourceType.BROKER:
      return brokerResourceError(resource.name);
    case ConfigResourceType.CLIENT_METRICS:
      return clientMetricsError(resource.name, configs);
    case ConfigResourceType.GROUP:
      if (resource.name === "") {
        return apiError(ErrorCode.INVALID_REQUEST, "Default group resources are not allowed.");
      }
      for (const name of configs.keys()) {
        if (!GROUP_CONFIGS.has(name)) throw new ConfigException(`Unknown group config name: ${name}`);
      }
      validateValues(GROUP_CONFIGS, configs);
      validateGroupConfigs(configs, state.options.config);
      return undefined;
    default:
      return apiError(ErrorCode.INVALID_REQUEST, `Unknown resource type ${resourceTypeName(resource.type)}`);
  }
}

function topicResourceError(name: string): ApiError | undefined {
  if (name === "") return apiError(ErrorCode.INVALID_REQUEST, "Default topic resources are not allowed.");
  const message = topicNameError(name);
  return message === undefined ? undefined : apiError(ErrorCode.INVALID_TOPIC_EXCEPTION, message);
}

function brokerResourceError(name: string): ApiError | undefined {
  if (name === "") return undefined;
  if (!/^[+-]?[0-9]+$/.test(name) || Math.abs(Number(name)) > 0x7fff_ffff) {
    return apiError(ErrorCode.INVALID_REQUEST, "Unable to parse broker name as a base 10 number.");
  }
  return Number(name) < 0 ? apiError(ErrorCode.INVALID_REQUEST, "Invalid negative broker ID.") : undefined;
}

function clientMetricsError(name: string, configs: ReadonlyMap<string, string>): ApiError | undefined {
  if (name === "") return apiError(ErrorCode.INVALID_REQUEST, "Subscription name can't be empty");
  for (const key of configs.keys()) {
    if (!CLIENT_METRICS_CONFIGS.has(key)) {
      return apiError(ErrorCode.INVALID_REQUEST, `Unknown client metrics configuration: ${key}`);
    }
  }
  validateValues(CLIENT_METRICS_CONFIGS, configs);
  const intervalError = clientMetricsIntervalError(configs);
  if (intervalError !== undefined) return apiError(ErrorCode.INVALID_REQUEST, intervalError);
  validateClientMatch(configs);
  return undefined;
}

function validateValues(table: ConfigTable, configs: ReadonlyMap<string, string>): void {
  for (const [name, text] of configs) {
    const definition = table.get(name)!;
    parseAndValidate(definition, text);
    ensureServed(definition, text);
  }
}

/** Defaults of topic configs as this node's static and dynamic broker configs give them. */
function brokerDefaultsOfTopics(state: ControllerState): ReadonlyMap<string, string | null> {
  return state.options.config.topicDefaults;
}

function resourceTypeName(type: number): string {
  const entry = Object.entries(ConfigResourceType).find(([, id]) => id === type);
  return entry?.[0] ?? "UNKNOWN";
}
