// The APIs of share groups (KIP-932): members, what they fetch, the state of share partitions, offsets.
import {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import { ShareGroupDescribeRequest, ShareGroupDescribeResponse } from "@ottla/protocol/messages/share-group-describe";
import { ShareFetchRequest, ShareFetchResponse } from "@ottla/protocol/messages/share-fetch";
import { ShareAcknowledgeRequest, ShareAcknowledgeResponse } from "@ottla/protocol/messages/share-acknowledge";
import {
  InitializeShareGroupStateRequest,
  InitializeShareGroupStateResponse,
} from "@ottla/protocol/messages/initialize-share-group-state";
import {
  ReadShareGroupStateRequest,
  ReadShareGroupStateResponse,
} from "@ottla/protocol/messages/read-share-group-state";
import {
  WriteShareGroupStateRequest,
  WriteShareGroupStateResponse,
} from "@ottla/protocol/messages/write-share-group-state";
import {
  DeleteShareGroupStateRequest,
  DeleteShareGroupStateResponse,
} from "@ottla/protocol/messages/delete-share-group-state";
import {
  ReadShareGroupStateSummaryRequest,
  ReadShareGroupStateSummaryResponse,
} from "@ottla/protocol/messages/read-share-group-state-summary";
import {
  DescribeShareGroupOffsetsRequest,
  DescribeShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/describe-share-group-offsets";
import {
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/alter-share-group-offsets";
import {
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/delete-share-group-offsets";
import { defineApi } from "./api.ts";
import type { AnyApi, Api } from "./api.ts";

export const ShareGroupHeartbeat: Api<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> = defineApi(
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
);
export const ShareGroupDescribe: Api<ShareGroupDescribeRequest, ShareGroupDescribeResponse> = defineApi(
  ShareGroupDescribeRequest,
  ShareGroupDescribeResponse,
);
export const ShareFetch: Api<ShareFetchRequest, ShareFetchResponse> = defineApi(ShareFetchRequest, ShareFetchResponse);
export const ShareAcknowledge: Api<ShareAcknowledgeRequest, ShareAcknowledgeResponse> = defineApi(
  ShareAcknowledgeRequest,
  ShareAcknowledgeResponse,
);
export const InitializeShareGroupState: Api<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse> =
  defineApi(InitializeShareGroupStateRequest, InitializeShareGroupStateResponse);
export const ReadShareGroupState: Api<ReadShareGroupStateRequest, ReadShareGroupStateResponse> = defineApi(
  ReadShareGroupStateRequest,
  ReadShareGroupStateResponse,
);
export const WriteShareGroupState: Api<WriteShareGroupStateRequest, WriteShareGroupStateResponse> = defineApi(
  WriteShareGroupStateRequest,
  WriteShareGroupStateResponse,
);
export const DeleteShareGroupState: Api<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse> = defineApi(
  DeleteShareGroupStateRequest,
  DeleteShareGroupStateResponse,
);
export const ReadShareGroupStateSummary: Api<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse> =
  defineApi(ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse);
export const DescribeShareGroupOffsets: Api<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> =
  defineApi(DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse);
export const AlterShareGroupOffsets: Api<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> = defineApi(
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponse,
);
export const DeleteShareGroupOffsets: Api<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> = defineApi(
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsResponse,
);

export const SHARE_APIS: readonly AnyApi[] = [
  ShareGroupHeartbeat,
  ShareGroupDescribe,
  ShareFetch,
  ShareAcknowledge,
  InitializeShareGroupState,
  ReadShareGroupState,
  WriteShareGroupState,
  DeleteShareGroupState,
  ReadShareGroupStateSummary,
  DescribeShareGroupOffsets,
  AlterShareGroupOffsets,
  DeleteShareGroupOffsets,
];
