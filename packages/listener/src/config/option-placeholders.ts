/** Fills placeholders in the texts of a listener's options, wherever Spring's annotation allows them. Pure. */
import type { ListenerOptions } from "../listener/listener-options.ts";
import type { Lookup } from "./placeholders.ts";
import { resolvePlaceholders } from "./placeholders.ts";

const NAMES: ReadonlySet<string> = new Set([
  "id",
  "groupId",
  "topics",
  "topicPattern",
  "topicPartitions",
  "clientIdPrefix",
  "concurrency",
  "autoStartup",
  "properties",
  "info",
  "containerGroup",
  "containerFactory",
  "bootstrapServers",
]);

export function withPlaceholders(options: ListenerOptions, lookup: Lookup): ListenerOptions {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      NAMES.has(name) ? filled(value, lookup) : (value as unknown),
    ]),
  ) as ListenerOptions;
}

/** Texts anywhere in plain lists and objects; everything else as it is. */
function filled(value: unknown, lookup: Lookup): unknown {
  if (typeof value === "string") return resolvePlaceholders(value, lookup);
  if (Array.isArray(value)) return value.map((one) => filled(one, lookup));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, lookup)]));
}
