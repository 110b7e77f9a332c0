// Whose configuration is meant: `--entity-type topics --entity-name t`, or the short form `--topic t`.
import { ConfigResourceType, ConfigSource } from "@ottla/client";
import { isIP } from "node:net";
import { bootstrapProblem } from "../../connection.ts";
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

export type QuotaType = "users" | "clients" | "ips";

/** Who has quotas or credentials: a user, a client, a client of a user, an address. */
export interface QuotaEntity {
  readonly types: readonly QuotaType[];
  /** One for each type, in their order; "": the type's default; missing: every entity of the type. */
  readonly names: readonly string[];
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

/** Every type that Kafka's tool has, in the order its message lists them. */
const TYPE_NAMES = ["topics", "clients", "users", "brokers", "ips", "client-metrics", "groups", "broker-loggers"];

/** Types with a default: what it configures applies to each entity without a value of its own. */
const WITH_DEFAULTS = ["users", "clients", "brokers", "ips"];

/** Short forms that name an entity. */
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

/** Short forms that mean a type's default. */
const DEFAULTS: readonly (readonly [string, string])[] = [
  ["client-defaults", "clients"],
  ["user-defaults", "users"],
  ["broker-defaults", "brokers"],
  ["ip-defaults", "ips"],
];

interface Named {
  readonly types: readonly string[];
  /** "": the default. */
  readonly names: readonly string[];
}

function named(values: ToolOptions): Named {
  const short = NAMED.filter(([option]) => values.has(option));
  const defaults = DEFAULTS.filter(([option]) => values.has(option));
  const types = [...values.list("entity-type"), ...[...short, ...defaults].map(([, plural]) => plural)];
  const given = [...values.list("entity-name"), ...short.map(([option]) => values.text(option) ?? "")];
  const isDefault = values.has("entity-default");
  if (isDefault && values.list("entity-name").length > 0)
    throw new UsageError(
      "--entity-name and --entity-default together: write --user and --client-defaults, or --client and --user-defaults",
    );
  const defaultNames = isDefault ? values.list("entity-type").map(() => "") : defaults.map(() => "");
  return { types, names: [...given, ...defaultNames] };
}

function checkTypes(values: ToolOptions, types: readonly string[]): void {
  const repeated = types.filter((one, index) => types.indexOf(one) !== index);
  if (repeated.length > 0) throw new UsageError(`Duplicate entity type(s) specified: ${repeated.join(",")}`);
  if (bootstrapProblem(values) === "neither") {
    throw new UsageError("Either --bootstrap-server or --bootstrap-controller must be specified.");
  }
  const unknown = types.find((one) => !TYPE_NAMES.includes(one));
  if (unknown !== undefined) {
    throw new UsageError(
      `Invalid entity type ${unknown}, the entity type must be one of ${TYPE_NAMES.join(", ")} with a --bootstrap-server or ` +
        "--bootstrap-controller argument",
    );
  }
  if (types.length === 0) throw new UsageError("At least one entity type must be specified");
  if (types.length > 1 && !types.every((one) => one === "users" || one === "clients")) {
    throw new UsageError("Only 'users' and 'clients' entity types may be specified together");
  }
  const hasLongForm = values.has("entity-type") || values.has("entity-name") || values.has("entity-default");
  if (hasLongForm && [...NAMED, ...DEFAULTS].some(([option]) => values.has(option))) {
    throw new UsageError("--entity-{type,name,default} should not be used in conjunction with specific entity flags");
  }
}

function checkName(values: ToolOptions, type: string, name: string | undefined): void {
  const isNamed = name !== undefined && name !== "";
  if (isNamed && type === "ips" && !isIP(name) && !/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name))
    throw new UsageError(`The entity name for ips must be a valid IP or resolvable host, but it is: ${name}`);
  if (isNamed && type.startsWith("broker") && !/^[+-]?\d+$/.test(name)) {
    throw new UsageError(`The entity name for ${type} must be a valid integer broker id, but it is: ${name}`);
  }
  if (values.has("describe")) {
    if (values.has("entity-default") && !WITH_DEFAULTS.includes(type)) {
      throw new UsageError(`--entity-default must not be specified with --describe of ${type}`);
    }
    if (type === "broker-loggers" && !isNamed) {
      throw new UsageError(`An entity name must be specified with --describe of ${type}`);
    }
    return;
  }
  if (!WITH_DEFAULTS.includes(type)) {
    if (!isNamed) throw new UsageError(`An entity name must be specified with --alter of ${type}`);
  } else if (name === undefined) {
    throw new UsageError(
      "An entity-name or default entity must be specified with --alter of users, clients, brokers or ips",
    );
  }
}

/** The entity that the options name. @throws UsageError when none is named, more than one, or one that is not served */
export function configEntity(values: ToolOptions): ConfigEntity | QuotaEntity {
  const { types, names } = named(values);
  const [name] = names;
  checkTypes(values, types);
  const [plural = ""] = types;
  checkName(values, plural, name);
  const type = TYPES.find((one) => one.plural === plural);
  if (type !== undefined) return { type, name };
  const quotaTypes = types.filter((one) => one === "users" || one === "clients" || one === "ips");
  return { types: quotaTypes, names };
}

/** `topics` → `topic`, as Kafka's tool prints one of a kind. */
export function singular(type: EntityType): string {
  return type.plural.slice(0, -1);
}
