// The APIs of who may use a cluster, and how much of it.
import { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import { CreateAclsRequest, CreateAclsResponse } from "@ottla/protocol/messages/create-acls";
import { DeleteAclsRequest, DeleteAclsResponse } from "@ottla/protocol/messages/delete-acls";
import { DescribeAclsRequest, DescribeAclsResponse } from "@ottla/protocol/messages/describe-acls";
import {
  DescribeClientQuotasRequest,
  DescribeClientQuotasResponse,
} from "@ottla/protocol/messages/describe-client-quotas";
import {
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse,
} from "@ottla/protocol/messages/describe-user-scram-credentials";
import { defineApi } from "./api.ts";
import type { AnyApi, Api } from "./api.ts";

export const DescribeAcls: Api<DescribeAclsRequest, DescribeAclsResponse> = defineApi(
  DescribeAclsRequest,
  DescribeAclsResponse,
);
export const CreateAcls: Api<CreateAclsRequest, CreateAclsResponse> = defineApi(CreateAclsRequest, CreateAclsResponse);
export const DeleteAcls: Api<DeleteAclsRequest, DeleteAclsResponse> = defineApi(DeleteAclsRequest, DeleteAclsResponse);
export const DescribeClientQuotas: Api<DescribeClientQuotasRequest, DescribeClientQuotasResponse> = defineApi(
  DescribeClientQuotasRequest,
  DescribeClientQuotasResponse,
);
export const AlterClientQuotas: Api<AlterClientQuotasRequest, AlterClientQuotasResponse> = defineApi(
  AlterClientQuotasRequest,
  AlterClientQuotasResponse,
);
export const DescribeUserScramCredentials: Api<
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse
> = defineApi(DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse);
export const AlterUserScramCredentials: Api<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> =
  defineApi(AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse);

export const SECURITY_APIS: readonly AnyApi[] = [
  DescribeAcls,
  CreateAcls,
  DeleteAcls,
  DescribeClientQuotas,
  AlterClientQuotas,
  DescribeUserScramCredentials,
  AlterUserScramCredentials,
];
