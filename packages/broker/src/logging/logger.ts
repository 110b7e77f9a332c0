/**
 * The broker's log: one line an event, levels as usual, fields as data. Behind an interface so that an embedding
 * program passes its own (a pino logger fits as it is: the fields come first there too).
 */

/** Structured fields of a log line. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Says nothing: the default of a broker inside a test process. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};
