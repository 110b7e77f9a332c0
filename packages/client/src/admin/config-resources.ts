/**
 * Config resources as keys, and the broker each must be asked of.
 */
import { ConfigResourceType } from "./types.ts";
import type { ConfigResource } from "./types.ts";

/** A text that names a resource. */
export function resourceKey(resource: ConfigResource): string {
  return `ConfigResource(type=${typeName(resource.type)}, name='${resource.name}')`;
}

/** The broker that must be asked about a resource; undefined when any will do. */
export function resourceNode(resource: ConfigResource): number | undefined {
  const isOneBrokers = resource.type === ConfigResourceType.BROKER && resource.name !== "";
  if (!isOneBrokers && resource.type !== ConfigResourceType.BROKER_LOGGER) return undefined;
  const id = Number(resource.name);
  return Number.isInteger(id) && resource.name !== "" ? id : undefined;
}

function typeName(type: ConfigResourceType): string {
  return Object.entries(ConfigResourceType).find(([, code]) => code === type)?.[0] ?? String(type);
}
