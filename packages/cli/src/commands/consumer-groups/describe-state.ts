// kafka-consumer-groups --describe --state: one table a group.
import type { Writable } from "node:stream";
import type { GroupDescription } from "@ottla/client";
import { paddedRow, widest } from "../../table.ts";
import { MISSING } from "./group-options.ts";

export function printState(group: GroupDescription, isVerbose: boolean, out: Writable): void {
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
  out.write(`\n${paddedRow(headings, widths)}\n${paddedRow(cells, widths)}\n`);
}
