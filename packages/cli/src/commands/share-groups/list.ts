// kafka-share-groups --list: names, or a table with the state of each group.
import type { Admin, GroupListing } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { paddedRow, widest } from "../../table.ts";
import type { ToolOptions } from "../../tool.ts";
import { callOptions } from "../consumer-groups/group-options.ts";

const STATES = ["Stable", "Dead", "Empty"];

/** The share groups there are. */
export async function shareGroupListings(
  admin: Admin,
  values: ToolOptions,
  states: readonly string[] = [],
): Promise<readonly GroupListing[]> {
  const { groups, errors } = await admin.listGroups({ ...callOptions(values), types: ["Share"], states });
  const [error] = errors;
  if (error !== undefined) throw error;
  return groups;
}

function chosenStates(text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  return text.split(",").map((word) => {
    const found = STATES.find((state) => state.toLowerCase() === word.trim().toLowerCase());
    if (found === undefined) {
      throw new UsageError(`Invalid state list '${text}'. Valid states are: ${STATES.join(", ")}`);
    }
    return found;
  });
}

export async function listShareGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  if (io.row !== undefined) {
    const found = await shareGroupListings(admin, values, chosenStates(values.text("state")));
    for (const { groupId: group, state } of found) io.row({ group, state });
    return;
  }
  if (!values.has("state")) {
    for (const { groupId } of await shareGroupListings(admin, values)) io.stdout.write(`${groupId}\n`);
    return;
  }
  const groups = await shareGroupListings(admin, values, chosenStates(values.text("state")));
  const widths = [
    widest(
      groups.map((group) => group.groupId),
      15,
    ),
  ];
  io.stdout.write(`${paddedRow(["GROUP", "STATE"], widths)}\n`);
  for (const group of groups) io.stdout.write(`${paddedRow([group.groupId, group.state ?? "Unknown"], widths)}\n`);
}
