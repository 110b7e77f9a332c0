// kafka-groups: groups of all types, with filters.
import type { GroupListing } from "@ottla/client";
import type { Command } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { namedCells, paddedRow, widest } from "../table.ts";
import { exactlyOneAction, refuseWith, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";

const TYPES = ["classic", "consumer", "share", "streams"];
const COLUMN_LEAST = 20;
const CALL_TIMEOUT_MS = 30_000;

function isWanted(group: GroupListing, values: ToolOptions): boolean {
  const type = values.text("group-type")?.toLowerCase();
  const protocol = values.text("protocol");
  const own = group.type?.toLowerCase();
  if (type !== undefined) return own === type && (protocol === undefined || group.protocolType === protocol);
  if (protocol !== undefined) return group.protocolType === protocol;
  if (values.has("consumer")) {
    return group.protocolType === "consumer" || group.protocolType === "" || own === "consumer";
  }
  if (values.has("share")) return own === "share";
  return !values.has("streams") || own === "streams";
}

function check(values: ToolOptions): void {
  if (!values.has("bootstrap-server")) throw new UsageError("Missing required option(s) [bootstrap-server]");
  exactlyOneAction(values, ["list"], "Command must include exactly one action: --list.");
  const type = values.text("group-type")?.toLowerCase();
  if (type !== undefined && !TYPES.includes(type)) throw new UsageError("--group-type must be a valid group type.");
  const filters = ["consumer", "share", "streams"];
  for (const filter of filters) {
    const others = [...filters.filter((one) => one !== filter), "group-type", "protocol"];
    if (values.has(filter)) refuseWith(values, filter, others);
  }
}

const tool: Tool = {
  name: "kafka-groups",
  description: "This tool helps to list groups of all types.",
  options(options) {
    addConnectionOptions(options);
    options
      .option("--list", "list the groups")
      .option("--group-type <type>", "only groups of this type: classic, consumer, share, streams")
      .option("--protocol <protocol>", "only groups of this protocol type")
      .option("--consumer", "only consumer groups of all kinds, classic and simple ones too")
      .option("--share", "only share groups")
      .option("--streams", "only streams groups");
  },
  async run(values, io) {
    check(values);
    try {
      const { groups, errors } = await withAdmin(values, io, (admin) =>
        admin.listGroups({ timeoutMs: CALL_TIMEOUT_MS }),
      );
      const [error] = errors;
      if (error !== undefined) throw error;
      const rows = groups
        .filter((group) => isWanted(group, values))
        .map((group) => [group.groupId, group.type ?? "", group.protocolType]);
      const width = widest(rows.flat(), COLUMN_LEAST);
      const widths = [width, width, width];
      const headings = ["GROUP", "TYPE", "PROTOCOL"];
      if (io.row !== undefined) {
        for (const row of rows) io.row(namedCells(headings, row));
        return 0;
      }
      io.stdout.write(`${paddedRow(headings, widths)}\n`);
      // Kafka's tool puts a space behind the last column of the rows, but not of the heading.
      for (const row of rows) io.stdout.write(`${paddedRow(row, widths)} \n`);
      return 0;
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      io.stdout.write(`Error while executing groups command : ${message}\n`);
      return 1;
    }
  },
};

export const groups: Command = toolCommand(tool);
