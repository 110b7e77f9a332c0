// Reads a configuration from a file: TOML as Burrow's, or the same as YAML; of a directory the file that Burrow would take, or its YAML twin.
import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { lagConfigOf } from "./lag-config.ts";
import type { Environment, LagConfig } from "./lag-config.ts";
import { LagConfigError } from "./section.ts";

const NAMES = ["burrow.toml", "burrow.yaml", "burrow.yml"];

/** The tree a text stands for. @throws LagConfigError saying where the text is wrong */
export async function parseConfig(text: string, format: "toml" | "yaml"): Promise<unknown> {
  try {
    if (format === "toml") return (await import("smol-toml")).parse(text);
    return (await import("yaml")).parse(text) as unknown;
  } catch (error) {
    throw new LagConfigError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function fileOf(path: string): Promise<string> {
  if (!(await stat(path)).isDirectory()) return path;
  for (const name of NAMES) {
    const file = join(path, name);
    if ((await stat(file).catch(() => undefined))?.isFile() === true) return file;
  }
  throw new LagConfigError(`there is none of ${NAMES.join(", ")} in ${path}`);
}

/** @throws LagConfigError for a file that cannot be read or says something wrong */
export async function loadConfig(path: string, environment: Environment): Promise<LagConfig> {
  let text: string;
  let file: string;
  try {
    file = await fileOf(path);
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof LagConfigError) throw error;
    throw new LagConfigError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  try {
    const format = [".yaml", ".yml"].includes(extname(file).toLowerCase()) ? "yaml" : "toml";
    return lagConfigOf(await parseConfig(text, format), environment);
  } catch (error) {
    if (error instanceof LagConfigError) throw new LagConfigError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}
