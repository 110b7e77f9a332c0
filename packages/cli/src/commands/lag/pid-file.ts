// The file that holds the monitor's process id, so that a second one on the same machine does not start by mistake.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { InputError } from "../../failure.ts";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else is alive too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Writes the file, and removes it in the end; no path, no file. @throws InputError while the process it names is alive */
export function holdPidFile(path: string): Disposable {
  if (path === "") return { [Symbol.dispose]: () => undefined };
  let held = "";
  try {
    held = readFileSync(path, "utf8").trim();
  } catch {
    // There is none.
  }
  const pid = Number(held);
  if (Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid))
    throw new InputError(`${path} names process ${pid}, which is running`);
  writeFileSync(path, `${process.pid}\n`);
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}
