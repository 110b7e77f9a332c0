// Generated from schema/05-stop-replica.ts by `npm run generate`: do not edit.
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";

/** StopReplicaRequest: API key 5, no valid version. */
export interface StopReplicaRequest {
}

export const StopReplicaRequest: MessageCodec<StopReplicaRequest> = defineMessage<StopReplicaRequest>({
  name: "StopReplicaRequest",
  kind: "request",
  apiKey: 5,
  lowestVersion: 0,
  highestVersion: -1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: () => ({}),
  encode: () => {},
});

/** StopReplicaResponse: API key 5, no valid version. */
export interface StopReplicaResponse {
}

export const StopReplicaResponse: MessageCodec<StopReplicaResponse> = defineMessage<StopReplicaResponse>({
  name: "StopReplicaResponse",
  kind: "response",
  apiKey: 5,
  lowestVersion: 0,
  highestVersion: -1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: () => ({}),
  encode: () => {},
});
