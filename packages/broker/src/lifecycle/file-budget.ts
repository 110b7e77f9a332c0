/**
 * What the process's limit of open files is spent on: one file a partition at most, the rest for connections, indexes, checkpoints and whatever
 * else a process opens. A broker that would run out of files refuses to hold more partitions, and says so before.
 */

import { readFileSync } from "node:fs";

/** See the file's head. */
export interface FileBudget {
  /** The process's limit; Infinity where there is none, or nobody knows it. */
  readonly openFilesMax: number;
  /** Files of logs that may rest open. */
  readonly logFilesMax: number;
  /** Partitions that the broker holds at most. */
  readonly partitionsMax: number;
}

const RESERVED_LEAST = 64;
const RESERVED_MOST = 4096;
/** Where the process has no limit. */
const LOG_FILES_WITHOUT_LIMIT = 65_536;

/** How a limit is spent: a quarter of it, 64 to 4,096 files, is for other things than logs. */
export function fileBudget(openFilesMax: number): FileBudget {
  if (openFilesMax === Infinity) return { openFilesMax, logFilesMax: LOG_FILES_WITHOUT_LIMIT, partitionsMax: Infinity };
  const reserved = Math.min(RESERVED_MOST, Math.max(RESERVED_LEAST, Math.ceil(openFilesMax / 4)));
  const logFilesMax = Math.max(1, openFilesMax - reserved);
  return { openFilesMax, logFilesMax, partitionsMax: logFilesMax };
}

/** The soft limit, which Node raises to the hard one when it starts. */
export function openFilesLimit(): number {
  let text: string;
  try {
    text = readFileSync("/proc/self/limits", "utf8");
  } catch {
    return reportedLimit();
  }
  const soft = /^Max open files\s+(\d+)/m.exec(text)?.[1];
  return soft === undefined ? Infinity : Number(soft);
}

/** What Node's diagnostic report says, for systems without /proc. */
function reportedLimit(): number {
  const report: unknown = process.report.getReport();
  if (typeof report !== "object" || report === null || !("userLimits" in report)) return Infinity;
  const limits: unknown = report.userLimits;
  if (typeof limits !== "object" || limits === null || !("open_files" in limits)) return Infinity;
  const openFiles: unknown = limits.open_files;
  if (typeof openFiles !== "object" || openFiles === null || !("soft" in openFiles)) return Infinity;
  return typeof openFiles.soft === "number" ? openFiles.soft : Infinity;
}
