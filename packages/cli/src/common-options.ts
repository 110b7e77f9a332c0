// What every command takes beyond Kafka's options: --json, --strict-exit, and --context where it talks to a cluster.
import type { CommandIo, Row } from "./command.ts";
import type { Options } from "./declared-options.ts";
import { UsageError } from "./failure.ts";
import type { ToolOptions } from "./tool-options.ts";

const SERVERS = "bootstrap-server";

function hasOption(options: Options, name: string): boolean {
  return options.options.some((option) => option.long === `--${name}`);
}

/** @param isWithoutCluster its servers are not those of a cluster to talk to */
export function addCommonOptions(options: Options, isWithoutCluster = false): void {
  options.optionsGroup("Beyond Kafka:");
  if (hasOption(options, SERVERS) && !isWithoutCluster)
    options.option("--context <name>", "a cluster by its name ('ottla context' has them)");
  options
    .option("--json", 'print a line of JSON for each thing; what is said in words is {"message": …}')
    .option("--strict-exit", "end with 1 where something failed, also where Kafka's tool ends with 0");
}

/** Prints lines of text as messages in JSON, and rows as they are. */
async function jsonStreams(io: CommandIo): Promise<{ stdout: CommandIo["stdout"]; row(row: Row): void }> {
  const { MessageLines } = await import("./message-lines.ts");
  const row = (one: Row): void => void io.stdout.write(`${JSON.stringify(one, jsonValue)}\n`);
  const stdout = new MessageLines((message) => row({ message }), io.stdout);
  // Who writes without end finds that nobody reads any more.
  io.stdout.once("error", () => stdout.destroy());
  return { stdout, row };
}

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}

/** The options with the servers of the chosen context in them, and its configurations; undefined where none is chosen. */
async function contextOf(
  options: Options,
  values: ToolOptions,
): Promise<{ values: ToolOptions; properties: ReadonlyMap<string, string> } | undefined> {
  if (!hasOption(options, "context")) return undefined;
  const name = values.text("context");
  if (values.has(SERVERS)) {
    if (name !== undefined) throw new UsageError("--context and --bootstrap-server exclude each other");
    return undefined;
  }
  if (values.has("bootstrap-controller")) {
    if (name !== undefined) throw new UsageError("--context and --bootstrap-controller exclude each other");
    return undefined;
  }
  const { isContextChosen } = await import("./contexts/chosen-context.ts");
  if (!isContextChosen(name, process.env)) return undefined;
  const { loadContext } = await import("./contexts/contexts-file.ts");
  const properties = new Map(loadContext(name, process.env));
  const servers = properties.get("bootstrap.servers") ?? "";
  properties.delete("bootstrap.servers");
  return { values: values.with(SERVERS, servers), properties };
}

/** Runs a command with what these options change about it; answers with its exit code. */
export async function withCommonOptions(
  options: Options,
  given: ToolOptions,
  io: CommandIo,
  run: (values: ToolOptions, io: CommandIo) => Promise<number>,
): Promise<number> {
  const context = await contextOf(options, given);
  const json = given.has("json") ? await jsonStreams(io) : undefined;
  let hasFailed = false;
  const own: CommandIo = {
    stdin: io.stdin,
    stdout: json?.stdout ?? io.stdout,
    stderr: io.stderr,
    onFailure: () => void (hasFailed = true),
    ...(json && { row: json.row }),
    ...(context && { properties: context.properties }),
  };
  const code = await run(context?.values ?? given, own);
  json?.stdout.end();
  return code === 0 && hasFailed && given.has("strict-exit") ? 1 : code;
}
