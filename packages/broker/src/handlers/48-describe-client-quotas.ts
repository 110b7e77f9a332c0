/**
 * DescribeClientQuotas (key 48), versions 0–1.
 *
 * Behavior: the quotas of every entity that has a part for each component of the filter: of that name, the default, or any. A strict filter leaves
 * out entities with further parts. Every broker answers from the metadata it has.
 *
 * Version notes
 * - v0: (KIP-546)
 * - v1: flexible (KIP-482)
 */

import { javaStringOrder } from "@ottla/base";
import { QuotaEntityType } from "@ottla/metadata";
import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import {
  DescribeClientQuotasRequest,
  DescribeClientQuotasResponse,
} from "@ottla/protocol/messages/describe-client-quotas";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

type Response = HandlerResponse<DescribeClientQuotasResponse>;

/** Kafka's `DescribeClientQuotasRequest.MATCH_TYPE_…`. */
const MatchType = { EXACT: 0, DEFAULT: 1, SPECIFIED: 2 } as const;

interface Refusal {
  readonly errorCode: number;
  readonly errorMessage: string;
}

/** Type → name that is asked for; null: the default; undefined: any. */
type Filter = ReadonlyMap<string, string | null | undefined>;

interface Described {
  readonly entity: ReadonlyMap<string, string | null>;
  readonly values: Map<string, number>;
}

function handle(request: DescribeClientQuotasRequest, { services }: RequestContext): Response {
  const filter = filterOf(request);
  if ("errorCode" in filter) return { ...filter, entries: null };
  // A strict filter without components fits nothing; the other fits everything.
  if (filter.size === 0 && request.strict) return { errorMessage: "", entries: [] };
  const found = new Map<string, Described>();
  for (const { entity: parts, key, value } of services.metadata.image.keyedRecords.valuesOf("ClientQuotaRecord")) {
    const entity = new Map(parts.map(({ entityType, entityName }) => [entityType, entityName]));
    if (!isFitting(entity, filter) || (request.strict && entity.size !== filter.size)) continue;
    const id = JSON.stringify([...entity].toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const described = found.get(id) ?? { entity, values: new Map<string, number>() };
    described.values.set(key, value);
    found.set(id, described);
  }
  const entries = [...found.values()].map(({ entity, values }) => ({
    entity: javaStringOrder(entity.keys()).map((entityType) => ({
      entityType,
      entityName: entity.get(entityType) ?? null,
    })),
    values: javaStringOrder(values.keys()).map((key) => ({ key, value: values.get(key) ?? 0 })),
  }));
  // Kafka leaves the message as it is made: empty, not null.
  return { errorMessage: "", entries };
}

function isFitting(entity: ReadonlyMap<string, string | null>, filter: Filter): boolean {
  for (const [type, match] of filter) {
    const name = entity.get(type);
    if (name === undefined || (match !== undefined && match !== name)) return false;
  }
  return true;
}

function filterOf({ components }: DescribeClientQuotasRequest): Filter | Refusal {
  const filter = new Map<string, string | null | undefined>();
  const types: readonly string[] = Object.values(QuotaEntityType);
  for (const { entityType, matchType, match } of components) {
    if (entityType === "") return invalid("Invalid empty entity type.");
    if (filter.has(entityType)) {
      return invalid(`Entity type ${entityType} cannot appear more than once in the filter.`);
    }
    if (!types.includes(entityType)) {
      const message = `Unsupported entity type ${entityType}`;
      return { errorCode: ErrorCode.UNSUPPORTED_VERSION, errorMessage: message };
    }
    switch (matchType) {
      case MatchType.EXACT:
        if (match === null) return invalid("Request specified MATCH_TYPE_EXACT, but set match string to null.");
        filter.set(entityType, match);
        break;
      case MatchType.DEFAULT:
        if (match !== null) {
          return invalid("Request specified MATCH_TYPE_DEFAULT, but also specified a match string.");
        }
        filter.set(entityType, null);
        break;
      case MatchType.SPECIFIED:
        if (match !== null) {
          return invalid("Request specified MATCH_TYPE_SPECIFIED, but also specified a match string.");
        }
        filter.set(entityType, undefined);
        break;
      default:
        return invalid(`Unknown match type ${matchType}`);
    }
  }
  if (filter.has(QuotaEntityType.IP) && filter.size > 1) {
    return invalid(
      "Invalid entity filter component combination. IP filter component should not be used with user or clientId filter component.",
    );
  }
  return filter;
}

function invalid(message: string): Refusal {
  return { errorCode: ErrorCode.INVALID_REQUEST, errorMessage: message };
}

function errorResponse(_request: DescribeClientQuotasRequest, errorCode: number): Response {
  return { errorCode, errorMessage: null, entries: null };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeClientQuotasRequest, DescribeClientQuotasResponse> = {
  apiKey: ApiKey.DescribeClientQuotas,
  request: DescribeClientQuotasRequest,
  response: DescribeClientQuotasResponse,
  clusterOperation: AclOperation.DESCRIBE_CONFIGS,
  handle,
  errorResponse,
};
