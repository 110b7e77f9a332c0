// kafka-share-groups --describe: how far each group has come, its members, or its state.
import type { Admin, ShareGroupDescription, SharePartitionOffset } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { namedCells, paddedRow, widest } from "../../table.ts";
import type { ToolOptions } from "../../tool.ts";
import { assignmentText } from "../consumer-groups/describe-members.ts";
import { byPartition } from "../../partition-names.ts";
import { callOptions, MISSING } from "../consumer-groups/group-options.ts";
import { shareGroupListings } from "./list.ts";

function printTable(
  io: CommandIo,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): void {
  if (io.row !== undefined) for (const row of rows) io.row(namedCells(headings, row));
  else io.stdout.write(`${[headings, ...rows].map((row) => `\n${paddedRow(row, widths)}`).join("")}\n`);
}

function printOffsets(
  groupId: string,
  offsets: readonly SharePartitionOffset[],
  options: { readonly isVerbose: boolean; readonly io: CommandIo },
): void {
  const { isVerbose, io } = options;
  if (offsets.length === 0) {
    io.stdout.write(`\nShare group '${groupId}' has no offset information.\n`);
    return;
  }
  const text = (value: number | undefined): string => String(value ?? MISSING);
  const topicWidth = widest(
    offsets.map((one) => one.topic),
    15,
  );
  const epoch = isVerbose ? { headings: ["LEADER-EPOCH"], widths: [13] } : { headings: [], widths: [] };
  const rows = [...offsets]
    .sort(byPartition)
    .map((one) => [
      groupId,
      one.topic,
      String(one.partition),
      ...(isVerbose ? [text(one.leaderEpoch)] : []),
      text(one.startOffset),
      text(one.lag),
    ]);
  const widths = [widest([groupId], 15), topicWidth, 10, ...epoch.widths, 13];
  printTable(io, ["GROUP", "TOPIC", "PARTITION", ...epoch.headings, "START-OFFSET", "LAG"], rows, widths);
}

/** Says what there is to say about a group without members; answers whether its rows are worth printing. */
function announce(group: ShareGroupDescription, rowCount: number, io: CommandIo): boolean {
  if (group.state === "Dead") {
    io.onFailure?.();
    io.stdout.write(`\nError: Share group '${group.groupId}' does not exist.\n`);
  } else if (group.state === "Empty") {
    io.stderr.write(`\nShare group '${group.groupId}' has no active members.\n`);
  }
  return group.state !== "Dead" && rowCount > 0;
}

function printMembers(group: ShareGroupDescription, isVerbose: boolean, io: CommandIo): void {
  const members = [...group.members].sort((a, b) => b.assignment.length - a.assignment.length);
  if (!announce(group, members.length, io)) return;
  const column = (read: (member: (typeof members)[number]) => string): number => widest(members.map(read), 15);
  const widths = [
    widest([group.groupId], 15),
    column((one) => one.memberId),
    column((one) => one.host),
    column((one) => one.clientId),
    12,
    ...(isVerbose ? [13] : []),
  ];
  const epoch = isVerbose ? ["MEMBER-EPOCH"] : [];
  const rows = members.map((one) => [
    group.groupId,
    one.memberId,
    one.host,
    one.clientId,
    String(one.assignment.length),
    ...(isVerbose ? [String(one.memberEpoch)] : []),
    assignmentText(one.assignment),
  ]);
  const headings = ["GROUP", "CONSUMER-ID", "HOST", "CLIENT-ID", "#PARTITIONS", ...epoch, "ASSIGNMENT"];
  printTable(io, headings, rows, widths);
}

function printState(group: ShareGroupDescription, isVerbose: boolean, io: CommandIo): void {
  announce(group, 1, io);
  const { coordinator, groupId, state } = group;
  const address = `${coordinator.host}:${coordinator.port}  (${coordinator.id})`;
  const widths = [widest([groupId], 15), widest([address], 25), 15, ...(isVerbose ? [12, 17] : [])];
  const epochs = isVerbose ? ["GROUP-EPOCH", "ASSIGNMENT-EPOCH"] : [];
  const epochCells = isVerbose ? [String(group.groupEpoch), String(group.targetAssignmentEpoch)] : [];
  const row = [groupId, address, state, ...epochCells, String(group.members.length)];
  printTable(io, ["GROUP", "COORDINATOR (ID)", "STATE", ...epochs, "#MEMBERS"], [row], widths);
}

export async function describeShareGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const ids = values.has("all-groups")
    ? (await shareGroupListings(admin, values)).map((group) => group.groupId)
    : values.list("group");
  const isVerbose = values.has("verbose");
  const described = (await admin.describeShareGroups(ids, callOptions(values))).values();
  for (const group of [...described].sort((a, b) => (a.groupId < b.groupId ? -1 : 1))) {
    if (values.has("members")) printMembers(group, isVerbose, io);
    else if (values.has("state")) printState(group, isVerbose, io);
    else {
      const { groupId } = group;
      const offsets = (await admin.listShareGroupOffsets([groupId], callOptions(values))).value(groupId);
      printOffsets(groupId, offsets, { isVerbose, io });
    }
  }
}
