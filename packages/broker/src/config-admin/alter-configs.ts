/**
 * What the broker checks of a change of configs before the controller gets it: duplicates, missing values, and whether
 * a broker could run with what it would have. Kafka's `ConfigAdminManager.preprocess`.
 */

import {
  BROKER_CONFIGS,
  ConfigException,
  ConfigRequirementException,
  defaultValue,
  type KafkaConfig,
  validateDynamicConfigs,
} from "@ottla/config";
import { formatConfigValue } from "@ottla/config";
import {
  AlterConfigOp,
  type ApiError,
  apiError,
  type ConfigChange,
  type ConfigResource,
  ConfigResourceType,
  type MetadataImage,
} from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";

/** A resource as a request names it, with its changes; a legacy change sets every key it names. */
export interface AlterRequest {
  readonly resource: ConfigResource;
  readonly changes: readonly ConfigChange[];
  /** Whether the changes replace everything there is. */
  readonly isWhole: boolean;
}

/** What is known when a change is checked. */
export interface AlterContext {
  readonly config: KafkaConfig;
  readonly image: MetadataImage;
  readonly nodeId: number;
  /** A broker takes changes of its own configs only; a controller those of every broker, which have come through it. */
  readonly role: "broker" | "controller";
  /** Whether whoever asks may change levels of loggers; everything else the controller's side decides. */
  readonly mayAlterLoggers: () => boolean;
}

/** The first thing wrong with each request, by its index; what is missing may go to the controller. */
export function preprocessAlterations(requests: readonly AlterRequest[], context: AlterContext): Map<number, ApiError> {
  const errors = new Map<number, ApiError>();
  const counts = Map.groupBy(requests, ({ resource }) => `${resource.type}:${resource.name}`);
  for (const [index, request] of requests.entries()) {
    const { type, name } = request.resource;
    const isDuplicate = (counts.get(`${type}:${name}`)?.length ?? 0) > 1;
    const error = isDuplicate ? invalid("Each resource must appear at most once.") : errorOf(request, context);
    if (error !== undefined) errors.set(index, error);
  }
  return errors;
}

function invalid(message: string): ApiError {
  return apiError(ErrorCode.INVALID_REQUEST, message);
}

function errorOf({ resource, changes, isWhole }: AlterRequest, context: AlterContext): ApiError | undefined {
  if (new Set(changes.map(({ name }) => name)).size !== changes.length) {
    return invalid("Error due to duplicate config keys");
  }
  const withoutValue = changes.filter(({ operation, value }) => operation !== AlterConfigOp.DELETE && value === null);
  if (withoutValue.length > 0) {
    return invalid(`Null value not supported for : ${withoutValue.map(({ name }) => name).join(", ")}`);
  }
  switch (resource.type) {
    case ConfigResourceType.TOPIC:
    case ConfigResourceType.CLIENT_METRICS:
    case ConfigResourceType.GROUP:
      return undefined;
    case ConfigResourceType.BROKER:
      return brokerError(resource.name, changes, isWhole, context);
    case ConfigResourceType.BROKER_LOGGER:
      return isWhole ? unknownType(resource.type) : loggerError(resource.name, changes, context);
    default:
      return unknownType(resource.type);
  }
}

function unknownType(type: number): ApiError {
  return invalid(`Unknown resource type ${type}`);
}

function brokerError(
  name: string,
  changes: readonly ConfigChange[],
  isWhole: boolean,
  context: AlterContext,
): ApiError | undefined {
  if (name !== "") {
    if (!/^[+-]?[0-9]+$/.test(name)) return invalid(`Node id must be an integer, but it is: ${name}`);
    if (context.role === "broker" && Number(name) !== context.nodeId) {
      return invalid(`Unexpected broker id, expected ${context.nodeId}, but received ${name}`);
    }
  }
  const props = new Map<string, string>(isWhole ? [] : context.image.configs.brokerConfigs(name));
  for (const change of changes) {
    const error = applyChange(props, change);
    if (error !== undefined) return error;
  }
  try {
    validateDynamicConfigs(context.config, props, { isPerBroker: name !== "" });
    return undefined;
  } catch (error) {
    // Scala's `require` puts these words before its message, and they reach the client.
    if (error instanceof ConfigRequirementException) return invalid(`requirement failed: ${error.message}`);
    if (error instanceof ConfigException) return invalid(error.message);
    throw error;
  }
}

function applyChange(props: Map<string, string>, { name, operation, value }: ConfigChange): ApiError | undefined {
  switch (operation) {
    case AlterConfigOp.SET:
      props.set(name, value ?? "");
      return undefined;
    case AlterConfigOp.DELETE:
      props.delete(name);
      return undefined;
    case AlterConfigOp.APPEND:
    case AlterConfigOp.SUBTRACT: {
      const definition = BROKER_CONFIGS.get(name);
      if (definition === undefined) return apiError(ErrorCode.INVALID_CONFIG, `Unknown config name: ${name}`);
      const verb = operation === AlterConfigOp.APPEND ? "append" : "subtract";
      if (definition.type !== "LIST") {
        const message = `Config value ${verb} is not allowed for config key: ${name}`;
        return apiError(ErrorCode.INVALID_CONFIG, message);
      }
      const before = props.get(name) ?? formatConfigValue(defaultValue(definition), "LIST") ?? "";
      const parts = before.split(",").filter((part) => part !== "");
      const given = (value ?? "").split(",");
      const after =
        operation === AlterConfigOp.APPEND
          ? [...parts, ...given.filter((part) => !parts.includes(part))]
          : parts.filter((part) => !given.includes(part));
      props.set(name, after.join(","));
      return undefined;
    }
    default:
      return invalid(`Unknown operations type ${operation}`);
  }
}

/** Levels of loggers are fixed when the broker starts. */
function loggerError(name: string, changes: readonly ConfigChange[], context: AlterContext): ApiError {
  if (!context.mayAlterLoggers()) return apiError(ErrorCode.CLUSTER_AUTHORIZATION_FAILED, null);
  if (!/^[+-]?[0-9]+$/.test(name)) return invalid(`Node id must be an integer, but it is: ${name}`);
  if (Number(name) !== context.nodeId) {
    return invalid(`Unexpected node id. Expected ${context.nodeId}, but received ${name}`);
  }
  const unknown = changes.find((change) => change.name !== "root");
  if (unknown !== undefined) return apiError(ErrorCode.INVALID_CONFIG, `Logger ${unknown.name} does not exist!`);
  return apiError(ErrorCode.INVALID_CONFIG, "The log level of root cannot be changed while the broker runs");
}
