// A CPU profile as text: the functions that take most time themselves, with the time that they take with all they call.
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** What `Profiler.stop` gives. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface FunctionTime {
  readonly name: string;
  readonly place: string;
  selfMs: number;
  totalMs: number;
}

const maps = new Map<string, SourceMap | undefined>();

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) {
    const mapFile = `${file}.map`;
    const payload: unknown = existsSync(mapFile) ? JSON.parse(readFileSync(mapFile, "utf8")) : undefined;
    maps.set(
      file,
      payload === undefined ? undefined : new SourceMap(payload as ConstructorParameters<typeof SourceMap>[0]),
    );
  }
  return maps.get(file);
}

/** Where a function stands in the sources; bundles are looked up in their source maps. */
function placeOf({ url, lineNumber, columnNumber }: CallFrame): string {
  if (!url.startsWith("file:")) return url;
  const file = fileURLToPath(url);
  const entry = mapOf(file)?.findEntry(lineNumber, columnNumber);
  if (entry !== undefined && "originalSource" in entry) {
    const source = resolve(dirname(file), entry.originalSource);
    return `${relative(root, source)}:${entry.originalLine + 1}`;
  }
  return `${relative(root, file)}:${lineNumber + 1}`;
}

/** The time of each function, by self time; `(idle)` is left out. */
export function functionTimes(profile: CpuProfile): FunctionTime[] {
  const selfMs = new Map<number, number>();
  profile.samples.forEach((id, index) => {
    selfMs.set(id, (selfMs.get(id) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  });
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const times = new Map<string, FunctionTime>();
  const timeOf = (frame: CallFrame): FunctionTime => {
    const key = `${frame.functionName} ${frame.url} ${frame.lineNumber} ${frame.columnNumber}`;
    let time = times.get(key);
    if (time === undefined) {
      time = { name: frame.functionName || "(anonymous)", place: placeOf(frame), selfMs: 0, totalMs: 0 };
      times.set(key, time);
    }
    return time;
  };
  /** Adds up a subtree; a function that is on the stack already has its total from further up. */
  const walk = (id: number, stack: ReadonlySet<FunctionTime>): number => {
    const node = nodes.get(id);
    if (node === undefined) return 0;
    const time = timeOf(node.callFrame);
    const own = selfMs.get(id) ?? 0;
    const below = new Set(stack).add(time);
    let total = own;
    for (const child of node.children ?? []) total += walk(child, below);
    time.selfMs += own;
    if (!stack.has(time)) time.totalMs += total;
    return total;
  };
  const [first] = profile.nodes;
  if (first !== undefined) walk(first.id, new Set());
  return [...times.values()]
    .filter(({ name }) => name !== "(root)" && name !== "(idle)")
    .sort((a, b) => b.selfMs - a.selfMs);
}

/** The first `count` functions as a table; percentages are of the time that the event loop was busy. */
export function topFunctions(profile: CpuProfile, count: number): string {
  const times = functionTimes(profile);
  const busyMs = times.reduce((sum, { selfMs }) => sum + selfMs, 0);
  const percent = (ms: number): string => `${((100 * ms) / busyMs).toFixed(1)} %`.padStart(7);
  const rows = times
    .slice(0, count)
    .map(({ name, place, selfMs, totalMs }) => `${percent(selfMs)}  ${percent(totalMs)}  ${name}  ${place}`.trimEnd());
  return ["   self    total  function", ...rows].join("\n");
}
