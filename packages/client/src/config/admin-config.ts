/**
 * The options of the admin client, by Kafka's names, with the defaults of Apache Kafka 4.3.
 */
import { COMMON_KEYS, COMMON_REFUSED, INT32_MAX, checkCommon } from "./common-config.ts";
import type { CommonConfig, CommonOptions } from "./common-config.ts";
import { listKey, numberKey } from "./definition.ts";
import type { CamelOptions, ConfigTable } from "./definition.ts";

/** Admin options under Kafka's dotted names. */
export interface DottedAdminOptions extends CommonOptions {
  /**
   * Where to find the controllers, instead of `bootstrap.servers` (KIP-919): `host:port` texts of controller listeners, as a list or separated
   * by commas; default none. All requests then go to controllers; a call that only brokers can answer fails with
   * `UNSUPPORTED_ENDPOINT_TYPE`, and any call with `MISMATCHED_ENDPOINT_TYPE` where a broker listens at the address.
   */
  readonly "bootstrap.controllers"?: string | readonly string[];
  /** How long a call may take altogether, in ms; default 60,000. */
  readonly "default.api.timeout.ms"?: number;
  /** How often a failed request of a call is tried again at most; default 2^31 − 1. */
  readonly retries?: number;
}

/** Admin options, dotted or in camelCase, or as pairs of a properties file. */
export type AdminOptions = (DottedAdminOptions & CamelOptions<DottedAdminOptions>) | ReadonlyMap<string, unknown>;

/** The admin options after parsing. */
export interface AdminConfig extends CommonConfig {
  readonly "bootstrap.controllers": readonly string[];
  readonly "default.api.timeout.ms": number;
  readonly retries: number;
}

/** The declarations of {@link AdminConfig}. */
export const ADMIN_CONFIG: ConfigTable<AdminConfig> = {
  client: "admin",
  keys: {
    ...COMMON_KEYS,
    "bootstrap.controllers": listKey([]),
    "connections.max.idle.ms": numberKey(300_000, -1),
    "default.api.timeout.ms": numberKey(60_000, 0, INT32_MAX),
    retries: numberKey(INT32_MAX, 0, INT32_MAX),
  },
  refused: new Map([...COMMON_REFUSED, ["enable.metrics.push", "this client does not tell brokers its metrics"]]),
  check(resolved, given) {
    const [servers, controllers] = [resolved["bootstrap.servers"], resolved["bootstrap.controllers"]];
    if (servers.length > 0 && controllers.length > 0)
      throw new Error("You cannot set both bootstrap.servers and bootstrap.controllers");
    if (servers.length === 0 && controllers.length === 0)
      throw new Error("You must set either bootstrap.servers or bootstrap.controllers");
    checkCommon(resolved, given, [...servers, ...controllers]);
    if (resolved["default.api.timeout.ms"] < resolved["request.timeout.ms"]) {
      throw new Error(
        "The specified value of default.api.timeout.ms must be no smaller than the value of request.timeout.ms.",
      );
    }
    return resolved;
  },
};
