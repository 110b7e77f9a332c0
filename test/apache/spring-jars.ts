// Spring for Apache Kafka's jars for tests, fetched once through Maven beside Apache Kafka's (see jars.ts), and the compiled helper.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDir, hasProgram, skipFor } from "./jars.ts";

const here = dirname(fileURLToPath(import.meta.url));
const springDir = join(cacheDir, "spring");

export interface SpringJava {
  /** For `java -cp`. */
  readonly classPath: string;
}

/** The helpers compiled against Spring; or the reason why it cannot be, which is an error when OTTLA_REQUIRE_INTEROP=1. */
export function springJava(...sources: readonly string[]): SpringJava | { readonly skip: string } {
  for (const [program, flag] of [
    ["java", "-version"],
    ["javac", "-version"],
    ["mvn", "-v"],
  ] as const) {
    if (!hasProgram(program, flag)) return { skip: skipFor(`${program} is not on the PATH: Spring cannot run`) };
  }
  const pom = join(here, "spring-pom.xml");
  const libs = join(springDir, "libs");
  const failure = once(join(springDir, "libs.sha256"), [pom], () => {
    rmSync(libs, { recursive: true, force: true });
    mkdirSync(libs, { recursive: true });
    const goals = ["dependency:copy-dependencies", `-DoutputDirectory=${libs}`, "-DincludeScope=runtime"];
    return spawnSync("mvn", ["-q", "-B", "-f", pom, ...goals], { encoding: "utf8" });
  });
  if (failure !== undefined) return { skip: skipFor(`Maven could not fetch Spring's jars: ${failure}`) };
  const classes = join(springDir, "classes");
  const broken = once(join(springDir, "classes.sha256"), [pom, ...sources], () => {
    mkdirSync(classes, { recursive: true });
    return spawnSync("javac", ["-cp", join(libs, "*"), "-d", classes, ...sources], { encoding: "utf8" });
  });
  if (broken !== undefined) throw new Error(`${sources.join(", ")} does not compile: ${broken}`);
  return { classPath: `${join(libs, "*")}:${classes}` };
}

/** Does the work unless it was done for the same inputs; what went wrong, if something did. */
function once(
  stampFile: string,
  inputs: readonly string[],
  work: () => { readonly status: number | null; readonly stdout: string; readonly stderr: string },
): string | undefined {
  const hash = createHash("sha256");
  for (const input of inputs) hash.update(readFileSync(input));
  const stamp = hash.digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return undefined;
  const { status, stdout, stderr } = work();
  if (status !== 0) return (stdout + stderr).slice(-800);
  writeFileSync(stampFile, stamp);
  return undefined;
}
