// How a failed command speaks: one clear sentence on stderr.

/** The user called a command in a way it does not have; the message says what to write instead. */
export class UsageError extends Error {
  readonly code = "ERR_OTTLA_USAGE";
}

/**
 * What a command was given to work with cannot be used: a file, a date, a partition that is not there. Where a tool has its own way to
 * print what a broker refused, it prints this in the same way.
 */
export class InputError extends Error {
  readonly code = "ERR_OTTLA_INPUT";
}

/** One sentence for any failure; the stack of an unexpected one only with OTTLA_DEBUG=1. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}`;
  if (process.env["OTTLA_DEBUG"] === "1") return error.stack ?? error.message;
  const message = error.message === "" ? error.name : error.message;
  return error instanceof UsageError || error instanceof InputError ? message : `Error: ${message}`;
}
