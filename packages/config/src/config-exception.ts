/**
 * The one error of this package: a configuration key or value that cannot be used. The message is worded as Kafka's
 * `ConfigException` words it, because tools print it and tests compare it.
 */

/** Thrown for a value that does not parse or does not validate; answered as INVALID_CONFIG(40) by request handlers. */
export class ConfigException extends Error {
  override readonly name: string = "ConfigException";
  readonly code: string = "INVALID_CONFIG";
  readonly retriable: boolean = false;
}

/** The exception for one value of one key: `Invalid value V for configuration K: why`. */
export function invalidValue(name: string, value: string | null, why?: string): ConfigException {
  const suffix = why === undefined ? "" : `: ${why}`;
  return new ConfigException(`Invalid value ${value} for configuration ${name}${suffix}`);
}

/** The exception for a key that Apache Kafka knows and this broker does not serve yet. */
export class UnservedConfigException extends ConfigException {
  override readonly name: string = "UnservedConfigException";
  override readonly code: string = "CONFIG_NOT_SERVED";
}

/** A rule between configs does not hold: what Apache Kafka's own code states with `require`. */
export class ConfigRequirementException extends ConfigException {
  override readonly name: string = "ConfigRequirementException";
}
