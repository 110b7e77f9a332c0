/** The dynamic configs of every resource. */

import { PersistentMap } from "./persistent-map.ts";

/** Kafka's `ConfigResource.Type`. */
export const ConfigResourceType = {
  UNKNOWN: 0,
  TOPIC: 2,
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
} as const;

/** What is configured. Name "" of a broker resource means every broker. */
export interface ConfigResource {
  readonly type: number;
  readonly name: string;
}

const NO_CONFIGS: ReadonlyMap<string, string> = new Map();

/** Immutable; shares what did not change with the version before. */
export class ConfigsImage {
  static readonly EMPTY: ConfigsImage = new ConfigsImage(PersistentMap.empty());

  readonly #byResource: PersistentMap<ReadonlyMap<string, string>>;

  private constructor(byResource: PersistentMap<ReadonlyMap<string, string>>) {
    this.#byResource = byResource;
  }

  /** Values by key; empty where the resource has none. */
  configs(resource: ConfigResource): ReadonlyMap<string, string> {
    return this.#byResource.get(keyOf(resource)) ?? NO_CONFIGS;
  }

  /** The configs of one topic. */
  topicConfigs(name: string): ReadonlyMap<string, string> {
    return this.configs({ type: ConfigResourceType.TOPIC, name });
  }

  /** The configs of one broker, or with "" of every broker. */
  brokerConfigs(name: string): ReadonlyMap<string, string> {
    return this.configs({ type: ConfigResourceType.BROKER, name });
  }

  /** Resources that have configs, in no particular order. */
  *resources(): Generator<ConfigResource> {
    for (const key of this.#byResource.keys()) yield resourceOf(key);
  }

  /** This image with the configs of some resources replaced; a resource without configs is gone. */
  with(changed: Iterable<readonly [ConfigResource, ReadonlyMap<string, string>]>): ConfigsImage {
    const builder = this.#byResource.toBuilder();
    for (const [resource, configs] of changed) {
      if (configs.size === 0) builder.delete(keyOf(resource));
      else builder.set(keyOf(resource), configs);
    }
    return new ConfigsImage(builder.build());
  }
}

function keyOf(resource: ConfigResource): string {
  return `${resource.type}:${resource.name}`;
}

function resourceOf(key: string): ConfigResource {
  const colon = key.indexOf(":");
  return { type: Number(key.slice(0, colon)), name: key.slice(colon + 1) };
}
