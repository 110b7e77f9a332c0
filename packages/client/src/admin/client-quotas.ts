/**
 * Admin: describeClientQuotas, alterClientQuotas (KIP-546).
 */
import { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import {
  DescribeClientQuotasRequest,
  DescribeClientQuotasResponse,
} from "@ottla/protocol/messages/describe-client-quotas";
import { protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { Results } from "./results.ts";
import type {
  AlterClientQuotasOptions,
  ClientQuotaAlteration,
  ClientQuotaDescription,
  ClientQuotaEntity,
  ClientQuotaFilter,
} from "./security-types.ts";
import type { AdminCallOptions } from "./types.ts";

const DESCRIBE_API = { request: DescribeClientQuotasRequest, response: DescribeClientQuotasResponse };
const ALTER_API = { request: AlterClientQuotasRequest, response: AlterClientQuotasResponse };
/** How a part of a filter matches, by protocol code. */
const MatchType = { EXACT: 0, DEFAULT: 1, SPECIFIED: 2 } as const;

export async function describeClientQuotas(
  context: AdminContext,
  filter: ClientQuotaFilter,
  options: AdminCallOptions,
): Promise<readonly ClientQuotaDescription[]> {
  const scope = context.scope("describeClientQuotas", options);
  const components = filter.components.map(({ entityType, match }) => ({
    entityType,
    matchType: match === undefined ? MatchType.SPECIFIED : match === null ? MatchType.DEFAULT : MatchType.EXACT,
    match: match ?? null,
  }));
  const response = await context.attempt(scope, async () => {
    const timeoutMs = context.requestTimeoutMs(scope);
    const body = { components, strict: filter.strict ?? false };
    const answer = await context.client.sendToAny({ api: DESCRIBE_API, body, timeoutMs });
    const { errorCode, errorMessage } = answer.response;
    if (errorCode !== 0) throw protocolError(errorCode, errorMessage);
    return answer.response;
  });
  return (response.entries ?? []).map(({ entity, values }) => ({
    entity: new Map(entity.map((one) => [one.entityType, one.entityName])),
    quotas: new Map(values.map((one) => [one.key, one.value])),
  }));
}

export async function alterClientQuotas(
  context: AdminContext,
  alterations: readonly ClientQuotaAlteration[],
  options: AlterClientQuotasOptions,
): Promise<Results<ClientQuotaEntity, void>> {
  const scope = context.scope("alterClientQuotas", options);
  const results = new Results<ClientQuotaEntity, void>(
    entityText,
    alterations.map((one) => one.entity),
  );
  const response = await context.askController(scope, {
    api: ALTER_API,
    body: {
      entries: alterations.map(({ entity, ops }) => ({
        entity: [...entity].map(([entityType, entityName]) => ({ entityType, entityName })),
        ops: [...ops].map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
      })),
      validateOnly: options.validateOnly ?? false,
    },
  });
  for (const { entity, errorCode, errorMessage } of response.entries) {
    const key = new Map(entity.map((one) => [one.entityType, one.entityName]));
    if (errorCode === 0) results.succeed(key, undefined);
    else results.fail(key, protocolError(errorCode, errorMessage));
  }
  return results;
}

function entityText(entity: ClientQuotaEntity): string {
  return JSON.stringify([...entity].sort(([left], [right]) => (left < right ? -1 : 1)));
}
