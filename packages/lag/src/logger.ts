/** Where a monitor tells what happens. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "fatal";

export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

const ORDER: readonly LogLevel[] = ["debug", "info", "warn", "error", "fatal"];

/** Writes a line of JSON a message, as Burrow does, for the level and those above it. The level may change. */
export class JsonLogger implements Logger {
  level: LogLevel;
  readonly #write: (line: string) => void;
  readonly #nowMs: () => number;

  constructor(level: LogLevel, write: (line: string) => void, nowMs: () => number) {
    this.level = level;
    this.#write = write;
    this.#nowMs = nowMs;
  }

  log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (ORDER.indexOf(level) < ORDER.indexOf(this.level)) return;
    this.#write(`${JSON.stringify({ level, ts: this.#nowMs() / 1000, msg: message, ...fields })}\n`);
  }
}

/** What went wrong, in a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
