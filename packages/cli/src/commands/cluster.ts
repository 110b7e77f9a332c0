// kafka-cluster, and ottla cluster --nodes N, which runs a whole cluster on this machine (cluster/local-cluster.ts). The tool: the id of a cluster, the addresses of its brokers, and forgetting a broker that is gone. The options stand behind the sub-command.
import { KafkaError } from "@ottla/client";
import type { Admin } from "@ottla/client";
import type { Options } from "../declared-options.ts";
import type { Command, CommandIo } from "../command.ts";
import { addControllerOption, bootstrapProblem, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { javaExceptionText } from "../java-exception.ts";
import { subcommandTool } from "../subcommand-tool.ts";
import type { Subcommand } from "../subcommand-tool.ts";
import type { ToolOptions } from "../tool.ts";

const OLD_CONFIG = "config";

function connectionOptions(options: Options): Options {
  return addControllerOption(options, "-C, ")
    .option("-b, --bootstrap-server <servers>", "the brokers to connect to")
    .option("-c, --command-config <file>", "property file with configurations for the client")
    .option(`--${OLD_CONFIG} <file>`, "DEPRECATED: the same as --command-config");
}

async function clusterId(admin: Admin, _values: ToolOptions, io: CommandIo): Promise<void> {
  const { clusterId: id } = await admin.describeCluster();
  if (io.row !== undefined) {
    io.row({ clusterId: id });
    return;
  }
  io.stdout.write(
    id === null ? "No cluster ID found. The Kafka version is probably too old.\n" : `Cluster ID: ${id}\n`,
  );
}

async function listEndpoints(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const isOfControllers = values.has("bootstrap-controller");
  const includeFencedBrokers = values.has("include-fenced-brokers");
  if (isOfControllers && includeFencedBrokers)
    throw new UsageError("The option --include-fenced-brokers is only supported with --bootstrap-server option");
  const { nodes } = await admin.describeCluster({ includeFencedBrokers });
  const sorted = nodes.toSorted((a, b) => a.id - b.id);
  const cells = sorted.map(({ id, host, port, rack, isFenced }) => ({
    id,
    host,
    port,
    rack,
    // Controllers are not fenced.
    ...(isOfControllers ? {} : { state: isFenced === true ? "fenced" : "unfenced" }),
    endpointType: isOfControllers ? "controller" : "broker",
  }));
  if (io.row !== undefined) {
    for (const one of cells) io.row(one);
    return;
  }
  const racks = sorted.flatMap(({ rack }) => (rack === null ? [] : [rack.length]));
  const widths = [
    10,
    Math.max(...sorted.map(({ host }) => host.length)),
    10,
    racks.length === 0 ? 10 : Math.max(...racks),
    ...(isOfControllers ? [] : [10]),
    15,
  ];
  const line = (texts: readonly string[]): string =>
    `${texts.map((text, index) => text.padEnd(widths[index] ?? 0)).join(" ")}\n`;
  const state = isOfControllers ? [] : ["STATE"];
  io.stdout.write(line(["ID", "HOST", "PORT", "RACK", ...state, "ENDPOINT_TYPE"]));
  for (const one of cells) io.stdout.write(line(Object.values(one).map(String)));
}

async function unregister(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const id = values.integer("id") ?? -1;
  try {
    await admin.unregisterBroker(id);
    io.stdout.write(`Broker ${id} is no longer registered.\n`);
  } catch (error) {
    if (!(error instanceof KafkaError) || error.code !== "UNSUPPORTED_VERSION") throw error;
    io.stdout.write("The target cluster does not support the broker unregistration API.\n");
  }
}

const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: "cluster-id",
    summary: "get information about the id of a cluster",
    options: (options) => void connectionOptions(options),
    run: clusterId,
  },
  {
    name: "unregister",
    summary: "unregister a broker",
    options: (options) =>
      void connectionOptions(options).option("-i, --id <id>", "REQUIRED: the id of the broker to unregister"),
    required: ["id"],
    run: unregister,
  },
  {
    name: "list-endpoints",
    summary: "list endpoints",
    options: (options) =>
      void connectionOptions(options).option("--include-fenced-brokers", "also brokers that are fenced"),
    run: listEndpoints,
  },
];

const BOOTSTRAP_SENTENCES = {
  neither: "one of the arguments --bootstrap-server/-b --bootstrap-controller/-C is required",
  both: "argument --bootstrap-controller/-C: not allowed with argument --bootstrap-server/-b",
  right: undefined,
} as const;

const tool: Command = subcommandTool({
  name: "kafka-cluster",
  description: "The Kafka cluster tool.",
  options: () => undefined,
  refusal: (_subcommand, values) => BOOTSTRAP_SENTENCES[bootstrapProblem(values) ?? "right"],
  subcommands: SUBCOMMANDS,
  async run(subcommand, values, io) {
    try {
      return await withAdmin(withNewName(values, io), io, async (admin) => {
        await subcommand.run(admin, values, io);
        return 0;
      });
    } catch (error) {
      if (error instanceof UsageError || !(error instanceof Error)) throw error;
      io.stderr.write(`${javaExceptionText(error)}\n`);
      return 1;
    }
  },
});

/** What stands in front of a sub-command, or asks for help with the tool. */
const OF_THE_TOOL: ReadonlySet<string> = new Set(["-h", "--help", "-v", "--version"]);

export const cluster: Command = {
  shape: () => tool.shape(),
  async run(args, io) {
    const [first = ""] = args;
    if (!first.startsWith("-") || OF_THE_TOOL.has(first)) return await tool.run(args, io);
    const { localCluster } = await import("./cluster/local-cluster.ts");
    return await localCluster.run(args, io);
  },
};

/** The options with the old name of --command-config in its place. */
function withNewName(values: ToolOptions, io: CommandIo): ToolOptions {
  const old = values.text(OLD_CONFIG);
  if (old === undefined) return values;
  if (values.has("command-config")) throw new UsageError("--config and --command-config cannot be specified together.");
  io.stdout.write(
    "Option --config has been deprecated and will be removed in a future version. Use --command-config instead.\n",
  );
  return values.with("command-config", old);
}
