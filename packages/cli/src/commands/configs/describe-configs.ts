// kafka-configs --describe.
import { ConfigResourceType, ConfigSource } from "@ottla/client";
import type { Admin, ConfigEntry } from "@ottla/client";
import type { CommandIo, Row } from "../../command.ts";
import type { ToolOptions } from "../../tool.ts";
import { singular } from "./entity.ts";
import type { ConfigEntity, EntityType } from "./entity.ts";

const SOURCE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ConfigSource).map(([name, code]) => [code, name]),
);

/** The names of all entities of a type, as the cluster knows them. */
async function namesOf(admin: Admin, type: EntityType): Promise<string[]> {
  switch (type.resource) {
    case ConfigResourceType.TOPIC:
      return (await admin.listTopics({ listInternal: true })).map((topic) => topic.name);
    case ConfigResourceType.BROKER:
    case ConfigResourceType.BROKER_LOGGER:
      return [...(await admin.describeCluster()).nodes.map((node) => String(node.id)), ""];
    case ConfigResourceType.GROUP: {
      const groups = (await admin.listGroups()).groups.map((group) => group.groupId);
      const configured = (await admin.listConfigResources([type.resource])).map((resource) => resource.name);
      return [...new Set([...groups, ...configured])];
    }
    default:
      return (await admin.listConfigResources([type.resource])).map((resource) => resource.name);
  }
}

/** Entities by name, then the default of all. */
function defaultLast(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  return a < b ? -1 : 1;
}

function line(entry: ConfigEntry): string {
  const synonyms = entry.synonyms.map(
    ({ source, name, value }) => `${SOURCE_NAMES.get(source) ?? "UNKNOWN"}:${name}=${value ?? "null"}`,
  );
  return `  ${entry.name}=${entry.value ?? "null"} sensitive=${entry.isSensitive} synonyms={${synonyms.join(", ")}}\n`;
}

function rowOf({ name, value, source, isSensitive, synonyms }: ConfigEntry): Row {
  const sourceOf = (code: number): string => SOURCE_NAMES.get(code) ?? "UNKNOWN";
  return {
    name,
    value,
    source: sourceOf(source),
    isSensitive,
    synonyms: synonyms.map((one) => ({ source: sourceOf(one.source), name: one.name, value: one.value })),
  };
}

function heading(type: EntityType, name: string, isAll: boolean): string {
  if (name === "") return `Default configs for ${type.plural} in the cluster are:\n`;
  return `${isAll ? "All" : "Dynamic"} configs for ${singular(type)} ${name} are:\n`;
}

export async function describeConfigs(
  admin: Admin,
  entity: ConfigEntity,
  values: ToolOptions,
  io: CommandIo,
): Promise<void> {
  const { type, name } = entity;
  const isAll = values.has("all");
  if (name !== undefined && name !== "" && !isAll && !(await namesOf(admin, type)).includes(name)) {
    io.onFailure?.();
    io.stdout.write(`The ${singular(type)} '${name}' doesn't exist and doesn't have dynamic config.\n`);
    return;
  }
  const names = name === undefined ? (await namesOf(admin, type)).sort(defaultLast) : [name];
  for (const one of names) {
    if (one === "" && type.resource === ConfigResourceType.BROKER_LOGGER) continue;
    const resource = { type: type.resource, name: one };
    if (io.row === undefined) io.stdout.write(heading(type, one, isAll));
    const described = (await admin.describeConfigs([resource], { includeSynonyms: true })).value(resource);
    const wanted = one === "" ? ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG : type.dynamicSource;
    const entries = described.filter((entry) => isAll || wanted === undefined || entry.source === wanted);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (io.row === undefined) io.stdout.write(line(entry));
      else io.row({ entityType: type.plural, entityName: one === "" ? null : one, ...rowOf(entry) });
    }
  }
}
