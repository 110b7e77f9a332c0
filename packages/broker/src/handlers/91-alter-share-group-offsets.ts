/**
 * AlterShareGroupOffsets (key 91), version 0 (KIP-932).
 *
 * Behavior: sets where a share group without members begins in partitions; makes the group if it is not there.
 * UNSUPPORTED_VERSION while `share.version` is 0.
 *
 * Version notes
 * - v0: KIP-932
 */

import { ApiKey, ErrorCode, errorMessage } from "@ottla/protocol";
import {
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/alter-share-group-offsets";
import type { RequestHandler } from "./handler.ts";

const UNSUPPORTED = {
  errorCode: ErrorCode.UNSUPPORTED_VERSION,
  errorMessage: errorMessage(ErrorCode.UNSUPPORTED_VERSION),
};

export const handler: RequestHandler<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> = {
  apiKey: ApiKey.AlterShareGroupOffsets,
  request: AlterShareGroupOffsetsRequest,
  response: AlterShareGroupOffsetsResponse,
  handle(request, { services }) {
    if (!services.shareGroups.isEnabled) return UNSUPPORTED;
    return services.groupCoordinator.share.alterOffsets(request);
  },
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
