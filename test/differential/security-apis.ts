// The APIs of who may use a cluster, and how much of it.
import { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
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
  DescribeClientQuotas,
  AlterClientQuotas,
  DescribeUserScramCredentials,
  AlterUserScramCredentials,
];
