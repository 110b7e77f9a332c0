// Generated from schema/04-leader-and-isr.ts by `npm run generate`: do not edit.
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";

/** LeaderAndIsrRequest: API key 4, no valid version. */
export interface LeaderAndIsrRequest {
}

export const LeaderAndIsrRequest: MessageCodec<LeaderAndIsrRequest> = defineMessage<LeaderAndIsrRequest>({
  name: "LeaderAndIsrRequest",
  kind: "request",
  apiKey: 4,
  lowestVersion: 0,
  highestVersion: -1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: () => ({}),
  encode: () => {},
});

/** LeaderAndIsrResponse: API key 4, no valid version. */
export interface LeaderAndIsrResponse {
}

export const LeaderAndIsrResponse: MessageCodec<LeaderAndIsrResponse> = defineMessage<LeaderAndIsrResponse>({
  name: "LeaderAndIsrResponse",
  kind: "response",
  apiKey: 4,
  lowestVersion: 0,
  highestVersion: -1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: () => ({}),
  encode: () => {},
});
