// ottla format: prepares the directories of a node for a cluster, as kafka-storage.sh format does: meta.properties with the cluster's id, and the
// levels of features that a new cluster starts with.
import { randomUuid, systemRandom } from "@ottla/base";
import type { Command } from "../command.ts";
import { UsageError } from "../failure.ts";
import { ottlaCommand } from "../ottla-command.ts";
import type { OttlaCommand } from "../ottla-command.ts";
import { propertiesOfPairs } from "../properties.ts";
import { repeatable } from "../tool-options.ts";
import { formatNode } from "./format/format-node.ts";

const command: OttlaCommand = {
  name: "ottla format",
  description: "Prepare the directories of a node for its cluster.",
  options(options) {
    options
      .option("-t, --cluster-id <id>", "the id of the cluster, the same on every node")
      .option("-c, --config <file>", "the server.properties of the node")
      .option("-g, --ignore-formatted", "leave directories alone that are formatted already")
      .option("--random-uuid", "print a new id for a cluster, and do nothing else")
      .option("--override <key=value>", "a configuration that wins over the file; may be repeated", repeatable);
  },
  async run(values, io) {
    const overrides = propertiesOfPairs(values.list("override"), { needsValue: true });
    if (values.has("random-uuid")) {
      io.stdout.write(`${randomUuid(systemRandom)}\n`);
      return 0;
    }
    const clusterId = values.text("cluster-id");
    const config = values.text("config");
    if (clusterId === undefined) throw new UsageError("--cluster-id is missing (--random-uuid prints a new one)");
    if (config === undefined) throw new UsageError("--config is missing");
    const isIgnoringFormatted = values.has("ignore-formatted");
    const lines = await formatNode({ config, overrides, clusterId, isIgnoringFormatted });
    io.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  },
};

export const formatCommand: Command = ottlaCommand(command);
