// kafka-streams-groups --list and --describe: names and states; how far each group has come, its members with their tasks, or its state.
import { OffsetSpec } from "@ottla/client";
import type { Admin, GroupListing, StreamsGroupDescription, StreamsTaskAssignment } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { namedCells, paddedRow, widest } from "../../table.ts";
import type { ToolOptions } from "../../tool-options.ts";
import { byPartition, nameOf } from "../../partition-names.ts";
import { callOptions, MISSING } from "../consumer-groups/group-options.ts";
import { activePartitions, describeGroup, sourceOffsets } from "./streams-group-offsets.ts";

const STATES = ["Empty", "NotReady", "Stable", "Assigning", "Reconciling", "Dead"];

export async function streamsGroupListings(
  admin: Admin,
  values: ToolOptions,
  states: readonly string[] = [],
): Promise<readonly GroupListing[]> {
  const { groups, errors } = await admin.listGroups({ ...callOptions(values), types: ["Streams"], states });
  const [error] = errors;
  if (error !== undefined) throw error;
  return groups.toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1));
}

function chosenStates(text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  return text.split(",").map((word) => {
    const found = STATES.find((state) => state.toLowerCase() === word.trim().toLowerCase());
    if (found === undefined)
      throw new UsageError(`Invalid state list '${text}'. Valid states are: ${STATES.join(", ")}`);
    return found;
  });
}

/** Rows under headings; a row ends without blanks only where its last column is not padded. */
function printTable(
  io: CommandIo,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): void {
  if (io.row !== undefined) {
    for (const row of rows) io.row(namedCells(headings, row));
    return;
  }
  for (const row of [headings, ...rows]) io.stdout.write(`${paddedRow(row, widths)}\n`);
}

export async function listStreamsGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const groups = await streamsGroupListings(admin, values, chosenStates(values.text("state")));
  const ids = groups.map((one) => one.groupId);
  if (io.row !== undefined) for (const { groupId: group, state } of groups) io.row({ group, state });
  else if (values.has("state")) {
    const rows = groups.map((one) => [one.groupId, one.state ?? "Unknown"]);
    printTable(io, ["GROUP", "STATE"], rows, [widest(ids, 15)]);
  } else for (const id of ids) io.stdout.write(`${id}\n`);
}

function announce({ groupId, groupState }: StreamsGroupDescription, io: CommandIo): void {
  if (groupState === "Dead") {
    io.onFailure?.();
    io.stdout.write(`\nError: Streams group '${groupId}' does not exist.\n`);
  } else if (groupState === "Empty") io.stdout.write(`\nError: Streams group '${groupId}' has no active members.\n`);
}

function tasksText(kind: string, tasks: StreamsTaskAssignment["activeTasks"]): string {
  if (tasks.length === 0) return "";
  return `${kind}: ${tasks.map((one) => `${one.subtopologyId}:[${one.partitions.join(",")}]; `).join("")}`;
}

function assignmentText({ activeTasks, standbyTasks, warmupTasks }: StreamsTaskAssignment, prefix = ""): string {
  return (
    tasksText(`${prefix}ACTIVE`, activeTasks) +
    tasksText(`${prefix}STANDBY`, standbyTasks) +
    tasksText(`${prefix}WARMUP`, warmupTasks)
  );
}

function printMembers(group: StreamsGroupDescription, isVerbose: boolean, io: CommandIo): void {
  const { groupId, members } = group;
  if (group.groupState === "Dead" || members.length === 0) return;
  announce(group, io);
  const column = (read: (member: (typeof members)[number]) => string): number => widest(members.map(read), 15);
  const ids = column((one) => one.memberId);
  const ends = [column((one) => one.processId), column((one) => one.clientId)];
  const groupWidth = widest([groupId], 15);
  if (!isVerbose) {
    const rows = members.map((one) => [
      groupId,
      one.memberId,
      one.processId,
      one.clientId,
      assignmentText(one.assignment),
    ]);
    printTable(io, ["GROUP", "MEMBER", "PROCESS", "CLIENT-ID", "ASSIGNMENTS"], rows, [groupWidth, ids, ...ends]);
    return;
  }
  const rows = members.map((one) => [
    groupId,
    String(group.targetAssignmentEpoch),
    String(group.topologyEpoch),
    one.memberId,
    one.isClassic ? "classic" : "streams",
    String(one.memberEpoch),
    one.processId,
    one.clientId,
    assignmentText(one.assignment) + assignmentText(one.targetAssignment, "TARGET-"),
  ]);
  const headings = [
    "GROUP",
    "TARGET-ASSIGNMENT-EPOCH",
    "TOPOLOGY-EPOCH",
    "MEMBER",
    "MEMBER-PROTOCOL",
    "MEMBER-EPOCH",
    "PROCESS",
    "CLIENT-ID",
    "ASSIGNMENTS",
  ];
  if (io.row !== undefined) {
    printTable(io, headings, rows, []);
    return;
  }
  // Kafka's tool has no blank between the topology's epoch and the member.
  const widths = [groupWidth, 25, 15 + ids, 15, 15, ...ends];
  for (const [first = "", epoch = "", topology = "", member = "", ...rest] of [headings, ...rows]) {
    const cells = [first, epoch, topology.padEnd(15) + member.padEnd(ids), ...rest];
    io.stdout.write(`${paddedRow(cells, widths)}\n`);
  }
}

function printState(group: StreamsGroupDescription, isVerbose: boolean, io: CommandIo): void {
  announce(group, io);
  const { coordinator, groupId, groupState } = group;
  const address = `${coordinator.host}:${coordinator.port} (${coordinator.id})`;
  const widths = [widest([groupId], 15), widest([address], 25), 25, ...(isVerbose ? [15, 25] : [])];
  const epochs = isVerbose ? ["GROUP-EPOCH", "TARGET-ASSIGNMENT-EPOCH"] : [];
  const epochCells = isVerbose ? [String(group.groupEpoch), String(group.targetAssignmentEpoch)] : [];
  const row = [groupId, address, groupState, ...epochCells, String(group.members.length)];
  printTable(io, ["GROUP", "COORDINATOR (ID)", "STATE", ...epochs, "#MEMBERS"], [row], widths);
}

async function printOffsets(
  admin: Admin,
  group: StreamsGroupDescription,
  values: ToolOptions,
  io: CommandIo,
): Promise<void> {
  const partitions = activePartitions(group).toSorted(byPartition);
  const committed = new Map((await sourceOffsets(admin, group, values)).map((one) => [nameOf(one), one.committed]));
  const at = async (spec: number): Promise<Map<string, number>> => {
    const queries = partitions.map((one) => ({ ...one, spec }));
    const found = await admin.listOffsets(queries, callOptions(values));
    return new Map(partitions.map((one) => [nameOf(one), found.value(one).offset]));
  };
  const [starts, ends] = await Promise.all([at(OffsetSpec.EARLIEST), at(OffsetSpec.LATEST)]);
  if (group.groupState === "Dead" || group.members.length === 0) return;
  announce(group, io);
  const isVerbose = values.has("verbose");
  const rows = partitions.map((one) => {
    const name = nameOf(one);
    const end = ends.get(name) ?? 0;
    const current = committed.get(name);
    const lag = String(end - (current?.offset ?? starts.get(name) ?? 0));
    const first = [group.groupId, one.topic, String(one.partition)];
    if (!isVerbose) return [...first, lag];
    return [...first, String(current?.offset ?? MISSING), String(current?.leaderEpoch ?? MISSING), String(end), lag];
  });
  const topics = partitions.map((one) => one.topic);
  const widths = [widest([group.groupId], 15), widest(topics, 15), 10, ...(isVerbose ? [15, 15, 15, 15] : [])];
  const more = isVerbose ? ["CURRENT-OFFSET", "LEADER-EPOCH", "LOG-END-OFFSET"] : [];
  printTable(io, ["GROUP", "TOPIC", "PARTITION", ...more, "OFFSET-LAG"], rows, widths);
}

export async function describeStreamsGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const ids = values.has("all-groups")
    ? (await streamsGroupListings(admin, values)).map((one) => one.groupId)
    : values.list("group");
  for (const groupId of ids) {
    const group = await describeGroup(admin, groupId, values);
    if (values.has("members")) printMembers(group, values.has("verbose"), io);
    else if (values.has("state")) printState(group, values.has("verbose"), io);
    else await printOffsets(admin, group, values, io);
  }
}
