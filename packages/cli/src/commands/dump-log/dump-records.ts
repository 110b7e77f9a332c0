// The contents of a segment or a snapshot of metadata: one line a batch, and with deep iteration one line a record.
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import {
  incrementSequence,
  NO_SEQUENCE,
  readBatchHeader,
  readRecordsBodyAsync,
  RecordFailure,
  RecordReader,
  verifyCrc,
} from "@ottla/records";
import type { BatchHeader, Record } from "@ottla/records";
import { InputError } from "../../failure.ts";
import { batchesOf } from "./batches.ts";
import type { FileBatch } from "./batches.ts";
import { controlRecordText } from "./control-record.ts";
import type { DumpFindings } from "./dump-findings.ts";
import type { DumpOutput } from "./dump-output.ts";
import { batchRow, CODECS, recordRow, timestampType } from "./dump-rows.ts";
import { offsetOfName } from "./file-names.ts";
import type { RecordParser } from "./record-parser.ts";

/** The largest int of Java. */
export const INT_MAX: number = 2 ** 31 - 1;

export interface RecordsDump {
  readonly isDeep: boolean;
  /** Keys and values too. */
  readonly parser: RecordParser | undefined;
  /** What it says is JSON. */
  readonly isStructured: boolean;
  readonly skipRecordMetadata: boolean;
  /** `INT_MAX` for the whole file. */
  readonly maxBytes: number;
  readonly findings: DumpFindings;
}

/** More than any batch that a broker takes decompresses to. */
const DECOMPRESSED_BYTES_MAX = 2 ** 30;
function batchLine({ bytes, at, position, sizeInBytes }: FileBatch, header: BatchHeader): string {
  const { baseSequence, lastOffsetDelta, deleteHorizonMs, compression } = header;
  const codec = CODECS[compression];
  if (codec === undefined) throw new InputError(`Unknown compression type id: ${compression}`);
  const lastSequence = baseSequence === NO_SEQUENCE ? NO_SEQUENCE : incrementSequence(baseSequence, lastOffsetDelta);
  return [
    `baseOffset: ${header.baseOffset} lastOffset: ${header.lastOffset} count: ${header.recordCount}`,
    `baseSequence: ${baseSequence} lastSequence: ${lastSequence}`,
    `producerId: ${header.producerId} producerEpoch: ${header.producerEpoch}`,
    `partitionLeaderEpoch: ${header.partitionLeaderEpoch}`,
    `isTransactional: ${header.isTransactional} isControl: ${header.isControl}`,
    `deleteHorizonMs: ${deleteHorizonMs === undefined ? "OptionalLong.empty" : `OptionalLong[${deleteHorizonMs}]`}`,
    `position: ${position} ${timestampType(header.timestampType)}: ${header.maxTimestamp} size: ${sizeInBytes}`,
    `magic: ${header.magic} compresscodec: ${codec} crc: ${header.crc} isvalid: ${verifyCrc(bytes, at, sizeInBytes)}`,
  ].join(" ");
}

function metadataText(header: BatchHeader, record: Record): string {
  const keys = record.headers.map(({ key }) => key).join(",");
  return (
    `| offset: ${record.offset} ${timestampType(header.timestampType)}: ${record.timestamp} keySize: ${record.keyLength} ` +
    `valueSize: ${record.valueLength} sequence: ${record.sequence} headerKeys: [${keys}]`
  );
}

function contentsText(parser: RecordParser, record: Record, prefix: string): string {
  const { key, value } = parser(record);
  const keyText = key === undefined ? "" : `${prefix}key: ${key}`;
  if (value === undefined) return keyText;
  return `${keyText}${key === undefined ? prefix : " "}payload: ${value}`;
}

/** The records of a batch. @throws InputError when they are not what the batch says */
export async function recordsOf({ bytes, at }: FileBatch): Promise<Record[]> {
  const body = await readRecordsBodyAsync(bytes, at, { maxBytes: DECOMPRESSED_BYTES_MAX });
  if (body instanceof RecordFailure) throw new InputError(body.message);
  const reader = new RecordReader(bytes, at, body);
  const records = [...reader];
  if (reader.failure !== undefined) throw new InputError(reader.failure.message);
  return records;
}

function titleOf(path: string): string {
  const name = basename(path);
  if (name.endsWith(".log")) return `Log starting offset: ${offsetOfName(path)}`;
  if (name === "bootstrap.checkpoint") return "KRaft bootstrap snapshot";
  const match = /^(\d{20})-(\d{10})\.checkpoint$/.exec(name);
  if (match === null)
    throw new InputError(`${name} is not a snapshot's name: 20 digits of offset, a dash, 10 digits of epoch`);
  return `Snapshot end offset: ${Number(match[1])}, epoch: ${Number(match[2])}`;
}

async function dumpBatches(file: FileHandle, path: string, dump: RecordsDump, out: DumpOutput): Promise<void> {
  const { size } = await file.stat();
  const to = dump.maxBytes === INT_MAX ? size : Math.min(size, dump.maxBytes);
  let validBytes = 0;
  let lastOffset = -1;
  const prefix = dump.skipRecordMetadata ? "| " : " ";
  for await (const batch of batchesOf(file, { from: 0, to, path })) {
    const header = readBatchHeader(batch.bytes, batch.at);
    out.entry(batchRow(batch, header), () => batchLine(batch, header));
    validBytes += batch.sizeInBytes;
    for (const record of dump.isDeep ? await recordsOf(batch) : []) {
      if (record.offset !== lastOffset + 1) dump.findings.gap(path, lastOffset, record.offset);
      lastOffset = record.offset;
      if (out.isJson) {
        out.entry(recordRow(header, record, dump), () => "");
        if (!(await out.giveWay())) return;
        continue;
      }
      // Piece by piece: what is known of a record is printed when the rest cannot be read.
      if (!dump.skipRecordMetadata) {
        out.text(metadataText(header, record));
        if (header.isControl) out.text(controlRecordText(record));
      }
      const isShown = dump.parser !== undefined && !header.isControl;
      out.line(isShown ? contentsText(dump.parser, record, prefix) : "");
      if (!(await out.giveWay())) return;
    }
    if (!(await out.giveWay())) return;
  }
  if (to > validBytes && dump.maxBytes === INT_MAX) {
    const invalidBytes = to - validBytes;
    out.entry({ invalidBytes }, () => `Found ${invalidBytes} invalid bytes at the end of ${basename(path)}`);
  }
}

/** Dumps a `.log` or `.checkpoint` file. @throws InputError where it cannot go on */
export async function dumpRecords(path: string, dump: RecordsDump, out: DumpOutput): Promise<void> {
  const title = titleOf(path);
  out.line(title);
  const file = await open(path, "r");
  try {
    await dumpBatches(file, path, dump, out);
  } finally {
    await file.close();
  }
}
