/**
 * Micro-benchmarks of what a broker and a client do to every byte and record:
 * `node --conditions=@ottla/source packages/records/bench/records.bench.ts [name]`.
 * Times are per call; the names say how many records or bytes a call handles.
 */
import { bench, do_not_optimize, run, summary } from "mitata";
import { Prng, crc32c, utf8Bytes } from "@ottla/base";
import {
  COMPRESSION_NAMES,
  CompressionType,
  RecordBatchBuilder,
  RecordFailure,
  RecordReader,
  RecordWalker,
  compress,
  decompress,
  readRecordsBody,
  type RecordsBody,
} from "@ottla/records";

const RECORDS = 1000;

function randomBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  new Prng(1).fill(bytes);
  return bytes;
}

/** Text like that of real records: some words that come back, some that do not. */
function textBytes(size: number): Uint8Array {
  const random = new Prng(2);
  let text = "";
  while (text.length < size) {
    const price = (random.uint32() % 100_000) / 100;
    text += `{"id":${random.uint32()},"name":"customer-${random.uint32() % 500}","price":${price},"state":"open"}\n`;
  }
  return utf8Bytes(text.slice(0, size));
}

function buildBatch(value: Uint8Array, compression: CompressionType = CompressionType.NONE): Uint8Array {
  const builder = new RecordBatchBuilder({ compression, initialCapacity: 128 * 1024 });
  for (let i = 0; i < RECORDS; i++) builder.append(1_700_000_000_000 + i, null, value);
  return builder.build();
}

function bodyOf(batch: Uint8Array): RecordsBody {
  const body = readRecordsBody(batch);
  if (body instanceof RecordFailure) throw new Error(body.toString());
  return body;
}

function benchCrc(): void {
  for (const size of [100, 256, 1024, 16 * 1024, 1024 * 1024]) {
    const bytes = randomBytes(size);
    bench(`crc32c of ${size} B`, () => do_not_optimize(crc32c(bytes)));
  }
}

function benchRecords(): void {
  const value = randomBytes(100);
  const batch = buildBatch(value);
  const body = bodyOf(batch);
  const walker = new RecordWalker();
  bench(`walk ${RECORDS} records of 100 B`, () => {
    walker.start(body.bytes, body.start, body.end, body.count);
    let sum = 0;
    while (walker.next()) sum += walker.valueLength + walker.timestampDelta;
    do_not_optimize(sum);
  });
  bench(`read ${RECORDS} records of 100 B`, () => {
    const reader = new RecordReader(batch, 0, body);
    let sum = 0;
    for (let record = reader.read(); record !== undefined; record = reader.read()) sum += record.value!.length;
    do_not_optimize(sum);
  });
  bench(`build ${RECORDS} records of 100 B`, () => do_not_optimize(buildBatch(value)));
  const small = randomBytes(12);
  bench(`build ${RECORDS} records of 12 B`, () => do_not_optimize(buildBatch(small)));
}

function benchCodecs(): void {
  const text = textBytes(64 * 1024);
  for (const type of Object.values(CompressionType)) {
    if (type === CompressionType.NONE) continue;
    const name = COMPRESSION_NAMES[type];
    const compressed = compress(type, text);
    const percent = Math.round((100 * compressed.length) / text.length);
    summary(() => {
      bench(`${name}: compress 64 KiB of text to ${percent}%`, () => do_not_optimize(compress(type, text)));
      bench(`${name}: decompress 64 KiB of text`, () => do_not_optimize(decompress(type, compressed)));
    });
  }
  bench("lz4 level 12: compress 64 KiB of text", () => do_not_optimize(compress(CompressionType.LZ4, text, 12)));
}

const only = process.argv[2];
if (only === undefined || only === "crc") benchCrc();
if (only === undefined || only === "records") benchRecords();
if (only === undefined || only === "codecs") benchCodecs();
await run();
