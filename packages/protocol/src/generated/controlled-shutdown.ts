// Generated from schema/07-controlled-shutdown.ts by `npm run generate`: do not edit.
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";

/** ControlledShutdownRequest: API key 7, no valid version. */
export interface ControlledShutdownRequest {
}

export const ControlledShutdownRequest: MessageCodec<ControlledShutdownRequest> = defineMessage<ControlledShutdownRequest>({
  name: "ControlledShutdownRequest",
  kind: "request",
  apiKey: 7,
  lowestVersion: 0,
  highestVersion: -1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: () => ({}),
  encode: () => {},
});

/** ControlledShutdownResponse: API key 7, no valid version. */
export interface ControlledShutdownResponse {
}

export const ControlledShutdownResponse: MessageCodec<ControlledShutdownResponse> = defineMessage<ControlledShutdownResponse>({
  name: "ControlledShutdownResponse",
  kind: "response",
  apiKey: 7,
  lowestVersion: 0,
  highestVersion: -1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: () => ({}),
  encode: () => {},
});
