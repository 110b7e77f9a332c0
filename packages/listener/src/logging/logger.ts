/** Where a container says what happened. The default writes warnings and errors, one line each, to standard error. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string, error?: unknown): void;
  error(message: string, error?: unknown): void;
}

function line(level: string, message: string, error: unknown): string {
  const reason =
    error === undefined ? "" : `: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return `${level} ottla.listener ${message}${reason}\n`;
}

/** Warnings and errors to standard error; the rest to nowhere. */
export const standardErrorLogger: Logger = {
  debug() {},
  info() {},
  warn(message, error) {
    process.stderr.write(line("WARN", message, error));
  },
  error(message, error) {
    process.stderr.write(line("ERROR", message, error));
  },
};

/** Says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
