// kafka-client-metrics: which clients push which of their metrics to the brokers, and how often (KIP-714).
import { randomUuid, systemRandom } from "@ottla/base";
import { AlterConfigOpType, ConfigResourceType, KafkaError } from "@ottla/client";
import type { Admin, ConfigEntry } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { exactlyOneAction, refuseWith, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";

const ACTIONS = ["alter", "delete", "describe", "list"];
const ONE_ACTION = "Command must include exactly one action: --alter, --delete, --describe or --list.";
const SETTINGS = ["generate-name", "interval", "match", "metrics"];

async function entriesOf(admin: Admin, name: string): Promise<readonly ConfigEntry[]> {
  const resource = { type: ConfigResourceType.CLIENT_METRICS, name };
  return (await admin.describeConfigs([resource])).value(resource);
}

async function names(admin: Admin): Promise<string[]> {
  return (await admin.listConfigResources([ConfigResourceType.CLIENT_METRICS])).map((one) => one.name);
}

async function change(admin: Admin, name: string, values: ReadonlyMap<string, string>): Promise<void> {
  const ops = [...values].map(([key, value]) =>
    value === ""
      ? { name: key, op: AlterConfigOpType.DELETE, value: null }
      : { name: key, op: AlterConfigOpType.SET, value },
  );
  const results = await admin.incrementalAlterConfigs([{ type: ConfigResourceType.CLIENT_METRICS, name, ops }]);
  results.throwIfAnyFailed();
}

async function alter(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const name = values.text("name") ?? randomUuid(systemRandom);
  const wanted = new Map<string, string>();
  for (const [option, key] of [
    ["interval", "interval.ms"],
    ["metrics", "metrics"],
    ["match", "match"],
  ] as const) {
    const value = values.text(option);
    if (value !== undefined) wanted.set(key, value);
  }
  await change(admin, name, wanted);
  io.stdout.write(`Altered client metrics config for ${name}.\n`);
}

async function remove(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const name = values.required("name");
  const entries = await entriesOf(admin, name);
  await change(admin, name, new Map(entries.map((entry) => [entry.name, ""])));
  io.stdout.write(`Deleted client metrics config for ${name}.\n`);
}

async function describe(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const given = values.text("name");
  const there = await names(admin);
  if (given !== undefined && !there.includes(given)) {
    io.onFailure?.();
    io.stdout.write(`The client metric resource ${given} doesn't exist and doesn't have dynamic config.\n`);
    return;
  }
  for (const name of given === undefined ? there : [given]) {
    if (io.row !== undefined) {
      const entries = await entriesOf(admin, name);
      io.row({ name, configs: Object.fromEntries(entries.map((entry) => [entry.name, entry.value])) });
      continue;
    }
    io.stdout.write(`Client metrics configs for ${name} are:\n`);
    for (const entry of await entriesOf(admin, name)) io.stdout.write(`  ${entry.name}=${entry.value}\n`);
  }
}

async function list(admin: Admin, io: CommandIo): Promise<void> {
  const found = await names(admin);
  if (io.row === undefined) io.stdout.write(`${found.join("\n")}\n`);
  else for (const name of found) io.row({ name });
}

/** @throws UsageError for options that are missing or do not go together */
function checked(values: ToolOptions): string {
  const action = exactlyOneAction(values, ACTIONS, ONE_ACTION);
  if (!values.has("bootstrap-server")) throw new UsageError("--bootstrap-server must be specified.");
  if (action === "delete" || action === "describe") refuseWith(values, action, SETTINGS);
  if (action === "list") refuseWith(values, action, ["name", ...SETTINGS]);
  if (action === "alter" && values.has("name") === values.has("generate-name"))
    throw new UsageError("One of --name or --generate-name must be specified with --alter.");
  if (action === "delete" && !values.has("name"))
    throw new UsageError("A client metrics resource name must be specified with --delete.");
  const interval = values.text("interval") ?? "";
  if (interval !== "" && !/^[+-]?\d+$/.test(interval))
    throw new UsageError("Invalid interval value. Enter an integer, or leave empty to reset.");
  return action;
}

const tool: Tool = {
  name: "kafka-client-metrics",
  description: "This tool helps to manipulate and describe client metrics configurations.",
  options(options) {
    addConnectionOptions(options);
    options
      .option("--alter", "alter what is pushed")
      .option("--delete", "delete a resource")
      .option("--describe", "describe resources")
      .option("--list", "list resources")
      .option("--name <name>", "the name of a resource")
      .option("--generate-name", "make a name of its own")
      .option("--interval <ms>", "how often metrics are pushed, in ms")
      .option("--match <selectors>", "which clients, as key=value,…")
      .option("--metrics <prefixes>", "which metrics, as beginnings of their names, separated by commas");
  },
  async run(values, io) {
    const action = checked(values);
    try {
      await withAdmin(values, io, async (admin) => {
        if (action === "alter") await alter(admin, values, io);
        else if (action === "delete") await remove(admin, values, io);
        else if (action === "describe") await describe(admin, values, io);
        else await list(admin, io);
      });
      return 0;
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      io.stdout.write(`Error while executing client metrics command : ${error.message}\n`);
      return 1;
    }
  },
};

export const clientMetrics: Command = toolCommand(tool);
