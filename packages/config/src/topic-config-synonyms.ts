/**
 * Which broker configs stand behind a topic config, in order of precedence, with the unit each is given in. The first
 * one that is set decides; without any, the first one's default.
 */

/** One broker config behind a topic config. */
export interface ConfigSynonym {
  readonly name: string;
  /** What one unit of the broker config is in the topic config's unit (hours to milliseconds…). */
  readonly factor: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

function same(name: string): readonly ConfigSynonym[] {
  return [{ name, factor: 1 }];
}

/** Broker synonyms by topic config. A topic config that is missing here has no broker default. */
export const TOPIC_CONFIG_SYNONYMS: ReadonlyMap<string, readonly ConfigSynonym[]> = new Map([
  ["cleanup.policy", same("log.cleanup.policy")],
  ["compression.gzip.level", same("compression.gzip.level")],
  ["compression.lz4.level", same("compression.lz4.level")],
  ["compression.type", same("compression.type")],
  ["compression.zstd.level", same("compression.zstd.level")],
  ["delete.retention.ms", same("log.cleaner.delete.retention.ms")],
  ["file.delete.delay.ms", same("log.segment.delete.delay.ms")],
  ["flush.messages", same("log.flush.interval.messages")],
  [
    "flush.ms",
    [
      { name: "log.flush.interval.ms", factor: 1 },
      { name: "log.flush.scheduler.interval.ms", factor: 1 },
    ],
  ],
  ["index.interval.bytes", same("log.index.interval.bytes")],
  ["local.retention.bytes", same("log.local.retention.bytes")],
  ["local.retention.ms", same("log.local.retention.ms")],
  ["max.compaction.lag.ms", same("log.cleaner.max.compaction.lag.ms")],
  ["max.message.bytes", same("message.max.bytes")],
  ["message.timestamp.after.max.ms", same("log.message.timestamp.after.max.ms")],
  ["message.timestamp.before.max.ms", same("log.message.timestamp.before.max.ms")],
  ["message.timestamp.type", same("log.message.timestamp.type")],
  ["min.cleanable.dirty.ratio", same("log.cleaner.min.cleanable.ratio")],
  ["min.compaction.lag.ms", same("log.cleaner.min.compaction.lag.ms")],
  ["min.insync.replicas", same("min.insync.replicas")],
  ["preallocate", same("log.preallocate")],
  ["retention.bytes", same("log.retention.bytes")],
  [
    "retention.ms",
    [
      { name: "log.retention.ms", factor: 1 },
      { name: "log.retention.minutes", factor: MINUTE_MS },
      { name: "log.retention.hours", factor: HOUR_MS },
    ],
  ],
  ["segment.bytes", same("log.segment.bytes")],
  ["segment.index.bytes", same("log.index.size.max.bytes")],
  [
    "segment.jitter.ms",
    [
      { name: "log.roll.jitter.ms", factor: 1 },
      { name: "log.roll.jitter.hours", factor: HOUR_MS },
    ],
  ],
  [
    "segment.ms",
    [
      { name: "log.roll.ms", factor: 1 },
      { name: "log.roll.hours", factor: HOUR_MS },
    ],
  ],
  ["unclean.leader.election.enable", same("unclean.leader.election.enable")],
]);

const LISTENER_CONFIG = /^listener\.name\.[^.]*\.(.*)$/;
const LISTENER_MECHANISM_CONFIGS: readonly string[] = [
  "sasl.jaas.config",
  "sasl.login.callback.handler.class",
  "sasl.login.class",
  "sasl.server.callback.handler.class",
  "connections.max.reauth.ms",
];

/** The broker configs that mean the same as `name`, strongest first; Kafka's `brokerConfigSynonyms`. */
export function brokerConfigSynonyms(name: string, matchListenerOverride: boolean): readonly string[] {
  if (name !== "log.flush.scheduler.interval.ms") {
    for (const synonyms of TOPIC_CONFIG_SYNONYMS.values()) {
      if (synonyms.length > 1 && synonyms.some((synonym) => synonym.name === name)) {
        return synonyms.map((synonym) => synonym.name);
      }
    }
  }
  const base = matchListenerOverride ? LISTENER_CONFIG.exec(name)?.[1] : undefined;
  if (base === undefined) return [name];
  return [name, LISTENER_MECHANISM_CONFIGS.find((config) => base.endsWith(config)) ?? base];
}
