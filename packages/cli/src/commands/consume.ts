// ottla consume: reads topics as kcat and rpk do: from one place to another, in time or in offsets, in a format of one's own.
import { Consumer, OffsetSpec } from "@ottla/client";
import type { Admin, ConsumerRecord, IsolationLevel, TopicPartition } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { addConnectionOptions, connect, openAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { nameOf } from "../partition-names.ts";
import { ottlaCommand } from "../ottla-command.ts";
import type { OttlaCommand } from "../ottla-command.ts";
import { startProgress } from "../progress.ts";
import { propertiesOfFile, propertiesOfPairs } from "../properties.ts";
import { onStopSignal } from "../stop-signal.ts";
import { repeatable } from "../tool-options.ts";
import type { ToolOptions } from "../tool-options.ts";
import { rowFormatter } from "./console/record-row.ts";
import { OutputPipe } from "./console/output-pipe.ts";
import { offsetOf, parseOffsetRange } from "./consume/offset-range.ts";
import type { Bounds, OffsetRange, Place } from "./consume/offset-range.ts";
import { recordFormat } from "./consume/record-format.ts";

/** Longest wait of one poll, in ms. */
const POLL_MS = 1_000;

/** What is read of a partition. */
interface Slice extends TopicPartition {
  readonly from: number;
  /** Where to begin so that nobody resets it: no partition can be read from behind its end. */
  readonly seek: number;
  /** Not included; Infinity without an end. */
  readonly to: number;
}

function idsOf(values: ToolOptions): ReadonlySet<number> | undefined {
  const text = values.text("partitions");
  if (text === undefined) return undefined;
  return new Set(
    text.split(",").map((id) => {
      if (!/^\d+$/.test(id)) throw new UsageError(`--partitions ${text}: write numbers with commas between`);
      return Number(id);
    }),
  );
}

async function partitionsOf(admin: Admin, topics: readonly string[], values: ToolOptions): Promise<TopicPartition[]> {
  const wanted = idsOf(values);
  const described = (await admin.describeTopics(topics)).all();
  const found = described.flatMap(([topic, { partitions }]) =>
    partitions
      .filter(({ partition }) => wanted === undefined || wanted.has(partition))
      .map(({ partition }) => ({ topic, partition })),
  );
  if (found.length === 0) throw new UsageError("None of these partitions exists");
  return found;
}

/** The places of a range as offsets, partition by partition. The end is where a consumer of this isolation can come to. */
async function slicesOf(
  admin: Admin,
  partitions: readonly TopicPartition[],
  { range, isolationLevel }: { readonly range: OffsetRange; readonly isolationLevel: IsolationLevel },
): Promise<Slice[]> {
  const at = async (spec: number): Promise<number[]> => {
    const queries = partitions.map((one) => ({ ...one, spec }));
    const found = await admin.listOffsets(queries, { isolationLevel });
    return partitions.map((one) => found.value(one).offset);
  };
  const [starts, ends] = await Promise.all([at(OffsetSpec.EARLIEST), at(OffsetSpec.LATEST)]);
  const offsets = async (place: Place): Promise<number[]> => {
    const bounds = (index: number): Bounds => ({ start: starts[index] ?? 0, end: ends[index] ?? 0 });
    if (place.kind !== "time") return partitions.map((_, index) => offsetOf(place, bounds(index)));
    // Where no record is that new, what is read begins, or ends, behind the last.
    return (await at(place.timestampMs)).map((offset, index) => (offset === -1 ? (ends[index] ?? 0) : offset));
  };
  const from = await offsets(range.from);
  const to = range.to === undefined ? undefined : await offsets(range.to);
  return partitions.map((one, index) => {
    const first = from[index] ?? 0;
    return { ...one, from: first, seek: Math.min(first, ends[index] ?? 0), to: to?.[index] ?? Infinity };
  });
}

function consumerConfig(values: ToolOptions): Map<string, string> {
  const file = values.text("command-config");
  const config = new Map([
    ...(file === undefined ? [] : propertiesOfFile(file)),
    ...propertiesOfPairs(values.list("command-property"), { needsValue: true }),
  ]);
  config.set("bootstrap.servers", values.required("bootstrap-server"));
  config.set("enable.auto.commit", "false");
  if (!config.has("client.id")) config.set("client.id", "ottla-consume");
  if (!config.has("auto.offset.reset")) config.set("auto.offset.reset", "earliest");
  const isolation = values.text("isolation-level");
  if (isolation !== undefined) config.set("isolation.level", isolation);
  return config;
}

interface Reading {
  readonly slices: readonly Slice[];
  readonly format: (record: ConsumerRecord) => Buffer;
  readonly maxMessages: number;
  readonly io: CommandIo;
}

/** Reads until every slice is read, so many records have been, or a signal comes. */
async function read(consumer: Consumer, { slices, format, maxMessages, io }: Reading): Promise<void> {
  const open = new Map(slices.filter(({ from, to }) => from < to).map((one) => [nameOf(one), one]));
  const output = new OutputPipe(io.stdout);
  let isStopped = false;
  using _signals = onStopSignal(() => void (isStopped = true));
  consumer.assign([...open.values()]);
  for (const one of open.values()) consumer.seek(one, one.seek);
  const total = slices.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
  using progress = startProgress(io, "reading", Number.isFinite(total) ? total : 0);
  let count = 0;
  while (open.size > 0 && count !== maxMessages && !isStopped) {
    const records = await consumer.poll({ timeoutMs: POLL_MS });
    const chunks: Buffer[] = [];
    for (const record of records) {
      const { from, to } = open.get(nameOf(record)) ?? { from: 0, to: 0 };
      if (count === maxMessages || record.offset < from || record.offset >= to) continue;
      count += 1;
      chunks.push(format(record));
    }
    progress.update(count);
    if (!(await output.write(Buffer.concat(chunks)))) return;
    // The position, not the last record, tells that a slice is read: markers and compacted records take offsets too.
    const done: Slice[] = [];
    for (const one of open.values())
      if (one.to !== Infinity && (await consumer.position(one)) >= one.to) done.push(one);
    for (const one of done) open.delete(nameOf(one));
    if (done.length > 0) consumer.pause(done);
  }
}

const command: OttlaCommand = {
  name: "ottla consume",
  description: "Read topics from one place to another, in a format of your own.",
  options(options) {
    options.argument("<topic...>", "the topics");
    addConnectionOptions(options);
    options
      .option(
        "--offset <range>",
        "start (default), end, 17, -10, +5, @1795375740000, @2026-11-22T19:29:00Z, @-5m, or from:to, as @-1h:-30m or :end",
      )
      .option("--partitions <ids>", "partition numbers, comma separated; all if left out")
      .option(
        "--format <format>",
        "as kcat: %t topic, %p partition, %o offset, %k key, %K its length, %s value, %S its length, %R packed, %T timestamp, " +
          "%h headers; \\n \\t \\xNN (default: %s\\n)",
      )
      .option("--null <text>", "what stands for a null key or value (default: NULL)")
      .option("--max-messages <count>", "end after this many records; -1 (default): all")
      .option("--isolation-level <level>", "read_uncommitted (default) or read_committed")
      .option("--command-property <key=value>", "a configuration of the consumer; may be repeated", repeatable);
  },
  async run(values, io, topics) {
    const range = parseOffsetRange(values.text("offset") ?? "start", Date.now());
    const maxMessages = values.integer("max-messages") ?? -1;
    if (maxMessages < -1) throw new UsageError("--max-messages is a number of records, or -1 for all");
    if (io.row !== undefined && values.has("format")) throw new UsageError("--format and --json exclude each other");
    const format =
      io.row === undefined
        ? recordFormat(values.text("format") ?? "%s\\n", values.text("null") ?? "NULL")
        : rowFormatter(io.row);
    const config = consumerConfig(values);
    const isolation = config.get("isolation.level") ?? io.properties?.get("isolation.level");
    const isolationLevel = isolation === "read_committed" ? isolation : "read_uncommitted";
    let slices: Slice[];
    {
      await using admin = await openAdmin(values, io);
      slices = await slicesOf(admin, await partitionsOf(admin, topics, values), { range, isolationLevel });
    }
    await using consumer = await connect(config, io, (known, ports): Consumer => new Consumer(known, ports));
    await read(consumer, { slices, format, maxMessages, io });
    return 0;
  },
};

export const consume: Command = ottlaCommand(command);
