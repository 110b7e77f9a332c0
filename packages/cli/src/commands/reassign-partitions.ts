// kafka-reassign-partitions: partitions go to other brokers, by a plan in a JSON file.
import type { Admin } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { addEitherConnectionOptions, bootstrapProblem, withAdmin } from "../connection.ts";
import { describeFailure, InputError, UsageError } from "../failure.ts";
import { readTextFile } from "../properties.ts";
import { toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { parseExecutablePlan, parsePlan, parseTopicsToMove } from "./reassign-partitions/assignment-json.ts";
import { cancel, execute, list, TerseError } from "./reassign-partitions/execute.ts";
import { generate, parseBrokerList } from "./reassign-partitions/generate.ts";
import { verify } from "./reassign-partitions/verify.ts";

interface Action {
  readonly required: readonly string[];
  readonly permitted: readonly string[];
  run(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void>;
}

const PLAN = "reassignment-json-file";
const DEFAULT_TIMEOUT_MS = 10_000;

/** An option of at least 0; −1, its default, stands for none. */
function rateOf(values: ToolOptions, name: string): number | undefined {
  const rate = values.integer(name) ?? -1;
  return rate < 0 ? undefined : rate;
}

const planOf = (values: ToolOptions): string => readTextFile(values.required(PLAN));
const timeoutOf = (values: ToolOptions): number => values.integer("timeout") ?? DEFAULT_TIMEOUT_MS;

/** In the order in which the tool names them. */
const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  [
    "generate",
    {
      required: ["topics-to-move-json-file", "broker-list"],
      permitted: ["disable-rack-aware"],
      run: (admin, values, io) => {
        const brokers = parseBrokerList(values.required("broker-list"));
        const topics = parseTopicsToMove(readTextFile(values.required("topics-to-move-json-file")));
        return generate(admin, io, { topics, brokers, isRackAware: !values.has("disable-rack-aware") });
      },
    },
  ],
  [
    "execute",
    {
      required: [PLAN],
      permitted: [
        "additional",
        "throttle",
        "replica-alter-log-dirs-throttle",
        "timeout",
        "disallow-replication-factor-change",
      ],
      run: (admin, values, io) =>
        execute(admin, io, {
          plan: parseExecutablePlan(planOf(values)),
          isAdditional: values.has("additional"),
          allowReplicationFactorChange: !values.has("disallow-replication-factor-change"),
          throttle: rateOf(values, "throttle"),
          logDirThrottle: rateOf(values, "replica-alter-log-dirs-throttle"),
          timeoutMs: timeoutOf(values),
        }),
    },
  ],
  [
    "verify",
    {
      required: [PLAN],
      permitted: ["preserve-throttles"],
      run: (admin, values, io) =>
        verify(admin, io, { plan: parsePlan(planOf(values)), keepsThrottles: values.has("preserve-throttles") }),
    },
  ],
  [
    "cancel",
    {
      required: [PLAN],
      permitted: ["preserve-throttles", "timeout"],
      run: (admin, values, io) =>
        cancel(admin, io, {
          plan: parsePlan(planOf(values)),
          keepsThrottles: values.has("preserve-throttles"),
          timeoutMs: timeoutOf(values),
        }),
    },
  ],
  ["list", { required: [], permitted: [], run: (admin, _values, io) => list(admin, io) }],
]);

const OPTIONS = [
  PLAN,
  "topics-to-move-json-file",
  "broker-list",
  "disable-rack-aware",
  "throttle",
  "replica-alter-log-dirs-throttle",
  "timeout",
  "additional",
  "preserve-throttles",
  "disallow-replication-factor-change",
] as const;

/** The one action that is given. @throws UsageError for options that are missing or do not go together */
function actionOf(values: ToolOptions): Action {
  const given = [...ACTIONS].filter(([name]) => values.has(name));
  const [first] = given;
  if (first === undefined || given.length > 1) {
    const names = [...ACTIONS.keys()].map((name) => `--${name}`);
    throw new UsageError(`Command must include exactly one action: ${names.join(", ")}`);
  }
  const problem = bootstrapProblem(values);
  if (problem === "both")
    throw new UsageError("Please don't specify both --bootstrap-server and --bootstrap-controller");
  if (problem === "neither") throw new UsageError("Please specify either --bootstrap-server or --bootstrap-controller");
  const [name, action] = first;
  for (const option of action.required) {
    if (!values.has(option)) throw new UsageError(`Missing required argument "[${option}]"`);
  }
  const foreign = OPTIONS.find(
    (option) => values.has(option) && ![...action.required, ...action.permitted].includes(option),
  );
  if (foreign !== undefined) throw new UsageError(`Option "[${foreign}]" can't be used with action "[${name}]"`);
  if (values.has("bootstrap-controller") && name !== "cancel" && name !== "list") {
    throw new UsageError(`Option "[bootstrap-controller]" can't be used with action "[${name}]"`);
  }
  return action;
}

const tool: Tool = {
  name: "kafka-reassign-partitions",
  description: "This tool helps to move topic partitions between replicas.",
  options(options) {
    // Controllers serve --cancel and --list.
    addEitherConnectionOptions(options);
    options
      .option("--generate", "generate a candidate partition reassignment, without executing it")
      .option("--execute", "begin the reassignment that --reassignment-json-file describes")
      .option("--verify", "whether the reassignment is completed; if it is, its throttles are removed")
      .option("--cancel", "cancel a reassignment that is under way")
      .option("--list", "list all reassignments that are under way")
      .option(
        "--reassignment-json-file <file>",
        'the plan: {"version":1,"partitions":[{"topic":"foo","partition":1,"replicas":[1,2,3],"log_dirs":["any","any","any"]}]}',
      )
      .option("--topics-to-move-json-file <file>", 'for --generate: {"version":1,"topics":[{"topic":"foo"}]}')
      .option("--broker-list <ids>", "for --generate: the brokers to use, as 0,1,2")
      .option("--disable-rack-aware", "for --generate: disregard racks")
      .option("--throttle <rate>", "bytes a second between brokers; with --additional it changes what is under way")
      .option("--replica-alter-log-dirs-throttle <rate>", "bytes a second between log directories of a broker")
      .option("--timeout <ms>", "the most milliseconds to wait for a move between log directories to begin (10000)")
      .option("--additional", "execute this beside what is under way")
      .option("--preserve-throttles", "leave throttles as they are")
      .option("--disallow-replication-factor-change", "refuse a plan with other numbers of replicas");
  },
  async run(values, io) {
    const action = actionOf(values);
    try {
      await withAdmin(values, io, (admin) => action.run(admin, values, io));
      return 0;
    } catch (error) {
      if (error instanceof UsageError) throw error;
      // As Kafka's tool, whose failures stand among its results.
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof TerseError) io.stdout.write(`${message}\n`);
      else io.stdout.write(error instanceof InputError ? `Error: ${message}\n` : `${describeFailure(error)}\n`);
      return 1;
    }
  },
};

export const reassignPartitions: Command = toolCommand(tool);
