/**
 * What configs of one group are allowed and come to: within the bounds of the broker's configuration, which may have moved
 * since they were set. Apache Kafka's `GroupConfig`.
 */

import { parseAndValidate } from "./config-def.ts";
import { ConfigException } from "./config-exception.ts";
import { GROUP_CONFIGS } from "./group-configs.ts";
import type { KafkaConfig } from "./kafka-config.ts";

/** Kinds of bounds: `consumer.session.timeout.ms` lies between `group.consumer.min.…` and `group.consumer.max.…`. */
interface BoundedConfig {
  readonly name: string;
  /** Only what is set on the group is checked; otherwise what it has from the broker is, too. */
  readonly isCheckedOnlyWhenSet: boolean;
}

/** In the order in which Kafka checks them. */
const BOUNDED: readonly BoundedConfig[] = [
  { name: "consumer.heartbeat.interval.ms", isCheckedOnlyWhenSet: false },
  { name: "consumer.session.timeout.ms", isCheckedOnlyWhenSet: false },
  { name: "consumer.assignment.interval.ms", isCheckedOnlyWhenSet: true },
  { name: "share.heartbeat.interval.ms", isCheckedOnlyWhenSet: false },
  { name: "share.session.timeout.ms", isCheckedOnlyWhenSet: false },
  { name: "share.record.lock.duration.ms", isCheckedOnlyWhenSet: false },
  { name: "share.delivery.count.limit", isCheckedOnlyWhenSet: false },
  { name: "share.partition.max.record.locks", isCheckedOnlyWhenSet: false },
  { name: "share.assignment.interval.ms", isCheckedOnlyWhenSet: true },
];

/**
 * Checks the values that a group would have. They have been parsed and found valid one by one.
 * @throws ConfigException
 */
export function validateGroupConfigs(configs: ReadonlyMap<string, string>, config: KafkaConfig): void {
  for (const { name, isCheckedOnlyWhenSet } of BOUNDED) {
    if (isCheckedOnlyWhenSet && !configs.has(name)) continue;
    const value = numberOf(name, configs, config);
    const { min, max } = boundsOf(name);
    if (value < config.number(min)) throw new ConfigException(`${name} must be greater than or equal to ${min}`);
    if (value > config.number(max)) throw new ConfigException(`${name} must be less than or equal to ${max}`);
  }
  for (const kind of ["consumer", "share"]) {
    const sessionTimeoutMs = numberOf(`${kind}.session.timeout.ms`, configs, config);
    if (sessionTimeoutMs <= numberOf(`${kind}.heartbeat.interval.ms`, configs, config)) {
      throw new ConfigException(`${kind}.session.timeout.ms must be greater than ${kind}.heartbeat.interval.ms`);
    }
  }
}

/** A number that holds for the group: its own, pulled into the broker's bounds, or the broker's. */
export function groupConfigNumber(name: string, configs: ReadonlyMap<string, string>, config: KafkaConfig): number {
  const value = numberOf(name, configs, config);
  if (!configs.has(name)) return value;
  const { min, max } = boundsOf(name);
  return Math.min(Math.max(value, config.number(min)), config.number(max));
}

function numberOf(name: string, configs: ReadonlyMap<string, string>, config: KafkaConfig): number {
  const own = configs.get(name);
  return own === undefined
    ? config.number(`group.${name}`)
    : Number(parseAndValidate(GROUP_CONFIGS.get(name)!, own).value);
}

/** `consumer.x` lies between `group.consumer.min.x` and `group.consumer.max.x`. */
function boundsOf(name: string): { readonly min: string; readonly max: string } {
  const [kind = "", ...rest] = name.split(".");
  return { min: `group.${kind}.min.${rest.join(".")}`, max: `group.${kind}.max.${rest.join(".")}` };
}
