/**
 * The errors of serdes.
 */

/** Data that does not fit its schema, bytes that are not what they should be, or a registry that does not answer. */
export class SerdeError extends Error {
  /** NOT_READY: a schema has to be loaded first; INVALID_DATA: of the application; INVALID_BYTES: of a record; REGISTRY: its answer. */
  readonly code: "NOT_READY" | "INVALID_DATA" | "INVALID_BYTES" | "INVALID_SCHEMA" | "REGISTRY";
  /** Whether the same call can succeed later. */
  readonly retriable: boolean;
  /** The registry's own code, such as 40401 (no such subject). */
  readonly registryCode: number | undefined;

  constructor(
    code: SerdeError["code"],
    message: string,
    options: {
      readonly cause?: unknown;
      readonly retriable?: boolean;
      readonly registryCode?: number | undefined;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SerdeError";
    this.code = code;
    this.retriable = options.retriable ?? false;
    this.registryCode = options.registryCode;
  }
}
