// Whose configuration is meant: `--entity-type topics --entity-name t`, or the short form `--topic t`.
import { ConfigResourceType, ConfigSource } from "@ottla/client";
import { UsageError } from "../../failure.ts";
import type { ToolOptions } from "../../tool.ts";

/** A kind of entity as kafka-configs names it. */
export interface EntityType {
  /** `topics`, `brokers`, … */
  readonly plural: string;
  readonly resource: ConfigResourceType;
  /** Where a value set for the entity itself comes from; undefined where every value is listed. */
  readonly dynamicSource: ConfigSource | undefined;
}

export interface ConfigEntity {
  readonly type: EntityType;
  /** undefined: every entity of the type; "": the type's default. */
  readonly name: string | undefined;
}

const TYPES: readonly EntityType[] = [
  { plural: "topics", resource: ConfigResourceType.TOPIC, dynamicSource: ConfigSource.DYNAMIC_TOPIC_CONFIG },
  { plural: "brokers", resource: ConfigResourceType.BROKER, dynamicSource: ConfigSource.DYNAMIC_BROKER_CONFIG },
  { plural: "broker-loggers", resource: ConfigResourceType.BROKER_LOGGER, dynamicSource: undefined },
  { plural: "groups", resource: ConfigResourceType.GROUP, dynamicSource: ConfigSource.DYNAMIC_GROUP_CONFIG },
  {
    plural: "client-metrics",
    resource: ConfigResourceType.CLIENT_METRICS,
    dynamicSource: ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG,
  },
];

const NOT_SERVED = ["users", "clients", "ips"];

const NAMED: readonly (readonly [string, string])[] = [
  ["topic", "topics"],
  ["client", "clients"],
  ["user", "users"],
  ["broker", "brokers"],
  ["broker-logger", "broker-loggers"],
  ["ip", "ips"],
  ["client-metrics", "client-metrics"],
  ["group", "groups"],
];

const DEFAULTS: readonly (readonly [string, string])[] = [
  ["broker-defaults", "brokers"],
  ["client-defaults", "clients"],
  ["user-defaults", "users"],
  ["ip-defaults", "ips"],
];

function typeNamed(plural: string): EntityType {
  const type = TYPES.find((one) => one.plural === plural);
  if (type !== undefined) return type;
  if (NOT_SERVED.includes(plural)) throw new UsageError(`Quotas and credentials of ${plural} are not served by this tool yet.`);
  const known = [...TYPES.map((one) => one.plural), ...NOT_SERVED];
  throw new UsageError(
    `Invalid entity type ${plural}, the entity type must be one of ${known.join(", ")} with a --bootstrap-server or --bootstrap-controller argument`,
  );
}

/** The one entity that the options name. @throws UsageError when none is named, or more than one */
export function configEntity(values: ToolOptions): ConfigEntity {
  const found: ConfigEntity[] = [];
  const typed = values.text("entity-type");
  if (typed !== undefined) {
    const name = values.text("entity-name") ?? (values.has("entity-default") ? "" : undefined);
    found.push({ type: typeNamed(typed), name });
  }
  for (const [option, plural] of NAMED) {
    const name = values.text(option);
    if (name !== undefined) found.push({ type: typeNamed(plural), name });
  }
  for (const [option, plural] of DEFAULTS) {
    if (values.has(option)) found.push({ type: typeNamed(plural), name: "" });
  }
  const [entity] = found;
  if (entity === undefined) throw new UsageError("At least one entity type must be specified");
  if (found.length > 1) throw new UsageError("Only one entity type must be specified");
  const { type, name } = entity;
  if (type.plural.startsWith("broker") && name !== undefined && name !== "" && !/^\d+$/.test(name)) {
    throw new UsageError(`The entity name for ${type.plural} must be a valid integer broker id, found: ${name}`);
  }
  if (name === "" && type.plural !== "brokers") throw new UsageError(`${type.plural} have no defaults to configure`);
  if (values.has("alter") && name === undefined) throw new UsageError("An entity name must be specified for every entity type");
  return entity;
}

/** `topics` → `topic`, as Kafka's tool prints one of a kind. */
export function singular(type: EntityType): string {
  return type.plural.slice(0, -1);
}
