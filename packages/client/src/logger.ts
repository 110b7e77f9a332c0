/**
 * Where a client says what no return value can: an interceptor that threw, a consumer that makes no progress.
 *
 * The default hands warnings and errors to Node's `process.emitWarning` (printed on stderr, or taken by a `warning` listener) and drops the rest.
 * Any logger of the usual shape (pino, winston, console) can be given instead, as the port `logger`.
 */

/** What a line is about, for machines. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A logger: four levels, a sentence, and fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const drop = (): void => undefined;

/** Warnings and errors as warnings of the process; nothing else. */
export const processLogger: Logger = {
  debug: drop,
  info: drop,
  warn: (message) => process.emitWarning(message, "OttlaClientWarning"),
  error: (message) => process.emitWarning(message, "OttlaClientError"),
};
