// Apache Kafka's jars for tests: fetched once through Maven into .cache/apache/libs, outside git.
//
// Java, javac or Maven may be missing on a developer's machine. Then `apacheAvailability` says which, and a test skips with
// that sentence; with OTTLA_REQUIRE_INTEROP=1 (continuous integration) the same is a failure. A test never passes
// because Apache Kafka was not there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version that everything is compared with. */
export const APACHE_VERSION = "4.3.0";

const here: string = dirname(fileURLToPath(import.meta.url));
/** Where jars, formatted templates and compiled Java end up; git ignores it. */
export const cacheDir: string = join(dirname(dirname(here)), ".cache", "apache");
/** The folder of the jars. */
export const libsDir: string = join(cacheDir, "libs");
/** The class path of the broker, the tools and the Java client. */
export const classPath: string = join(libsDir, "*");

/** Whether Apache Kafka can run here, and why not. */
export type Availability = { readonly available: true } | { readonly available: false; readonly reason: string };

let known: Availability | undefined;

/** Fetches the jars when they are not there yet (network: Maven Central). Cheap when they are. */
export function apacheAvailability(): Availability {
  known ??= find();
  return known;
}

/** Whether a missing outside tool is a failure instead of a skip. */
export function interopRequired(): boolean {
  return process.env["OTTLA_REQUIRE_INTEROP"] === "1";
}

/**
 * For `test(name, { skip: apacheSkip() })`: false, or the reason why Apache Kafka cannot run here.
 * @throws Error with that reason when OTTLA_REQUIRE_INTEROP=1.
 */
export function apacheSkip(): string | false {
  const availability = apacheAvailability();
  return availability.available ? false : skipFor(availability.reason);
}

/**
 * A reason to skip, or the error that it is under OTTLA_REQUIRE_INTEROP=1.
 * @throws Error when OTTLA_REQUIRE_INTEROP=1.
 */
export function skipFor(reason: string): string {
  if (interopRequired()) throw new Error(`${reason} (and OTTLA_REQUIRE_INTEROP=1 forbids skipping)`);
  return reason;
}

/** Whether a program of that name is on the PATH and starts. */
export function hasProgram(name: string, versionFlag = "--version"): boolean {
  return spawnSync(name, [versionFlag], { stdio: "ignore" }).error === undefined;
}

function find(): Availability {
  if (!hasProgram("java", "-version"))
    return { available: false, reason: "java is not on the PATH: Apache Kafka cannot run" };
  const pom = readFileSync(join(here, "pom.xml"));
  const stamp = createHash("sha256").update(pom).digest("hex");
  const stampFile = join(cacheDir, "libs.sha256");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp && hasBrokerJar()) return { available: true };
  if (!hasProgram("mvn")) {
    return { available: false, reason: "mvn is not on the PATH: Apache Kafka's jars cannot be fetched" };
  }
  rmSync(libsDir, { recursive: true, force: true });
  mkdirSync(libsDir, { recursive: true });
  const maven = spawnSync(
    "mvn",
    [
      "-q",
      "-B",
      "-f",
      join(here, "pom.xml"),
      "dependency:copy-dependencies",
      `-DoutputDirectory=${libsDir}`,
      "-DincludeScope=runtime",
    ],
    { encoding: "utf8" },
  );
  if (maven.status !== 0 || !hasBrokerJar()) {
    return {
      available: false,
      reason: `Maven could not fetch Apache Kafka's jars: ${(maven.stdout + maven.stderr).slice(-500)}`,
    };
  }
  writeFileSync(stampFile, stamp);
  return { available: true };
}

function hasBrokerJar(): boolean {
  return existsSync(libsDir) && readdirSync(libsDir).includes(`kafka_2.13-${APACHE_VERSION}.jar`);
}
