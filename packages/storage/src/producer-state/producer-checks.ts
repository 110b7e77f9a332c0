/**
 * The rules that a producer's batches and a coordinator's markers must keep: epochs do not go back, sequences have no gap, a transaction is
 * ended by a coordinator that is not a zombie (I1–I5, KIP-98, KIP-360, KIP-890). Pure: an entry and a batch in, a verdict out.
 */
import { ErrorCode } from "@ottla/protocol";
import type { AppendOrigin } from "../log-types.ts";
import { lastSequenceOf, type ProducerStateEntry } from "./producer-state-entry.ts";
import type { VerificationStateEntry } from "./verification-state.ts";

/** A refusal: the code and a sentence. */
export interface ProducerRefusal {
  readonly errorCode: number;
  readonly message: string;
}

export interface ProducerBatch {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly maxTimestamp: number;
  readonly isTransactional: boolean;
}

export interface EndTxnMarker {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly isAbort: boolean;
}

/** Kafka's TV_UNKNOWN. */
const UNKNOWN_TRANSACTION_VERSION = -1;
const MAX_PRODUCER_EPOCH = 32767;

/** The verdict on a data batch; undefined if it may be appended. */
export function checkDataBatch(
  entry: ProducerStateEntry,
  batch: ProducerBatch,
  context: { readonly origin: AppendOrigin; readonly verification: VerificationStateEntry | undefined },
): ProducerRefusal | undefined {
  return (
    checkEpoch(
      entry,
      { ...batch, offset: batch.firstOffset },
      { origin: context.origin, transactionVersion: UNKNOWN_TRANSACTION_VERSION },
    ) ??
    (context.origin === "client" ? checkSequence(entry, batch, context.verification) : undefined) ??
    (entry.currentTxnFirstOffset >= 0 && !batch.isTransactional
      ? refusal(
          ErrorCode.INVALID_TXN_STATE,
          `Expected transactional write from producer ${batch.producerId} at offset ${batch.firstOffset}`,
        )
      : undefined)
  );
}

/** The verdict on a marker; undefined if it may be appended. */
export function checkMarker(
  entry: ProducerStateEntry,
  marker: EndTxnMarker,
  context: { readonly origin: AppendOrigin; readonly transactionVersion: number },
): ProducerRefusal | undefined {
  const refused = checkEpoch(entry, marker, context);
  if (refused) return refused;
  // A replica takes what its leader took.
  if (entry.coordinatorEpoch <= marker.coordinatorEpoch || context.origin === "replication") return undefined;
  return refusal(
    ErrorCode.TRANSACTION_COORDINATOR_FENCED,
    `Invalid coordinator epoch for producerId ${marker.producerId} at offset ${marker.offset}: ` +
      `${marker.coordinatorEpoch} (zombie), ${entry.coordinatorEpoch} (current)`,
  );
}

function checkEpoch(
  entry: ProducerStateEntry,
  {
    producerId,
    producerEpoch,
    offset,
  }: { readonly producerId: bigint; readonly producerEpoch: number; readonly offset: number },
  { origin, transactionVersion }: { readonly origin: AppendOrigin; readonly transactionVersion: number },
): ProducerRefusal | undefined {
  const current = entry.producerEpoch;
  const bumpsEpoch = transactionVersion >= 2;
  if (bumpsEpoch ? producerEpoch > current : producerEpoch >= current) return undefined;
  // A coordinator repeats a marker whose answer it did not get: the transaction is over, or the epoch could not rise.
  const isRetriedMarker =
    bumpsEpoch &&
    producerEpoch === current &&
    (entry.currentTxnFirstOffset < 0 || producerEpoch === MAX_PRODUCER_EPOCH);
  if (isRetriedMarker || origin === "replication") return undefined;
  return refusal(
    ErrorCode.INVALID_PRODUCER_EPOCH,
    `Epoch of producer ${producerId} at offset ${offset} is ${producerEpoch}, ` +
      `which is ${bumpsEpoch ? "<=" : "<"} the last seen epoch ${current}`,
  );
}

function checkSequence(
  entry: ProducerStateEntry,
  { producerId, producerEpoch, firstSequence, firstOffset }: ProducerBatch,
  verification: VerificationStateEntry | undefined,
): ProducerRefusal | undefined {
  const where = `Out of order sequence number for producer ${producerId} at offset ${firstOffset}: ${firstSequence} (incoming seq. number)`;
  if (verification?.supportsEpochBump && firstSequence !== 0 && entry.batches.length === 0) {
    return refusal(
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
      `Invalid sequence number for producer ${producerId} at offset ${firstOffset}: ${firstSequence} (incoming seq. number). ` +
        "Expected sequence 0 for transactions v2 idempotent producer with no existing state.",
    );
  }
  if (verification && firstSequence > verification.lowestSequence) {
    return refusal(
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
      `${where}, ${verification.lowestSequence} (earliest seen sequence)`,
    );
  }
  if (entry.producerEpoch === -1) return undefined;
  if (producerEpoch !== entry.producerEpoch) {
    if (firstSequence === 0) return undefined;
    return refusal(
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
      `Invalid sequence number for new epoch of producer ${producerId} at offset ${firstOffset}: ${producerEpoch} (request epoch), ` +
        `${firstSequence} (seq. number), ${entry.producerEpoch} (current producer epoch)`,
    );
  }
  const last = lastSequenceOf(entry);
  if (firstSequence === last + 1 || (firstSequence === 0 && last === 0x7fff_ffff)) return undefined;
  return refusal(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, `${where}, ${last} (current end sequence number)`);
}

function refusal(errorCode: number, message: string): ProducerRefusal {
  return { errorCode, message };
}
