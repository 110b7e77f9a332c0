// A real Telegraf: only the plugins of this pipeline, built by Go into .cache/telegraf (a minute the first time).
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasProgram, skipFor } from "../../apache/jars.ts";
import { OutsideServer } from "./outside-server.ts";

const VERSION = "v1.37.2";
const BIN = new URL(`../../../.cache/telegraf/${VERSION}/`, import.meta.url).pathname;
const TAGS = "custom,inputs.burrow,outputs.opensearch";
const MODULE = "github.com/influxdata/telegraf/cmd/telegraf";

/** Builds Telegraf when it is not there. False, or why it cannot run. */
export function telegrafSkip(): string | false {
  if (existsSync(join(BIN, "telegraf"))) return false;
  if (!hasProgram("go", "version")) return skipFor("go is not on the PATH: Telegraf cannot be built");
  const env = { ...process.env, GOBIN: BIN, GOFLAGS: "" };
  const built = spawnSync("go", ["install", "-tags", TAGS, `${MODULE}@${VERSION}`], { encoding: "utf8", env });
  return built.status === 0 ? false : skipFor(`Telegraf could not be built: ${built.stderr.slice(-500)}`);
}

export class Telegraf implements AsyncDisposable {
  readonly #server: OutsideServer;
  readonly #directory: string;

  /** Asks the monitor each second, and writes to OpenSearch, an index a day: `telegraf-2026.01.31`. */
  constructor(monitorUrl: string, searchUrl: string) {
    this.#directory = mkdtempSync(join(tmpdir(), "ottla-telegraf-"));
    const file = join(this.#directory, "telegraf.conf");
    writeFileSync(
      file,
      `[agent]\ninterval = "1s"\nflush_interval = "1s"\nflush_jitter = "0s"\nround_interval = false\nomit_hostname = true\n` +
        `[[inputs.burrow]]\nservers = ["${monitorUrl}"]\n` +
        `[[outputs.opensearch]]\nurls = ["${searchUrl}"]\nindex_name = 'telegraf-{{.Time.Format "2006.01.02"}}'\n` +
        `manage_template = true\ntemplate_name = "telegraf"\n`,
    );
    this.#server = new OutsideServer(join(BIN, "telegraf"), ["--config", file], this.#directory);
  }

  /** What it told, for a test that fails. */
  get output(): string {
    this.#server.assertRunning();
    return this.#server.output;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
