// kafka-consumer-groups --describe --offsets: committed offset, log end offset and lag of each partition, with who reads it.
import { OffsetSpec } from "@ottla/client";
import type { Admin, GroupDescription, MemberDescription, OffsetAndMetadata, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { namedCells, paddedRow, widest } from "../../table.ts";
import type { ToolOptions } from "../../tool.ts";
import { byPartition, nameOf } from "../../partition-names.ts";
import { callOptions, MISSING } from "./group-options.ts";

/** One line; undefined is printed as "-". */
export interface OffsetRow {
  readonly group: string;
  readonly partition: TopicPartition | undefined;
  readonly committed: OffsetAndMetadata | undefined;
  readonly logEndOffset: number | undefined;
  readonly consumer: { readonly memberId: string; readonly host: string; readonly clientId: string } | undefined;
}

type Committed = ReadonlyMap<string, TopicPartition & { readonly committed: OffsetAndMetadata | null }>;

async function committedOffsets(admin: Admin, groupId: string, values: ToolOptions): Promise<Committed> {
  const results = await admin.listConsumerGroupOffsets([groupId], callOptions(values));
  return new Map(results.value(groupId).map((one) => [nameOf(one), one]));
}

async function logEndOffsets(
  admin: Admin,
  partitions: readonly TopicPartition[],
  values: ToolOptions,
): Promise<Map<string, number>> {
  if (partitions.length === 0) return new Map();
  const queries = partitions.map((one) => ({ ...one, spec: OffsetSpec.LATEST }));
  const ends = new Map<string, number>();
  for (const [one, outcome] of await admin.listOffsets(queries, callOptions(values))) {
    if (outcome.ok) ends.set(nameOf(one), outcome.value.offset);
  }
  return ends;
}

export async function collectOffsets(admin: Admin, group: GroupDescription, values: ToolOptions): Promise<OffsetRow[]> {
  const committed = await committedOffsets(admin, group.groupId, values);
  const readers = group.members.filter((member) => member.assignment.length > 0);
  const assigned = new Set(readers.flatMap((member) => member.assignment.map(nameOf)));
  const unassigned = [...committed.values()].filter((one) => one.committed !== null && !assigned.has(nameOf(one)));
  const ends = await logEndOffsets(admin, [...readers.flatMap((member) => member.assignment), ...unassigned], values);
  const rowsOf = (partitions: readonly TopicPartition[], member: MemberDescription | undefined): OffsetRow[] =>
    [...partitions].sort(byPartition).map(({ topic, partition }) => ({
      group: group.groupId,
      partition: { topic, partition },
      committed: committed.get(nameOf({ topic, partition }))?.committed ?? undefined,
      logEndOffset: ends.get(nameOf({ topic, partition })),
      consumer: member,
    }));
  const byLoad = [...readers].sort((a, b) => b.assignment.length - a.assignment.length);
  return [...byLoad.flatMap((member) => rowsOf(member.assignment, member)), ...rowsOf(unassigned, undefined)];
}

function lagOf(row: OffsetRow): number | undefined {
  if (row.committed === undefined || row.committed.offset === -1 || row.logEndOffset === undefined) return undefined;
  return row.logEndOffset - row.committed.offset;
}

export function printOffsets(rows: readonly OffsetRow[], isVerbose: boolean, io: CommandIo): void {
  const text = (value: string | number | undefined): string => String(value ?? MISSING);
  const widths = [
    widest(
      rows.map((row) => row.group),
      15,
    ),
    widest(
      rows.map((row) => text(row.partition?.topic)),
      15,
    ),
    10,
    ...(isVerbose ? [15] : []),
    15,
    15,
    15,
    widest(
      rows.map((row) => text(row.consumer?.memberId)),
      15,
    ),
    widest(
      rows.map((row) => text(row.consumer?.host)),
      15,
    ),
  ];
  const headings = ["CURRENT-OFFSET", "LOG-END-OFFSET", "LAG", "CONSUMER-ID", "HOST", "CLIENT-ID"];
  const epoch = isVerbose ? ["LEADER-EPOCH"] : [];
  const columns = ["GROUP", "TOPIC", "PARTITION", ...epoch, ...headings];
  const out = io.stdout;
  if (io.row === undefined) out.write(`\n${paddedRow(columns, widths)}`);
  for (const row of rows) {
    const cells = [
      row.group,
      text(row.partition?.topic),
      text(row.partition?.partition),
      ...(isVerbose ? [text(row.committed?.leaderEpoch)] : []),
      text(row.committed?.offset),
      text(row.logEndOffset),
      text(lagOf(row)),
      text(row.consumer?.memberId),
      text(row.consumer?.host),
      text(row.consumer?.clientId),
    ];
    if (io.row === undefined) out.write(`\n${paddedRow(cells, widths)}`);
    else io.row(namedCells(columns, cells));
  }
  if (io.row === undefined) out.write("\n");
}
