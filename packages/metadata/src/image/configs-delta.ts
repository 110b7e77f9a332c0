/** What a series of records does to the configs of resources. */

import type { ConfigRecord } from "@ottla/protocol/messages/metadata-records";
import type { ConfigResource, ConfigsImage } from "./configs-image.ts";

/** See the file's head. */
export class ConfigsDelta {
  readonly #image: ConfigsImage;
  readonly #changed: Map<string, { resource: ConfigResource; configs: Map<string, string> }> = new Map();

  constructor(image: ConfigsImage) {
    this.#image = image;
  }

  /** Resources whose configs changed. */
  changedResources(): ConfigResource[] {
    return [...this.#changed.values()].map(({ resource }) => resource);
  }

  /** A value of null removes the key. */
  replay(record: ConfigRecord): void {
    const configs = this.#configsOf({ type: record.resourceType, name: record.resourceName });
    if (record.value === null) configs.delete(record.name);
    else configs.set(record.name, record.value);
  }

  /** The resource is gone and all its configs with it. */
  removeResource(resource: ConfigResource): void {
    const key = `${resource.type}:${resource.name}`;
    if (this.#image.configs(resource).size === 0 && !this.#changed.has(key)) return;
    this.#changed.set(key, { resource, configs: new Map() });
  }

  apply(): ConfigsImage {
    return this.#image.with([...this.#changed.values()].map(({ resource, configs }) => [resource, configs] as const));
  }

  #configsOf(resource: ConfigResource): Map<string, string> {
    const key = `${resource.type}:${resource.name}`;
    let changed = this.#changed.get(key);
    if (changed === undefined) {
      changed = { resource, configs: new Map(this.#image.configs(resource)) };
      this.#changed.set(key, changed);
    }
    return changed.configs;
  }
}
