// kafka-dump-log: what is in the files of a partition's directory, read from the files alone; no broker is asked, and none may mind.
import { basename } from "node:path";
import type { Command, CommandIo } from "../command.ts";
import { InputError, UsageError } from "../failure.ts";
import { toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { DumpFindings } from "./dump-log/dump-findings.ts";
import { dumpOffsetIndex, dumpTimeIndex } from "./dump-log/dump-indexes.ts";
import { DumpOutput } from "./dump-log/dump-output.ts";
import { dumpProducerSnapshot, dumpTransactionIndex } from "./dump-log/dump-producers.ts";
import { dumpRecords, INT_MAX } from "./dump-log/dump-records.ts";
import { javaPath } from "./dump-log/file-names.ts";
import { recordParser } from "./dump-log/record-parser.ts";

const MAX_MESSAGE_SIZE = 5 * 1024 * 1024;

const DECODERS = [
  "offsets-decoder",
  "transaction-log-decoder",
  "cluster-metadata-decoder",
  "remote-log-metadata-decoder",
  "share-group-state-decoder",
  "key-decoder-class",
  "value-decoder-class",
];

/** Those that print JSON. */
const STRUCTURED = DECODERS.filter((name) => !name.endsWith("-class"));

/** A size of Java's type int. @throws UsageError when it is none */
function size(values: ToolOptions, name: string): number | undefined {
  const value = values.integer(name);
  if (value === undefined) return undefined;
  if (value > INT_MAX || value < -INT_MAX - 1) {
    throw new UsageError(`Cannot parse argument '${values.text(name) ?? ""}' of option ${name}`);
  }
  if (value < 0) throw new UsageError(`Invalid size: ${value}`);
  return value;
}

type DumpFile = (path: string, out: DumpOutput) => Promise<void>;

/** What an option says is read when a file needs it, as Apache's tool does. */
function dumpersOf(values: ToolOptions, findings: DumpFindings): ReadonlyMap<string, DumpFile> {
  const isPrinted = values.has("print-data-log") || DECODERS.some((name) => values.has(name));
  const dumpBatches: DumpFile = async (path, out) => {
    const parser = isPrinted ? await recordParser(values) : undefined;
    const maxBytes = size(values, "max-bytes") ?? INT_MAX;
    const isDeep = isPrinted || values.has("deep-iteration");
    const isStructured = STRUCTURED.some((name) => values.has(name));
    const skipRecordMetadata = values.has("skip-record-metadata");
    await dumpRecords(path, { isDeep, parser, isStructured, skipRecordMetadata, maxBytes, findings }, out);
  };
  const indexes = {
    sanityOnly: values.has("index-sanity-check"),
    verifyOnly: values.has("verify-index-only"),
    findings,
  };
  const dumpOffsets: DumpFile = (path, out) => {
    const maxMessageSize = size(values, "max-message-size") ?? MAX_MESSAGE_SIZE;
    return dumpOffsetIndex(path, { ...indexes, maxMessageSize }, out);
  };
  return new Map<string, DumpFile>([
    [".log", dumpBatches],
    [".checkpoint", dumpBatches],
    [".index", dumpOffsets],
    [".timeindex", (path, out) => dumpTimeIndex(path, indexes, out)],
    [".snapshot", (path, out) => dumpProducerSnapshot(path, out)],
    [".txnindex", (path, out) => dumpTransactionIndex(path, out)],
  ]);
}

/** What cannot be opened is the user's to see to. */
function inputError(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return error;
  const reason = error.code === "ENOENT" ? "there is no such file" : String(error.code);
  return new InputError(`${String(error.path)} cannot be read: ${reason}`, { cause: error });
}

async function dumpFiles(values: ToolOptions, io: CommandIo): Promise<void> {
  const files = values.required("files").split(",");
  while (files.length > 1 && files.at(-1) === "") files.pop();
  const findings = new DumpFindings();
  const dumpers = dumpersOf(values, findings);
  const out = new DumpOutput(io);
  try {
    for (const text of files) {
      const path = javaPath(text);
      out.begin(path);
      const suffix = /\.[^.]*$/.exec(basename(path))?.[0];
      if (suffix === undefined) throw new InputError(`${path} has no suffix that says what kind of file it is`);
      const dump = dumpers.get(suffix);
      if (dump === undefined) out.error(`Ignoring unknown file ${path}`);
      else await dump(path, out);
    }
  } catch (error) {
    throw inputError(error);
  } finally {
    await out.flush();
  }
  findings.print(out);
}

const tool: Tool = {
  name: "kafka-dump-log",
  description: "Prints what is in segments, indexes and snapshots, and checks the indexes against the log.",
  options(options) {
    options
      .option(
        "--files <file1,file2,...>",
        "REQUIRED: .log, .index, .timeindex, .txnindex, .snapshot and .checkpoint files",
      )
      .option("--print-data-log", "print keys and values of .log and .checkpoint files; any decoder does that too")
      .option("--deep-iteration", "print the records of each batch; --print-data-log does that too")
      .option("--verify-index-only", "compare indexes with the log without printing their entries")
      .option(
        "--index-sanity-check",
        "only the check by which a broker decides at its start whether to make an index anew",
      )
      .option("--max-message-size <bytes>", "size of the largest batch that an index points to (default: 5242880)")
      .option("--max-bytes <bytes>", "read only so much of each .log file (default: all)")
      .option("--offsets-decoder", "decode records of __consumer_offsets")
      .option("--transaction-log-decoder", "decode records of __transaction_state")
      .option("--cluster-metadata-decoder", "decode records of __cluster_metadata")
      .option("--share-group-state-decoder", "decode records of __share_group_state")
      .option("--remote-log-metadata-decoder", "not served: there is no tiered storage")
      .option(
        "--key-decoder-class [class]",
        "org.apache.kafka.tools.api. StringDecoder (default), IntegerDecoder or LongDecoder",
      )
      .option("--value-decoder-class [class]", "as --key-decoder-class, for values")
      .option("--skip-record-metadata", "print keys and values only, and nothing of control records");
  },
  async run(values: ToolOptions, io: CommandIo): Promise<number> {
    await dumpFiles(values, io);
    return 0;
  },
};

export const dumpLog: Command = toolCommand(tool);
