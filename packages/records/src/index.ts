export * from "./batch-header.ts";
export * from "./batch-layout.ts";
export * from "./batch-patch.ts";
export {
  RecordBatchBuilder,
  emptyBatch,
  writeBatchHeader,
  type BatchBuilderOptions,
  type BatchHeaderFields,
  type ProducerState,
} from "./batch-builder.ts";
export { BatchIterator, type BatchIteratorOptions } from "./batch-iterator.ts";
export {
  COMPRESSION_LEVELS,
  DEFAULT_MAX_DECOMPRESSED_BYTES,
  compress,
  compressAsync,
  decompress,
  decompressAsync,
  isCompressionLevel,
  type DecompressOptions,
} from "./compression/compression.ts";
export {
  ControlRecordType,
  controlBatch,
  controlRecordKey,
  endTransactionMarkerBatch,
  parseControlRecordType,
  parseEndTransactionMarker,
  type ControlBatchOptions,
  type ControlRecord,
  type EndTransactionMarker,
} from "./control-records.ts";
export { Record, readHeaders, type RecordHeader, type RecordLayout } from "./record.ts";
export { RecordFailure, type RecordFailureKind } from "./record-failure.ts";
export { RecordWalker } from "./record-walker.ts";
export {
  RecordReader,
  decodeBatch,
  readRecordsBody,
  readRecordsBodyAsync,
  type DecodedBatch,
  type RecordsBody,
} from "./records-body.ts";
export {
  kraftVersionRecord,
  kraftVotersRecord,
  leaderChangeRecord,
  parseKraftControlRecord,
  snapshotFooterRecord,
  snapshotHeaderRecord,
  type KraftControlMessage,
} from "./kraft-control-records.ts";
