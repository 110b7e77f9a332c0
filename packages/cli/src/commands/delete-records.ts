// kafka-delete-records: deletes the records of partitions below the offsets that a JSON file names.
import type { RecordsToDelete } from "@ottla/client";
import type { Command } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { javaExceptionText } from "../java-exception.ts";
import { readTextFile } from "../properties.ts";
import { toolCommand } from "../tool.ts";
import type { Tool } from "../tool.ts";

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`Expected a JSON object with the field '${name}'`);
  }
  return new Map<string, unknown>(Object.entries(value)).get(name);
}

function entry(value: unknown): RecordsToDelete {
  const topic = field(value, "topic");
  const partition = field(value, "partition");
  const beforeOffset = field(value, "offset");
  if (typeof topic !== "string" || !Number.isSafeInteger(partition) || !Number.isSafeInteger(beforeOffset)) {
    throw new UsageError(
      `Each partition needs a topic (text), a partition and an offset (numbers): ${JSON.stringify(value)}`,
    );
  }
  return { topic, partition: Number(partition), beforeOffset: Number(beforeOffset) };
}

/** The file's content: `{"partitions": [{"topic", "partition", "offset"}], "version": 1}`. @throws UsageError when malformed */
export function parseOffsetJson(text: string): RecordsToDelete[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError("The input string is not a valid JSON");
  }
  const version = field(json, "version") ?? 1;
  if (version !== 1) throw new UsageError(`Not supported version field value ${JSON.stringify(version)}`);
  const partitions = field(json, "partitions");
  if (!Array.isArray(partitions)) throw new UsageError("Missing partitions field");
  const records = partitions.map(entry);
  const names = records.map((one) => `${one.topic}-${one.partition}`);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length > 0) {
    throw new UsageError(`Offset json file contains duplicate topic partitions: ${[...new Set(repeated)].join(",")}`);
  }
  return records;
}

const tool: Tool = {
  name: "kafka-delete-records",
  description: "This tool helps to delete records of the given partitions down to the specified offset.",
  options(options) {
    addConnectionOptions(options);
    options.option(
      "--offset-json-file <file>",
      "REQUIRED: the JSON file with an offset for each partition; -1 deletes all",
    );
  },
  async run(values, io) {
    values.required("bootstrap-server");
    const records = parseOffsetJson(readTextFile(values.required("offset-json-file")));
    await withAdmin(values, io, async (admin) => {
      io.stdout.write("Executing records delete operation\n");
      const results = await admin.deleteRecords(records);
      io.stdout.write("Records delete operation completed:\n");
      for (const [one, outcome] of results) {
        const { topic, partition } = one;
        if (!outcome.ok) io.onFailure?.();
        if (io.row !== undefined) {
          const error = outcome.ok ? null : javaExceptionText(outcome.error);
          io.row({ topic, partition, lowWatermark: outcome.ok ? outcome.value.lowWatermark : null, error });
          continue;
        }
        const answer = outcome.ok
          ? `low_watermark: ${outcome.value.lowWatermark}`
          : `error: ${javaExceptionText(outcome.error)}`;
        io.stdout.write(`partition: ${topic}-${partition}\t${answer}\n`);
      }
    });
    return 0;
  },
};

export const deleteRecords: Command = toolCommand(tool);
