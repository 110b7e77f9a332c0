// kafka-consumer-groups --describe --members: one row a member; with --verbose also epochs and assignments.
import type { GroupDescription, MemberDescription, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { namedCells, paddedRow, widest } from "../../table.ts";
import { MISSING } from "./group-options.ts";

/** `t:0,1;u:2`, or "-". */
export function assignmentText(partitions: readonly TopicPartition[] | undefined): string {
  if (partitions === undefined || partitions.length === 0) return MISSING;
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of partitions) byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  return [...byTopic]
    .map(([topic, list]) => `${topic}:${list.sort((a, b) => a - b).join(",")}`)
    .sort()
    .join(";");
}

interface MemberColumn {
  readonly heading: string;
  readonly least: number;
  readonly read: (member: MemberDescription) => string;
}

function columnsOf(group: GroupDescription, isVerbose: boolean): MemberColumn[] {
  const hasInstances = group.members.some((member) => (member.groupInstanceId ?? "") !== "");
  const upgraded = new Set(group.members.map((member) => member.upgraded));
  const columns: MemberColumn[] = [
    { heading: "GROUP", least: 15, read: () => group.groupId },
    { heading: "CONSUMER-ID", least: 15, read: (member) => member.memberId },
  ];
  if (hasInstances) {
    columns.push({ heading: "GROUP-INSTANCE-ID", least: 17, read: (member) => member.groupInstanceId ?? "" });
  }
  columns.push(
    { heading: "HOST", least: 15, read: (member) => member.host },
    { heading: "CLIENT-ID", least: 15, read: (member) => member.clientId },
    { heading: "#PARTITIONS", least: 15, read: (member) => String(member.assignment.length) },
  );
  if (!isVerbose) return columns;
  columns.push(
    { heading: "CURRENT-EPOCH", least: 15, read: (member) => String(member.memberEpoch ?? MISSING) },
    { heading: "CURRENT-ASSIGNMENT", least: 20, read: (member) => assignmentText(member.assignment) },
    { heading: "TARGET-EPOCH", least: 15, read: () => String(group.targetAssignmentEpoch ?? MISSING) },
    { heading: "TARGET-ASSIGNMENT", least: 20, read: (member) => assignmentText(member.targetAssignment) },
  );
  if (upgraded.has(true) && upgraded.has(false)) {
    columns.push({ heading: "UPGRADED", least: 0, read: (member) => String(member.upgraded ?? MISSING) });
  }
  return columns;
}

export function printMembers(group: GroupDescription, isVerbose: boolean, io: CommandIo): void {
  const columns = columnsOf(group, isVerbose);
  const widths = columns.map(({ least, read }) => widest(group.members.map(read), least));
  if (io.row !== undefined) {
    const headings = columns.map(({ heading }) => heading);
    for (const member of group.members) {
      const cells = columns.map(({ read }) => read(member));
      io.row(namedCells(headings, cells));
    }
    return;
  }
  const out = io.stdout;
  const trailing = isVerbose ? "" : " ";
  out.write(
    `\n${paddedRow(
      columns.map(({ heading }) => heading),
      widths,
    )}${trailing}\n`,
  );
  for (const member of group.members) {
    out.write(
      `${paddedRow(
        columns.map(({ read }) => read(member)),
        widths,
      )}${trailing}\n`,
    );
  }
}
