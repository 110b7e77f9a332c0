// A file system that fails on demand, for a broker in a process of its own: loaded before it with `--import`, it stands between `node:fs` and the
// system. What fails is read from the file that OTTLA_FAULTS names, before each operation that may; without that file nothing does.
import fs from "node:fs";

/** Paths that contain the text; undefined: none. */
export interface Plan {
  /** Writes find no room. */
  readonly full?: string;
  /** Reads, writes and syncs of a device that is gone. */
  readonly readErrors?: string;
  readonly writeErrors?: string;
  readonly syncErrors?: string;
  /** A sync takes so much longer. */
  readonly slowSyncs?: string;
  readonly slowMs?: number;
}

type Done = (error: NodeJS.ErrnoException | null, ...rest: unknown[]) => void;
type AnyFunction = (...args: unknown[]) => unknown;

const planFile = process.env["OTTLA_FAULTS"] ?? "";
const paths = new Map<number, string>();
const original = { ...fs };
const patched = fs as unknown as Record<string, AnyFunction>;

function plan(): Plan {
  try {
    return JSON.parse(original.readFileSync(planFile, "utf8")) as Plan;
  } catch {
    // No plan, or one that is being written.
    return {};
  }
}

function errorOf(code: "ENOSPC" | "EIO", what: string): NodeJS.ErrnoException {
  const text = code === "EIO" ? "i/o error" : "no space left on device";
  return Object.assign(new Error(`${code}: ${text}, ${what}`), { code });
}

/** The error that this operation on this file meets. */
function faultOf(what: "read" | "write" | "sync", path: string): NodeJS.ErrnoException | undefined {
  const { full, readErrors, writeErrors, syncErrors } = plan();
  const isOf = (text: string | undefined): boolean => text !== undefined && path.includes(text);
  if (what === "write" && isOf(full)) return errorOf("ENOSPC", what);
  const errors = { read: readErrors, write: writeErrors, sync: syncErrors };
  return isOf(errors[what]) ? errorOf("EIO", what) : undefined;
}

const nameOf = (target: unknown): string => (typeof target === "number" ? (paths.get(target) ?? "") : String(target));

/** The callback form of an operation whose first argument is a descriptor or a path. */
function wrap(name: "read" | "write" | "writev" | "readFile" | "fdatasync", what: "read" | "write" | "sync"): void {
  const real = original[name] as AnyFunction;
  patched[name] = (...args) => {
    const done = args.at(-1) as Done;
    const path = nameOf(args[0]);
    const error = faultOf(what, path);
    if (error) return setImmediate(done, error);
    const { slowSyncs, slowMs = 0 } = what === "sync" ? plan() : {};
    if (slowSyncs !== undefined && path.includes(slowSyncs)) return setTimeout(() => real(...args), slowMs);
    return real(...args);
  };
}

/** The blocking form. */
function wrapSync(name: "readSync" | "writeSync" | "writevSync" | "readFileSync" | "fdatasyncSync"): void {
  const real = original[name] as AnyFunction;
  const what = name.startsWith("read") ? "read" : name.startsWith("write") ? "write" : "sync";
  patched[name] = (...args) => {
    const error = faultOf(what, nameOf(args[0]));
    if (error) throw error;
    return real(...args);
  };
}

patched["open"] = (...args) => {
  const done = args.at(-1) as Done;
  const remember: Done = (error, descriptor) => {
    if (!error) paths.set(descriptor as number, String(args[0]));
    done(error, descriptor);
  };
  return (original.open as AnyFunction)(...args.slice(0, -1), remember);
};
patched["openSync"] = (...args) => {
  const descriptor = (original.openSync as AnyFunction)(...args) as number;
  paths.set(descriptor, String(args[0]));
  return descriptor;
};
wrap("read", "read");
wrap("readFile", "read");
wrap("write", "write");
wrap("writev", "write");
wrap("fdatasync", "sync");
for (const name of ["readSync", "writeSync", "writevSync", "readFileSync", "fdatasyncSync"] as const) wrapSync(name);
