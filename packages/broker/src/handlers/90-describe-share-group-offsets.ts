/**
 * DescribeShareGroupOffsets (key 90), versions 0–1 (KIP-932).
 *
 * Behavior: where share groups begin in their partitions, and how many records are left; of all partitions that have share state
 * when no topics are named. What has none begins at −1. UNSUPPORTED_VERSION while `share.version` is 0.
 *
 * Version notes
 * - v1: how many records are left (KIP-1226)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import {
  DescribeShareGroupOffsetsRequest,
  DescribeShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/describe-share-group-offsets";
import type { RequestHandler } from "./handler.ts";

export const handler: RequestHandler<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> = {
  apiKey: ApiKey.DescribeShareGroupOffsets,
  request: DescribeShareGroupOffsetsRequest,
  response: DescribeShareGroupOffsetsResponse,
  async handle({ groups }, { services }) {
    if (!services.shareGroups.isEnabled) {
      return { groups: groups.map(({ groupId }) => ({ groupId, errorCode: ErrorCode.UNSUPPORTED_VERSION })) };
    }
    const { share } = services.groupCoordinator;
    return { groups: await Promise.all(groups.map((group) => share.describeOffsets(group))) };
  },
  errorResponse: ({ groups }, errorCode) => ({ groups: groups.map(({ groupId }) => ({ groupId, errorCode })) }),
};
