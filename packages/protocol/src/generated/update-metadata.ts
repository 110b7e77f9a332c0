// Generated from schema/06-update-metadata.ts by `npm run generate`: do not edit.
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";

/** UpdateMetadataRequest: API key 6, no valid version. */
export interface UpdateMetadataRequest {
}

export const UpdateMetadataRequest: MessageCodec<UpdateMetadataRequest> = defineMessage<UpdateMetadataRequest>({
  name: "UpdateMetadataRequest",
  kind: "request",
  apiKey: 6,
  lowestVersion: 0,
  highestVersion: -1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: () => ({}),
  encode: () => {},
});

/** UpdateMetadataResponse: API key 6, no valid version. */
export interface UpdateMetadataResponse {
}

export const UpdateMetadataResponse: MessageCodec<UpdateMetadataResponse> = defineMessage<UpdateMetadataResponse>({
  name: "UpdateMetadataResponse",
  kind: "response",
  apiKey: 6,
  lowestVersion: 0,
  highestVersion: -1,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: () => ({}),
  encode: () => {},
});
