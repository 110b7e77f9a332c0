// Requests of a client with a quota, to one broker: what it is told about being held back.
import { systemClock } from "@ottla/base";
import { ClientConnection, nodeNetwork } from "@ottla/network";
import { decodeResponse, encodeRequest, type Input, type MessageCodec } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { RecordBatchBuilder } from "@ottla/records";

const TIMEOUT_MS = 60_000;

/** Each request has a connection of its own: one that is held back is not heard of for a while. */
async function askOnce<Req, Res>(
  port: number,
  [request, response]: readonly [MessageCodec<Req>, MessageCodec<Res>],
  options: { readonly version: number; readonly clientId: string },
  body: Input<Req>,
): Promise<Res> {
  const connection = await ClientConnection.dial(nodeNetwork, { host: "127.0.0.1", port }, { clock: systemClock });
  try {
    const correlationId = connection.takeCorrelationId();
    const chunks = encodeRequest(request, body, { ...options, correlationId });
    const frame = await connection.send(correlationId, chunks, { timeoutMs: TIMEOUT_MS });
    return decodeResponse(response, frame, options.version).body;
  } finally {
    connection.close();
  }
}

/** Produces so many bytes to partition 0, and tells for how long the client is held back. */
export async function produceAs(clientId: string, port: number, topic: string, sizeInBytes: number): Promise<number> {
  const builder = new RecordBatchBuilder({});
  builder.append(Date.now(), null, Buffer.alloc(sizeInBytes));
  const topicData = [{ name: topic, partitionData: [{ index: 0, records: builder.build() }] }];
  const body = { acks: 1, timeoutMs: TIMEOUT_MS, topicData };
  const { throttleTimeMs } = await askOnce(port, [ProduceRequest, ProduceResponse], { version: 9, clientId }, body);
  return throttleTimeMs;
}

/** Asks for a topic with one replica; tells the error code and for how long the client is held back. */
export async function createAs(
  clientId: string,
  port: number,
  name: string,
  numPartitions: number,
): Promise<{ readonly errorCode: number; readonly throttleTimeMs: number }> {
  const topics = [{ name, numPartitions, replicationFactor: 1 }];
  const body = { topics, timeoutMs: TIMEOUT_MS };
  const codecs = [CreateTopicsRequest, CreateTopicsResponse] as const;
  const response = await askOnce(port, codecs, { version: 7, clientId }, body);
  return { errorCode: response.topics[0]?.errorCode ?? -1, throttleTimeMs: response.throttleTimeMs };
}
