// Java of the tests, compiled against Apache's jars into a directory of its own.
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { classPath, hasProgram, skipFor } from "./jars.ts";

/**
 * For `test(name, { skip: javacSkip() })`: false, or the reason why nothing can be compiled here.
 * @throws Error with that reason when OTTLA_REQUIRE_INTEROP=1.
 */
export function javacSkip(): string | false {
  return hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH");
}

/** The directory of the classes, which the caller removes. */
export function compileJava(source: string): string {
  const classes = mkdtempSync(join(tmpdir(), "ottla-java-"));
  const { status, stderr } = spawnSync("javac", ["-cp", classPath, "-d", classes, source], { encoding: "utf8" });
  if (status !== 0) throw new Error(`javac ${source}: ${stderr}`);
  return classes;
}
