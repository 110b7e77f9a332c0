// AddPartitionsToTxn, API key 24.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
// v2: same bytes, newer behaviour or error codes.
// v3: flexible.
// v4: request drops v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics, adds
//   transactions; response drops resultsByTopicV3AndBelow, adds errorCode, resultsByTransaction.
// v5: same bytes, newer behaviour or error codes (KIP-890).
import type { ApiSchema } from "../compile/schema-types.ts";

export const addPartitionsToTxn: ApiSchema = {
  apiKey: 24,
  name: "AddPartitionsToTxn",
  listeners: ["broker"],
  request: {
    name: "AddPartitionsToTxnRequest",
    versions: "0-5",
    flexible: "3+",
    fields: [
      {
        name: "transactions",
        type: "[]AddPartitionsToTxnTransaction",
        versions: "4+",
        fields: [
          { name: "transactionalId", type: "string", versions: "4+", mapKey: true, entity: "transactionalId" },
          { name: "producerId", type: "int64", versions: "4+", as: "bigint", entity: "producerId" },
          { name: "producerEpoch", type: "int16", versions: "4+" },
          { name: "verifyOnly", type: "bool", versions: "4+", default: false },
          { name: "topics", type: "[]AddPartitionsToTxnTopic", versions: "4+" },
        ],
      },
      { name: "v3AndBelowTransactionalId", type: "string", versions: "0-3", entity: "transactionalId" },
      { name: "v3AndBelowProducerId", type: "int64", versions: "0-3", as: "bigint", entity: "producerId" },
      { name: "v3AndBelowProducerEpoch", type: "int16", versions: "0-3" },
      { name: "v3AndBelowTopics", type: "[]AddPartitionsToTxnTopic", versions: "0-3" },
    ],
    structs: [
      {
        name: "AddPartitionsToTxnTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "AddPartitionsToTxnResponse",
    versions: "0-5",
    flexible: "3+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "4+", ignorable: true },
      {
        name: "resultsByTransaction",
        type: "[]AddPartitionsToTxnResult",
        versions: "4+",
        fields: [
          { name: "transactionalId", type: "string", versions: "4+", mapKey: true, entity: "transactionalId" },
          { name: "topicResults", type: "[]AddPartitionsToTxnTopicResult", versions: "4+" },
        ],
      },
      { name: "resultsByTopicV3AndBelow", type: "[]AddPartitionsToTxnTopicResult", versions: "0-3" },
    ],
    structs: [
      {
        name: "AddPartitionsToTxnTopicResult",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          { name: "resultsByPartition", type: "[]AddPartitionsToTxnPartitionResult", versions: "0+" },
        ],
      },
      {
        name: "AddPartitionsToTxnPartitionResult",
        versions: "0+",
        fields: [
          { name: "partitionIndex", type: "int32", versions: "0+", mapKey: true },
          { name: "partitionErrorCode", type: "int16", versions: "0+" },
        ],
      },
    ],
  },
};
