/**
 * DeleteShareGroupOffsets (key 92), version 0 (KIP-932).
 *
 * Behavior: forgets where a share group without members is in topics. UNSUPPORTED_VERSION while `share.version` is 0.
 *
 * Version notes
 * - v0: KIP-932
 */

import { ApiKey, ErrorCode, errorMessage } from "@ottla/protocol";
import {
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/delete-share-group-offsets";
import type { RequestHandler } from "./handler.ts";

const UNSUPPORTED = {
  errorCode: ErrorCode.UNSUPPORTED_VERSION,
  errorMessage: errorMessage(ErrorCode.UNSUPPORTED_VERSION),
};

export const handler: RequestHandler<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> = {
  apiKey: ApiKey.DeleteShareGroupOffsets,
  request: DeleteShareGroupOffsetsRequest,
  response: DeleteShareGroupOffsetsResponse,
  handle(request, { services }) {
    if (!services.shareGroups.isEnabled) return UNSUPPORTED;
    return services.groupCoordinator.share.deleteOffsets(request);
  },
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
