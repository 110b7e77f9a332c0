/**
 * Which lines of code a thread has reached, as V8 counts them. Types are taken out of a source before it runs without moving anything, so that V8's
 * offsets are those of the file. Lines with nothing but comments, brackets and types do not count.
 */
import { readdirSync, readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import type { Profiler } from "node:inspector";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PACKAGES = fileURLToPath(new URL("../../../packages/", import.meta.url));

export interface ReachedLines {
  readonly reached: number;
  readonly all: number;
}

/** Counts what is loaded and runs from when it is made. */
export class Coverage {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  static async start(): Promise<Coverage> {
    const session = new Session();
    session.connect();
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
    return new Coverage(session);
  }

  /** By folder below packages, tests and what they stand on left out. Ends the counting. */
  async linesOf(folders: readonly string[]): Promise<Map<string, ReachedLines>> {
    const { result } = await this.#session.post("Profiler.takePreciseCoverage");
    this.#session.disconnect();
    const scripts = new Map(result.map((script) => [script.url, script]));
    return new Map(folders.map((folder) => [folder, linesOfFolder(folder, scripts)]));
  }
}

function linesOfFolder(folder: string, scripts: ReadonlyMap<string, Profiler.ScriptCoverage>): ReachedLines {
  let reached = 0;
  let all = 0;
  for (const name of readdirSync(join(PACKAGES, folder))) {
    if (!name.endsWith(".ts") || name.endsWith(".test.ts")) continue;
    const path = join(PACKAGES, folder, name);
    const lines = reachedLines(stripTypeScriptTypes(readFileSync(path, "utf8")), scripts.get(pathToFileURL(path).href));
    all += lines.length;
    reached += lines.filter(Boolean).length;
  }
  return { reached, all };
}

/** For each line of code whether it was reached. */
export function reachedLines(source: string, script: Profiler.ScriptCoverage | undefined): boolean[] {
  // Each function's ranges begin with the whole of it, and each range lies within one before it.
  const ranges = script?.functions.flatMap((one) => one.ranges) ?? [];
  ranges.sort((one, other) => one.startOffset - other.startOffset || other.endOffset - one.endOffset);
  const lines: boolean[] = [];
  let offset = 0;
  for (const line of source.split("\n")) {
    const at = offset + line.length - line.trimStart().length;
    offset += line.length + 1;
    if (!isCode(line)) continue;
    const innermost = ranges.findLast(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
    lines.push(innermost !== undefined && innermost.count > 0);
  }
  return lines;
}

function isCode(line: string): boolean {
  return /[\w"']/.test(line) && !/^\s*(?:\/\/|\/?\*)/.test(line);
}
