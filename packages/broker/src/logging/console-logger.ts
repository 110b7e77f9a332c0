/** A logger that writes one JSON-free, grep-friendly line an event to a stream: time, level, message, then the fields. */

import type { LogFields, Logger } from "./logger.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export interface ConsoleLoggerOptions {
  /** Lines below it are dropped. Default `info`. */
  readonly level?: LogLevel;
  /** Where lines go; standard error by default, so that standard output stays the program's. */
  readonly write?: (line: string) => void;
  readonly nowMs?: () => number;
}

/** A logger for people at a terminal. */
export function consoleLogger(options: ConsoleLoggerOptions = {}): Logger {
  const least = RANK[options.level ?? "info"];
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  const nowMs = options.nowMs ?? Date.now;
  const at =
    (level: LogLevel) =>
    (fields: LogFields, message: string): void => {
      if (RANK[level] >= least) {
        write(
          `${new Date(nowMs()).toISOString()} ${level.toUpperCase().padEnd(5)} ${message}${formatFields(fields)}\n`,
        );
      }
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function formatFields(fields: LogFields): string {
  let text = "";
  for (const [name, value] of Object.entries(fields)) {
    text += ` ${name}=${formatValue(value)}`;
  }
  return text;
}

function formatValue(value: unknown): string {
  if (value instanceof Error) {
    return oneLine(value.stack ?? value.message);
  }
  if (typeof value === "string") {
    return /^[\w.:/@-]+$/.test(value) ? value : oneLine(value);
  }
  return typeof value === "bigint" ? value.toString() : (JSON.stringify(value) ?? "undefined");
}

/** Text from outside must not forge log lines. */
function oneLine(text: string): string {
  return JSON.stringify(text);
}
