// Generated from schema/producer-snapshot.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ProducerSnapshot: data, versions 1. */
export interface ProducerSnapshot {
  crc: number;
  producerEntries: ProducerEntry[];
}

export const ProducerSnapshot: MessageCodec<ProducerSnapshot> = defineMessage<ProducerSnapshot>({
  name: "ProducerSnapshot",
  kind: "data",
  apiKey: -1,
  lowestVersion: 1,
  highestVersion: 1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeProducerSnapshot,
  encode: encodeProducerSnapshot,
});

/** In `ProducerSnapshot.producerEntries`. */
export interface ProducerEntry {
  producerId: bigint;
  epoch: number;
  lastSequence: number;
  lastOffset: number;
  offsetDelta: number;
  timestamp: number;
  coordinatorEpoch: number;
  currentTxnFirstOffset: number;
}

function decodeProducerEntry(reader: WireReader, _version: number): ProducerEntry {
  const producerId = reader.int64BigInt("ProducerEntry.producerId");
  const epoch = reader.int16("ProducerEntry.epoch");
  const lastSequence = reader.int32("ProducerEntry.lastSequence");
  const lastOffset = reader.int64("ProducerEntry.lastOffset");
  const offsetDelta = reader.int32("ProducerEntry.offsetDelta");
  const timestamp = reader.int64("ProducerEntry.timestamp");
  const coordinatorEpoch = reader.int32("ProducerEntry.coordinatorEpoch");
  const currentTxnFirstOffset = reader.int64("ProducerEntry.currentTxnFirstOffset");
  return { producerId, epoch, lastSequence, lastOffset, offsetDelta, timestamp, coordinatorEpoch, currentTxnFirstOffset };
}

function encodeProducerEntry(writer: WireWriter, message: Input<ProducerEntry>, _version: number): void {
  const { producerId = 0n, epoch = 0, lastSequence = 0, lastOffset = 0, offsetDelta = 0, timestamp = 0, coordinatorEpoch = 0, currentTxnFirstOffset = 0 } = message;
  writer.int64BigInt(producerId, "ProducerEntry.producerId");
  writer.int16(epoch, "ProducerEntry.epoch");
  writer.int32(lastSequence, "ProducerEntry.lastSequence");
  writer.int64(lastOffset, "ProducerEntry.lastOffset");
  writer.int32(offsetDelta, "ProducerEntry.offsetDelta");
  writer.int64(timestamp, "ProducerEntry.timestamp");
  writer.int32(coordinatorEpoch, "ProducerEntry.coordinatorEpoch");
  writer.int64(currentTxnFirstOffset, "ProducerEntry.currentTxnFirstOffset");
}

function decodeProducerSnapshot(reader: WireReader, version: number): ProducerSnapshot {
  const crc = reader.uint32("ProducerSnapshot.crc");
  const producerEntries: ProducerEntry[] = [];
  for (let left = reader.arrayLength(46, "ProducerSnapshot.producerEntries"); left > 0; left--) producerEntries.push(decodeProducerEntry(reader, version));
  return { crc, producerEntries };
}

function encodeProducerSnapshot(writer: WireWriter, message: Input<ProducerSnapshot>, version: number): void {
  const { crc = 0, producerEntries = [] } = message;
  writer.uint32(crc, "ProducerSnapshot.crc");
  writer.arrayLength(producerEntries, "ProducerSnapshot.producerEntries");
  for (const element of producerEntries) encodeProducerEntry(writer, element, version);
}
