// kafka-consumer-groups --list: names, or a table with the state or the type of each group.
import type { Admin, GroupListing } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { paddedRow, widest } from "../../table.ts";
import type { ToolOptions } from "../../tool.ts";
import { callOptions } from "./group-options.ts";

const TYPES = ["Classic", "Consumer"];
const STATES = ["PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Empty", "Assigning", "Reconciling"];

/** The named values in the spelling of the protocol. @throws UsageError for one that does not exist */
function chosen(text: string | undefined, valid: readonly string[], list: string, kind: string): string[] {
  if (text === undefined || text === "") return [];
  const byName = new Map(valid.map((one) => [one.toLowerCase(), one]));
  return text.split(",").map((word) => {
    const found = byName.get(word.trim().toLowerCase().replaceAll("_", ""));
    if (found === undefined) {
      throw new UsageError(`Invalid ${list} list '${text}'. Valid ${kind} are: ${valid.join(", ")}`);
    }
    return found;
  });
}

export async function listGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const types = chosen(values.text("type"), TYPES, "types", "types");
  const states = chosen(values.text("state"), STATES, "state", "states");
  const { groups: found, errors } = await admin.listConsumerGroups({ ...callOptions(values), states, types });
  const [error] = errors;
  if (error !== undefined) throw error;
  const groups = [...found].sort((a, b) => (a.groupId < b.groupId ? -1 : 1));
  if (io.row !== undefined) {
    for (const { groupId: group, type, state } of groups) io.row({ group, type, state });
    return;
  }
  if (!values.has("type") && !values.has("state")) {
    for (const group of groups) io.stdout.write(`${group.groupId}\n`);
    return;
  }
  const columns: (readonly [string, (group: GroupListing) => string])[] = [["GROUP", (group) => group.groupId]];
  if (values.has("type")) columns.push(["TYPE", (group) => group.type ?? "Unknown"]);
  if (values.has("state")) columns.push(["STATE", (group) => group.state ?? "Unknown"]);
  const widths = [
    widest(
      groups.map((group) => group.groupId),
      15,
    ) + 10,
    20,
    20,
  ];
  io.stdout.write(
    `${paddedRow(
      columns.map(([heading]) => heading),
      widths,
    )}\n`,
  );
  for (const group of groups)
    io.stdout.write(
      `${paddedRow(
        columns.map(([, read]) => read(group)),
        widths,
      )}\n`,
    );
}
