/**
 * The validators of Kafka's `ConfigDef` and the few special ones of topic and quorum configs, with Kafka's messages.
 */

import { ConfigException, invalidValue } from "./config-exception.ts";
import type { ConfigValidator, ConfigValue } from "./config-definition.ts";
import { formatJavaList } from "./config-value.ts";
import { parseHostAndPort } from "./host-port.ts";

/** Numbers not below `min`. */
export function atLeast(min: number): ConfigValidator {
  return range(min, undefined);
}

/** Numbers from `min` to `max`, both included. */
export function between(min: number, max: number): ConfigValidator {
  return range(min, max);
}

function range(min: number, max: number | undefined): ConfigValidator {
  return {
    description: max === undefined ? `[${min},...]` : `[${min},...,${max}]`,
    ensureValid(name, value, text) {
      if (typeof value !== "number") throw invalidValue(name, null, "Value must be non-null");
      if (value < min) throw invalidValue(name, text, `Value must be at least ${min}`);
      if (max !== undefined && value > max) throw invalidValue(name, text, `Value must be no more than ${max}`);
    },
  };
}

/** `compression.gzip.level`: a level of zlib, or −1 for its default. */
export const gzipLevel: ConfigValidator = {
  description: "[1,...,9] or -1",
  ensureValid(name, value, text) {
    if (typeof value !== "number") throw invalidValue(name, null, "Value must be non-null");
    if (value > 9 || (value < 1 && value !== -1)) {
      throw invalidValue(name, text, "Value must be between 1 and 9 or equal to -1");
    }
  },
};

/** One of the given strings; null is not one. */
export function validString(...allowed: readonly string[]): ConfigValidator {
  return {
    description: formatJavaList(allowed),
    ensureValid(name, value, text) {
      if (typeof value !== "string" || !allowed.includes(value)) {
        throw invalidValue(name, text, `String must be one of: ${allowed.join(", ")}`);
      }
    },
  };
}

/** One of the given strings in any case. `shown` keeps the order in which Kafka lists them. */
export function caseInsensitiveString(...shown: readonly string[]): ConfigValidator {
  return {
    description: `(case insensitive) ${formatJavaList(shown)}`,
    ensureValid(name, value, text) {
      if (typeof value !== "string" || !shown.includes(value.toUpperCase())) {
        throw invalidValue(name, text, `String must be one of (case insensitive): ${shown.join(", ")}`);
      }
    },
  };
}

/** A list whose entries are distinct, non-empty and, where `allowed` has entries, among them. */
export function validList(options: {
  allowed?: readonly string[];
  isEmptyAllowed?: boolean;
  isNullAllowed?: boolean;
}): ConfigValidator {
  const { allowed = [], isEmptyAllowed = true, isNullAllowed = false } = options;
  const member = validString(...allowed);
  return {
    description: allowed.length === 0 ? "" : member.description,
    ensureValid(name, value) {
      if (value === null) {
        if (isNullAllowed) return;
        throw new ConfigException(`Configuration '${name}' values must not be null.`);
      }
      const entries = value as readonly string[];
      if (!isEmptyAllowed && entries.length === 0) {
        const valid = allowed.length === 0 ? "any non-empty value" : member.description;
        throw new ConfigException(`Configuration '${name}' must not be empty. Valid values include: ${valid}`);
      }
      if (new Set(entries).size !== entries.length) {
        throw new ConfigException(`Configuration '${name}' values must not be duplicated.`);
      }
      for (const entry of entries) {
        if (entry === "") throw new ConfigException(`Configuration '${name}' values must not be empty.`);
        if (allowed.length > 0) member.ensureValid(name, entry, entry);
      }
    },
  };
}

/** Anything but null. */
export const nonNull: ConfigValidator = {
  description: "non-null string",
  ensureValid(name, value) {
    if (value === null) throw invalidValue(name, "null", "entry must be non null");
  },
};

/** A string with at least one character, or null. */
export const nonEmptyString: ConfigValidator = {
  description: "non-empty string",
  ensureValid(name, value, text) {
    if (value === "") throw invalidValue(name, text, "String must be non-empty");
  },
};

/** `partition:broker` pairs, or `*`. */
export const throttledReplicas: ConfigValidator = {
  description: "[partitionId]:[brokerId],[partitionId]:[brokerId],...",
  ensureValid(name, value: ConfigValue, text) {
    const entries = (value as readonly string[]).map((entry) => entry.trim());
    if (entries.every((entry) => /^(?:[0-9]+:[0-9]+)?$/.test(entry)) || entries.join("") === "*") return;
    throw invalidValue(
      name,
      text,
      `${name} must be the literal '*' or a list of replicas in the following format: ` +
        "[partitionId]:[brokerId],[partitionId]:[brokerId],...",
    );
  },
};

/** `id@host:port` entries of `controller.quorum.voters`. */
export const quorumVoters: ConfigValidator = {
  description: "non-empty list",
  ensureValid(name, value) {
    if (value === null) throw invalidValue(name, null);
    for (const entry of value as readonly string[]) parseQuorumVoter(entry);
  },
};

/** One voter of `controller.quorum.voters`. */
export interface QuorumVoter {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

/** Reads one `id@host:port`. Throws `ConfigException`. */
export function parseQuorumVoter(entry: string): QuorumVoter {
  const form = "Each entry should be in the form `{id}@{host}:{port}`.";
  const parts = entry.split("@");
  const [idText = "", address = ""] = parts;
  if (parts.length !== 2 || address === "") {
    throw new ConfigException(`Invalid configuration value for controller.quorum.voters. ${form}`);
  }
  if (!/^[+-]?[0-9]+$/.test(idText)) {
    throw new ConfigException(`Failed to parse voter ID as an integer from ${idText}`);
  }
  const { host, port } = parseHostAndPort(address);
  for (const [part, what] of [
    [host, "name"],
    [port, "port"],
  ] as const) {
    if (part === undefined) {
      throw new ConfigException(
        `Failed to parse host ${what} from entry ${entry} for the configuration controller.quorum.voters. ${form}`,
      );
    }
  }
  return { id: Number(idText), host: host ?? "", port: port ?? 0 };
}

/** `host:port` entries of `controller.quorum.bootstrap.servers`. */
export const quorumBootstrapServers: ConfigValidator = {
  description: "non-empty list",
  ensureValid(name, value) {
    if (value === null) throw invalidValue(name, null);
    for (const entry of value as readonly string[]) {
      const { host, port } = parseHostAndPort(entry);
      for (const [part, what] of [
        [host, "name"],
        [port, "port"],
      ] as const) {
        if (part === undefined) {
          throw new ConfigException(
            `Failed to parse host ${what} from ${entry} for the configuration controller.quorum.bootstrap.servers. ` +
              'Each entry should be in the form "{host}:{port}"',
          );
        }
      }
    }
  },
};

const ISO_DURATION =
  /^[-+]?P(?:[-+]?[0-9]+D)?(?:T(?=[-+0-9])(?:[-+]?[0-9]+H)?(?:[-+]?[0-9]+M)?(?:[-+]?[0-9]+(?:[.,][0-9]{0,9})?S)?)?$/i;

/** `share.auto.offset.reset`: latest, earliest, or a duration back from now. */
export const shareAutoOffsetReset: ConfigValidator = {
  description: "[latest, earliest, by_duration:PnDTnHnMn.nS]",
  ensureValid(name, value, text) {
    if (value === "latest" || value === "earliest") return;
    const duration = typeof value === "string" && value.startsWith("by_duration:") ? value.slice(12) : undefined;
    if (duration !== undefined && ISO_DURATION.test(duration) && /[0-9]/.test(duration) && !duration.startsWith("-")) {
      return;
    }
    throw invalidValue(
      name,
      text,
      `Invalid value \`${text}\` for configuration ${name}. The value must be either 'earliest', 'latest' or of the ` +
        "format 'by_duration:<PnDTnHnMn.nS>'.",
    );
  },
};
