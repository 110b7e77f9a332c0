// ottla cluster --nodes N: a whole cluster on this machine, a process for each node, until Ctrl-C or SIGTERM. Started again over the same data it
// goes on where it ended.
import type { Command, CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { ottlaCommand } from "../../ottla-command.ts";
import { propertiesOfPairs } from "../../properties.ts";
import { untilStopSignal } from "../../stop-signal.ts";
import { repeatable } from "../../tool-options.ts";
import type { ToolOptions } from "../../tool-options.ts";
import { checkPorts, type ClusterPlan, prepareNodes } from "./node-files.ts";
import { NodeProcess } from "./node-process.ts";

const DEFAULTS = { nodes: 3, host: "127.0.0.1", port: 9092, controllerPort: 19_092, data: "ottla-cluster" } as const;
const NODES_MAX = 100;
const CONTROLLERS_MAX = 3;
/** A node hands over what it leads, and writes down what it has. */
const STOP_GRACE_MS = 30_000;

function planOf(values: ToolOptions): ClusterPlan {
  const nodes = values.integer("nodes") ?? DEFAULTS.nodes;
  const controllers = values.integer("controllers") ?? Math.min(nodes, CONTROLLERS_MAX);
  if (nodes < 1 || nodes > NODES_MAX) throw new UsageError(`--nodes ${nodes} is not a number from 1 to ${NODES_MAX}`);
  if (controllers < 1 || controllers > nodes)
    throw new UsageError(`--controllers ${controllers} is not a number from 1 to the number of nodes, ${nodes}`);
  const plan = {
    nodes,
    controllers,
    host: values.text("host") ?? DEFAULTS.host,
    port: values.integer("port") ?? DEFAULTS.port,
    controllerPort: values.integer("controller-port") ?? DEFAULTS.controllerPort,
    data: values.text("data") ?? DEFAULTS.data,
    overrides: propertiesOfPairs(values.list("override"), { needsValue: true }),
  };
  checkPorts(plan);
  return plan;
}

/** Those that are brokers alone first, while there are controllers to let them go; controllers see to it that none of them is left behind. */
async function stopInOrder(processes: readonly NodeProcess[], controllers: number): Promise<void> {
  const [last, first] = [
    processes.filter(({ id }) => id <= controllers),
    processes.filter(({ id }) => id > controllers),
  ];
  for (const group of [first, last]) await Promise.all(group.map((one) => one.stop(STOP_GRACE_MS)));
}

/** The first node that cannot begin, as soon as it is known: others may wait for its vote for ever. Undefined when all of them serve. */
function firstFailed(processes: readonly NodeProcess[]): Promise<NodeProcess | undefined> {
  const { promise, resolve } = Promise.withResolvers<NodeProcess | undefined>();
  const looks = processes.map(async (one) => {
    if ((await one.ready) !== "ready") resolve(one);
  });
  void Promise.all(looks).then(() => resolve(undefined));
  return promise;
}

async function run(values: ToolOptions, io: CommandIo): Promise<number> {
  const plan = planOf(values);
  const entry = process.argv[1] ?? "";
  const files = await prepareNodes(plan);
  const signal = untilStopSignal().then(() => "signal" as const);
  const processes = files.map((one) => new NodeProcess(one, entry, io.stderr));
  const killAll = (): void => processes.forEach((one) => one.kill());
  process.once("exit", killAll);
  try {
    const failed = await Promise.race([firstFailed(processes), signal]);
    if (failed instanceof NodeProcess) {
      io.stderr.write(`Node ${failed.id} could not be started\n`);
      await stopInOrder(processes, plan.controllers);
      return 1;
    }
    if (failed === undefined) {
      const addresses = files.map(({ address }) => address).join(",");
      io.stdout.write(`ottla cluster of ${plan.nodes} is ready on ${addresses}, data in ${plan.data}\n`);
    }
    for (const { id, ended } of processes) {
      void ended.then((code) => io.stderr.write(`Node ${id} has ended (exit code ${code ?? "none, by a signal"})\n`));
    }
    const allEnded = Promise.all(processes.map(({ ended }) => ended)).then(() => "ended" as const);
    if ((await Promise.race([signal, allEnded])) === "ended") return 1;
    await stopInOrder(processes, plan.controllers);
    return 0;
  } finally {
    process.removeListener("exit", killAll);
  }
}

export const localCluster: Command = ottlaCommand({
  name: "ottla cluster",
  description: "Run a cluster of several nodes on this machine, a process for each.",
  isWithoutCluster: true,
  options(options) {
    options
      .option("--nodes <number>", `how many nodes (default ${DEFAULTS.nodes})`)
      .option("--controllers <number>", `how many of them are controllers, too (default up to ${CONTROLLERS_MAX})`)
      .option("--host <host>", `the address to listen on (default ${DEFAULTS.host})`)
      .option("--port <port>", `the port of the first node; the others have the next ones (default ${DEFAULTS.port})`)
      .option("--controller-port <port>", `the port of the first controller (default ${DEFAULTS.controllerPort})`)
      .option("--data <directory>", `where the data is kept, a directory for each node (default ./${DEFAULTS.data})`)
      .option("--override <key=value>", "a configuration of every node; may be repeated", repeatable);
  },
  run,
});
