/**
 * Changes of dynamic configs: IncrementalAlterConfigs and the older AlterConfigs, which replaces everything. The
 * changes of one resource are made together or not at all.
 */

import { ConfigException, TOPIC_CONFIGS, BROKER_CONFIGS, GROUP_CONFIGS } from "@ottla/config";
import { formatConfigValue, defaultValue, type ConfigDefinition } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import { type ConfigResource, ConfigResourceType } from "../image/configs-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { configRecord } from "../records/new-records.ts";
import { type ApiError, apiError, NO_ERROR } from "./api-error.ts";
import { validateResourceConfigs } from "./config-validation.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { MAX_RECORDS_PER_USER_OP } from "./limits.ts";

/** Kafka's `AlterConfigOp.OpType`. */
export const AlterConfigOp = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const;

/** One change of one key. */
export interface ConfigChange {
  readonly name: string;
  readonly operation: number;
  readonly value: string | null;
}

/** The changes of one resource. */
export interface ResourceChanges {
  readonly resource: ConfigResource;
  readonly changes: readonly ConfigChange[];
}

/** How one resource fared. */
export interface ResourceOutcome {
  readonly resource: ConfigResource;
  readonly error: ApiError;
}

const MAX_VALUE_LENGTH = 0x7fff;

/** Makes changes key by key. */
export function handleIncrementalAlterConfigs(
  state: ControllerState,
  requests: readonly ResourceChanges[],
  options: { readonly validateOnly: boolean },
): ControllerResult<readonly ResourceOutcome[]> {
  return alterEach(requests, options, ({ resource, changes }) =>
    incrementalAlterResource(state, resource, changes, { isNewResource: false }),
  );
}

/** Replaces the configs of each resource; keys that are not named are removed. */
export function handleLegacyAlterConfigs(
  state: ControllerState,
  requests: readonly { readonly resource: ConfigResource; readonly configs: ReadonlyMap<string, string | null> }[],
  options: { readonly validateOnly: boolean },
): ControllerResult<readonly ResourceOutcome[]> {
  return alterEach(requests, options, ({ resource, configs }) => {
    const current = state.image.configs.configs(resource);
    const isBroker = resource.type === ConfigResourceType.BROKER;
    const altered = new Map([...configs].filter(([key, value]) => isBroker || (current.get(key) ?? null) !== value));
    const deleted = [...current.keys()].filter((key) => !configs.has(key));
    const error = alterationError(state, { resource, altered, deleted, isNewResource: false });
    if (error !== undefined) return error;
    return [
      ...[...altered].map(([key, value]) => configRecord(resource, key, value)),
      ...deleted.map((key) => configRecord(resource, key, null)),
    ];
  });
}

function alterEach<Request extends { readonly resource: ConfigResource }>(
  requests: readonly Request[],
  options: { readonly validateOnly: boolean },
  alter: (request: Request) => MetadataRecord[] | ApiError,
): ControllerResult<readonly ResourceOutcome[]> {
  const records: MetadataRecord[] = [];
  const outcomes: ResourceOutcome[] = [];
  for (const request of requests) {
    const outcome = alter(request);
    if (Array.isArray(outcome)) {
      records.push(...outcome);
      outcomes.push({ resource: request.resource, error: NO_ERROR });
    } else {
      outcomes.push({ resource: request.resource, error: outcome });
    }
  }
  if (records.length > MAX_RECORDS_PER_USER_OP) {
    const error = apiError(ErrorCode.POLICY_VIOLATION, "Unable to perform excessively large batch operation.");
    return atomicResult(
      [],
      requests.map(({ resource }) => ({ resource, error })),
    );
  }
  return atomicResult(options.validateOnly ? [] : records, outcomes);
}

/**
 * The records of one resource's changes. A value that stays the same makes no record, except for brokers: there it
 * makes them read files again (KAFKA-14136).
 */
export function incrementalAlterResource(
  state: ControllerState,
  resource: ConfigResource,
  changes: readonly ConfigChange[],
  options: { readonly isNewResource: boolean },
): MetadataRecord[] | ApiError {
  const current = options.isNewResource ? new Map<string, string>() : state.image.configs.configs(resource);
  const altered = new Map<string, string | null>();
  for (const change of changes) {
    const before = current.get(change.name) ?? null;
    const after = valueAfter(resource, change, before);
    if (after instanceof Object) return after;
    if (after !== before || resource.type === ConfigResourceType.BROKER) altered.set(change.name, after);
    else altered.delete(change.name);
  }
  const error = alterationError(state, { resource, altered, deleted: [], ...options });
  if (error !== undefined) return error;
  return [...altered].map(([key, value]) => configRecord(resource, key, value));
}

function valueAfter(resource: ConfigResource, change: ConfigChange, before: string | null): string | null | ApiError {
  const { name, operation, value } = change;
  switch (operation) {
    case AlterConfigOp.SET:
      return value;
    case AlterConfigOp.DELETE:
      return null;
    case AlterConfigOp.APPEND:
    case AlterConfigOp.SUBTRACT: {
      const definition = definitionOf(resource.type, name);
      if (definition?.type !== "LIST") {
        const verb = operation === AlterConfigOp.APPEND ? "APPEND" : "SUBTRACT";
        const message = `Can't ${verb} to key ${name} because its type is not LIST.`;
        return apiError(ErrorCode.INVALID_CONFIG, message);
      }
      const parts = partsOf(before ?? formatConfigValue(defaultValue(definition), "LIST"));
      const given = (value ?? "").split(",");
      if (operation === AlterConfigOp.SUBTRACT) return parts.filter((part) => !given.includes(part)).join(",");
      return [...new Set([...parts, ...given])].join(",");
    }
    default:
      return apiError(ErrorCode.INVALID_REQUEST, `Unknown operations type ${operation}`);
  }
}

function partsOf(value: string | null): string[] {
  return (value ?? "").split(",").filter((part) => part !== "");
}

/**
 * The definition of a key of a resource type, if there is one. Kafka's schema of configs does not know those of client metrics subscriptions: their
 * lists are neither appended to nor subtracted from.
 */
export function definitionOf(resourceType: number, name: string): ConfigDefinition | undefined {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      return TOPIC_CONFIGS.get(name);
    case ConfigResourceType.BROKER:
      return BROKER_CONFIGS.get(name);
    case ConfigResourceType.GROUP:
      return GROUP_CONFIGS.get(name);
    default:
      return undefined;
  }
}

interface Alteration {
  readonly resource: ConfigResource;
  readonly altered: ReadonlyMap<string, string | null>;
  readonly deleted: readonly string[];
  readonly isNewResource: boolean;
}

/** What is wrong with a resource's configs after a change, or undefined. */
function alterationError(state: ControllerState, alteration: Alteration): ApiError | undefined {
  const { resource, altered, deleted, isNewResource } = alteration;
  const after = new Map<string, string>(isNewResource ? [] : state.image.configs.configs(resource));
  for (const [key, value] of altered) {
    if (value === null) after.delete(key);
    else if (value.length > MAX_VALUE_LENGTH) return VALUE_TOO_LARGE;
    else after.set(key, value);
  }
  for (const key of deleted) after.delete(key);
  try {
    const error = validateResourceConfigs(state, resource, after);
    if (error !== undefined) return error;
  } catch (error) {
    if (error instanceof ConfigException) return apiError(ErrorCode.INVALID_CONFIG, error.message);
    throw error;
  }
  const missing = isNewResource ? undefined : missingResourceError(state, resource);
  if (missing !== undefined) return missing;
  const reason = state.options.alterConfigPolicy?.(resource, altered);
  return reason === undefined ? undefined : apiError(ErrorCode.POLICY_VIOLATION, reason);
}

const VALUE_TOO_LARGE: ApiError = apiError(
  ErrorCode.INVALID_CONFIG,
  "The configuration value cannot be added because it exceeds the maximum value size of 32767 bytes.",
);

/** Topics and single brokers must exist before they are configured; groups and subscriptions may come later. */
function missingResourceError(state: ControllerState, { type, name }: ConfigResource): ApiError | undefined {
  if (type === ConfigResourceType.TOPIC && state.image.topics.getByName(name) === undefined) {
    return apiError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `The topic '${name}' does not exist.`);
  }
  if (type !== ConfigResourceType.BROKER || name === "") return undefined;
  const { brokers, controllers } = state.image.cluster;
  const id = Number(name);
  if (brokers.has(id) || controllers.has(id) || id === state.options.nodeId) return undefined;
  return apiError(ErrorCode.BROKER_ID_NOT_REGISTERED, `No node with id ${id} found.`);
}
