// kafka-consumer-groups --describe --state: one table a group.
import type { GroupDescription } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { namedCells, paddedRow, widest } from "../../table.ts";
import { MISSING } from "./group-options.ts";

export function printState(group: GroupDescription, isVerbose: boolean, io: CommandIo): void {
  const { coordinator } = group;
  const address = `${coordinator.host}:${coordinator.port}  (${coordinator.id})`;
  const strategy = group.partitionAssignor === "" ? MISSING : group.partitionAssignor;
  const groupWidth = widest([group.groupId], 15);
  const addressWidth = widest([address], 25);
  const epochs = isVerbose
    ? {
        headings: ["GROUP-EPOCH", "TARGET-ASSIGNMENT-EPOCH"],
        cells: [String(group.groupEpoch ?? MISSING), String(group.targetAssignmentEpoch ?? MISSING)],
        widths: [15, 25],
      }
    : { headings: [], cells: [], widths: [] };
  const widths = [groupWidth, addressWidth, 20, 20, ...epochs.widths];
  const headings = ["GROUP", "COORDINATOR (ID)", "ASSIGNMENT-STRATEGY", "STATE", ...epochs.headings, "#MEMBERS"];
  const cells = [group.groupId, address, strategy, group.state, ...epochs.cells, String(group.members.length)];
  if (io.row !== undefined) io.row(namedCells(headings, cells));
  else io.stdout.write(`\n${paddedRow(headings, widths)}\n${paddedRow(cells, widths)}\n`);
}
