// DescribeTransactions, API key 65.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeTransactions: ApiSchema = {
  apiKey: 65,
  name: "DescribeTransactions",
  listeners: ["broker"],
  request: {
    name: "DescribeTransactionsRequest",
    versions: "0",
    flexible: "0+",
    fields: [{ name: "transactionalIds", type: "[]string", versions: "0+", entity: "transactionalId" }],
  },
  response: {
    name: "DescribeTransactionsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "transactionStates",
        type: "[]TransactionState",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "transactionalId", type: "string", versions: "0+", entity: "transactionalId" },
          { name: "transactionState", type: "string", versions: "0+" },
          { name: "transactionTimeoutMs", type: "int32", versions: "0+" },
          { name: "transactionStartTimeMs", type: "int64", versions: "0+" },
          { name: "producerId", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
          { name: "producerEpoch", type: "int16", versions: "0+" },
          {
            name: "topics",
            type: "[]TopicData",
            versions: "0+",
            fields: [
              { name: "topic", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
              { name: "partitions", type: "[]int32", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
};
