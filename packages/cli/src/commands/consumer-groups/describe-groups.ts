// kafka-consumer-groups --describe: the offsets and lag of each group, its members, or its state.
import type { Admin, GroupDescription } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import type { ToolOptions } from "../../tool.ts";
import { javaExceptionText } from "../../java-exception.ts";
import { printMembers } from "./describe-members.ts";
import { collectOffsets, printOffsets } from "./describe-offsets.ts";
import { printState } from "./describe-state.ts";
import { callOptions, groupIds } from "./group-options.ts";

/** Says what there is to say about a group's state; answers whether its rows are worth printing. */
function announce(group: GroupDescription, rowCount: number, io: CommandIo): boolean {
  switch (group.state) {
    case "Dead":
      io.onFailure?.();
      io.stdout.write(`\nError: Consumer group '${group.groupId}' does not exist.\n`);
      return false;
    case "Empty":
      io.stderr.write(`\nConsumer group '${group.groupId}' has no active members.\n`);
      break;
    case "PreparingRebalance":
    case "CompletingRebalance":
    case "Assigning":
    case "Reconciling":
      io.stderr.write(`\nWarning: Consumer group '${group.groupId}' is rebalancing.\n`);
      break;
    default:
  }
  return rowCount > 0;
}

export async function describeGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const ids = await groupIds(admin, values);
  const isVerbose = values.has("verbose");
  const described = await admin.describeConsumerGroups(ids, callOptions(values));
  const [failure] = described.errors();
  if (failure !== undefined) {
    const [, error] = failure;
    io.onFailure?.();
    io.stdout.write(`\nError: Executing consumer group command failed due to ${javaExceptionText(error)}\n`);
    return;
  }
  const groups = [...described.values()].sort((a, b) => (a.groupId < b.groupId ? -1 : 1));
  for (const group of groups) {
    if (values.has("state")) {
      if (announce(group, 1, io)) printState(group, isVerbose, io);
    } else if (values.has("members")) {
      announce(group, group.members.length, io);
      printMembers(group, isVerbose, io);
    } else {
      const rows = await collectOffsets(admin, group, values);
      if (announce(group, rows.length, io)) printOffsets(rows, isVerbose, io);
    }
  }
}
