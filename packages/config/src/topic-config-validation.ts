/**
 * The rules for a topic's configs: known names, values that parse, values that fit each other. Kafka's
 * `LogConfig.validate`, with its wording.
 */

import { ensureServed, parseConfigs } from "./config-def.ts";
import type { ConfigValue } from "./config-definition.ts";
import { ConfigException } from "./config-exception.ts";
import { TOPIC_CONFIGS } from "./topic-configs.ts";

/** Throws `ConfigException` for the first thing that is wrong with `props` over the broker's `defaults`. */
export function validateTopicConfigs(
  props: ReadonlyMap<string, string>,
  defaults: ReadonlyMap<string, string | null>,
): void {
  for (const name of props.keys()) {
    if (!TOPIC_CONFIGS.has(name)) throw new ConfigException(`Unknown topic config name: ${name}`);
  }
  const values = parseConfigs(TOPIC_CONFIGS, new Map([...defaults, ...props]));
  validateCompactionLag(values, new Map([...defaults, ...props]));
  if (values.get("remote.storage.enable") === true) {
    throw new ConfigException(
      "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.",
    );
  }
  for (const [name, text] of props) ensureServed(TOPIC_CONFIGS.get(name)!, text);
}

function validateCompactionLag(
  values: ReadonlyMap<string, ConfigValue>,
  texts: ReadonlyMap<string, string | null>,
): void {
  const min = "min.compaction.lag.ms";
  const max = "max.compaction.lag.ms";
  if (Number(values.get(min)) > Number(values.get(max))) {
    throw new ConfigException(
      `conflict topic config setting ${min} (${texts.get(min)?.trim()}) > ${max} (${texts.get(max)?.trim()})`,
    );
  }
}
