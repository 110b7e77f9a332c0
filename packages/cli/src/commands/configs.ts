// kafka-configs: describe and alter the configurations of topics, brokers, broker loggers, groups and client metrics. Quotas and SCRAM
// credentials are of users, clients and ips.
import type { Command } from "../command.ts";
import { addEitherConnectionOptions, bootstrapProblem, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { exactlyOneAction, refuseWith, repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { alterConfigs } from "./configs/alter-configs.ts";
import { describeConfigs } from "./configs/describe-configs.ts";
import { alterQuotas, describeQuotas } from "./configs/quotas.ts";
import { configEntity } from "./configs/entity.ts";
import type { ConfigEntity, QuotaEntity } from "./configs/entity.ts";

const CHANGES = ["add-config", "delete-config", "add-config-file"];

/** @throws UsageError when the options do not go together */
function checkOptions(values: ToolOptions): { readonly action: string; readonly entity: ConfigEntity | QuotaEntity } {
  const action = exactlyOneAction(
    values,
    ["describe", "alter"],
    "Command must include exactly one action: --describe, --alter",
  );
  if (bootstrapProblem(values) === "both")
    throw new UsageError("Only one of --bootstrap-server or --bootstrap-controller can be specified");
  if (action === "describe") refuseWith(values, "describe", CHANGES);
  else refuseWith(values, "alter", ["all"]);
  const entity = configEntity(values);
  if (values.has("add-config") && values.has("add-config-file")) {
    throw new UsageError("Only one of --add-config or --add-config-file must be specified");
  }
  if (action === "alter" && !CHANGES.some((change) => values.has(change))) {
    throw new UsageError(
      "At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter",
    );
  }
  return { action, entity };
}

const tool: Tool = {
  name: "kafka-configs",
  description:
    "This tool helps to manipulate and describe entity config for a topic, client, user, broker, ip, client-metrics or group",
  options(options) {
    addEitherConnectionOptions(options);
    options
      .option("--alter", "alter the configuration of the entity")
      .option("--describe", "list the configuration of the entity")
      .option("--all", "with --describe: also static and default values")
      .option(
        "--entity-type <type>",
        "topics, brokers, broker-loggers, groups, client-metrics, users, clients, ips; users with clients",
        repeatable,
      )
      .option("--entity-name <name>", "name of the entity", repeatable)
      .option("--entity-default", "the default of all entities of the type")
      .option("--topic <name>", "the topic's name")
      .option("--broker <id>", "the broker's id")
      .option("--broker-defaults", "the defaults of all brokers")
      .option("--broker-logger <id>", "the id of the broker whose loggers are meant")
      .option("--group <id>", "the group's id")
      .option("--client-metrics <name>", "the client metrics resource")
      .option("--client <id>", "the client's id")
      .option("--client-defaults", "the default of clients without quotas of their own")
      .option("--user <name>", "the user's principal name")
      .option("--user-defaults", "the default of users without quotas of their own")
      .option("--ip <address>", "the ip address")
      .option("--ip-defaults", "the default of addresses without quotas of their own")
      .option("--add-config <pairs>", "configurations to set: k1=v1,k2=[v1,v2]")
      .option("--add-config-file <file>", "a properties file of configurations to set")
      .option("--delete-config <names>", "configurations to remove: k1,k2");
  },
  async run(values, io) {
    const { action, entity } = checkOptions(values);
    await withAdmin(values, io, (admin) => {
      if ("types" in entity)
        return action === "alter" ? alterQuotas(admin, entity, values, io) : describeQuotas(admin, entity, io);
      return action === "alter"
        ? alterConfigs(admin, entity, values, io.stdout)
        : describeConfigs(admin, entity, values, io);
    });
    return 0;
  },
};

export const configs: Command = toolCommand(tool);
