// The eight ways to choose new offsets. Offsets outside the log are moved to its nearer end.
import { OffsetSpec } from "@ottla/client";
import type { Admin, OffsetAndMetadata, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { InputError, UsageError } from "../../failure.ts";
import { readTextFile } from "../../properties.ts";
import type { ToolOptions } from "../../tool.ts";
import { nameOf } from "../../partition-names.ts";
import { callOptions } from "./group-options.ts";
import { parseDateTime, parseDurationMs } from "./time.ts";

export interface NewOffset extends TopicPartition {
  readonly offset: number;
}

interface Plan {
  readonly admin: Admin;
  readonly groupId: string;
  readonly partitions: readonly TopicPartition[];
  readonly values: ToolOptions;
  readonly io: CommandIo;
}

async function offsetsAt(plan: Plan, partitions: readonly TopicPartition[], spec: number): Promise<NewOffset[]> {
  if (partitions.length === 0) return [];
  const queries = partitions.map((one) => ({ ...one, spec }));
  const results = await plan.admin.listOffsets(queries, callOptions(plan.values));
  return partitions.map((one) => ({ ...one, offset: results.value(one).offset }));
}

async function insideLog(plan: Plan, wanted: readonly NewOffset[]): Promise<NewOffset[]> {
  const starts = await offsetsAt(plan, wanted, OffsetSpec.EARLIEST);
  const ends = await offsetsAt(plan, wanted, OffsetSpec.LATEST);
  return wanted.map(({ topic, partition, offset }, index) => {
    const start = starts[index]?.offset ?? offset;
    const end = ends[index]?.offset ?? offset;
    const nearest = Math.max(start, Math.min(end, offset));
    if (nearest !== offset) {
      const side = offset > end ? "higher than latest" : "lower than earliest";
      plan.io.stderr.write(
        `WARN New offset (${offset}) is ${side} offset for topic partition ${topic}-${partition}. Value will be set to ${nearest}\n`,
      );
    }
    return { topic, partition, offset: nearest };
  });
}

async function atTime(plan: Plan, timestampMs: number): Promise<NewOffset[]> {
  const found = await offsetsAt(plan, plan.partitions, timestampMs);
  const empty = found.filter((one) => one.offset === -1);
  for (const { topic, partition } of empty) {
    plan.io.stdout.write(
      `\nWarn: Partition ${partition} from topic ${topic} is empty. Falling back to latest known offset.\n`,
    );
  }
  const latest = new Map((await offsetsAt(plan, empty, OffsetSpec.LATEST)).map((one) => [nameOf(one), one]));
  return found.map(
    ({ topic, partition, offset }) => latest.get(nameOf({ topic, partition })) ?? { topic, partition, offset },
  );
}

async function committed(plan: Plan): Promise<Map<string, OffsetAndMetadata>> {
  const results = await plan.admin.listConsumerGroupOffsets([plan.groupId], callOptions(plan.values));
  const offsets = new Map<string, OffsetAndMetadata>();
  for (const one of results.value(plan.groupId)) if (one.committed !== null) offsets.set(nameOf(one), one.committed);
  return offsets;
}

async function shifted(plan: Plan, shiftBy: number): Promise<NewOffset[]> {
  const current = await committed(plan);
  const wanted = plan.partitions.map((one) => {
    const offset = current.get(nameOf(one))?.offset;
    if (offset === undefined) {
      throw new UsageError(
        `Cannot shift offset for partition ${nameOf(one)} since there is no current committed offset`,
      );
    }
    return { ...one, offset: offset + shiftBy };
  });
  return insideLog(plan, wanted);
}

async function toCurrent(plan: Plan): Promise<NewOffset[]> {
  const current = await committed(plan);
  const without = plan.partitions.filter((one) => !current.has(nameOf(one)));
  const latest = new Map((await offsetsAt(plan, without, OffsetSpec.LATEST)).map((one) => [nameOf(one), one.offset]));
  return plan.partitions.map((one) => ({
    ...one,
    offset: current.get(nameOf(one))?.offset ?? latest.get(nameOf(one)) ?? 0,
  }));
}

/** `topic,partition,offset` for one group, `group,topic,partition,offset` for several. */
export function parseResetCsv(text: string, groupId: string, isOneGroup: boolean): NewOffset[] {
  const offsets: NewOffset[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const cells = line.split(",").map((cell) => cell.trim().replaceAll(/^"|"$/g, ""));
    const hasGroup = cells.length === 4;
    const [topic, partition, offset] = hasGroup ? cells.slice(1) : cells;
    const isWhole = /^\d+$/.test(partition ?? "") && /^\d+$/.test(offset ?? "");
    if (topic === undefined || !isWhole || (!hasGroup && (cells.length !== 3 || !isOneGroup))) {
      throw new InputError(
        `Cannot read the line '${line}': write topic,partition,offset or group,topic,partition,offset`,
      );
    }
    if (!hasGroup || cells[0] === groupId)
      offsets.push({ topic, partition: Number(partition), offset: Number(offset) });
  }
  return offsets;
}

async function fromFile(plan: Plan, path: string): Promise<NewOffset[]> {
  return insideLog(plan, parseResetCsv(readTextFile(path), plan.groupId, plan.values.list("group").length === 1));
}

/** @throws UsageError when no scenario is given */
export async function planReset(
  admin: Admin,
  groupId: string,
  partitions: readonly TopicPartition[],
  values: ToolOptions,
  io: CommandIo,
): Promise<readonly NewOffset[]> {
  const plan: Plan = { admin, groupId, partitions, values, io };
  const toOffset = values.integer("to-offset");
  const shiftBy = values.integer("shift-by");
  const dateTime = values.text("to-datetime");
  const duration = values.text("by-duration");
  const file = values.text("from-file");
  if (toOffset !== undefined)
    return insideLog(
      plan,
      partitions.map((one) => ({ ...one, offset: toOffset })),
    );
  if (values.has("to-earliest")) return offsetsAt(plan, partitions, OffsetSpec.EARLIEST);
  if (values.has("to-latest")) return offsetsAt(plan, partitions, OffsetSpec.LATEST);
  if (shiftBy !== undefined) return shifted(plan, shiftBy);
  if (dateTime !== undefined) return atTime(plan, parseDateTime(dateTime));
  if (duration !== undefined) return atTime(plan, Date.now() - parseDurationMs(duration));
  if (file !== undefined) return fromFile(plan, file);
  if (values.has("to-current")) return toCurrent(plan);
  throw new UsageError(
    "Option '[reset-offsets]' requires one of the following scenarios: [[to-offset], [shift-by], [from-file], [to-datetime], " +
      "[by-duration], [to-latest], [to-current], [to-earliest]]",
  );
}
