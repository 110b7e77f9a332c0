/**
 * Quotas of users, clients and addresses (KIP-546, KIP-612): Kafka's `ClientQuotaControlManager`. The changes of one entity are made together or not
 * at all; a value that stays the same makes no record.
 */

import { assert, JavaHashMap, javaStringHashCode, javaStringOrder } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import { clientQuotaKey } from "../image/keyed-records-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { type ApiError, apiError, NO_ERROR } from "./api-error.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { MAX_RECORDS_PER_USER_OP } from "./limits.ts";

/** The kinds of parts of an entity: Kafka's `ClientQuotaEntity`. */
export const QuotaEntityType = { USER: "user", CLIENT_ID: "client-id", IP: "ip" } as const;

type QuotaValueType = "DOUBLE" | "LONG" | "INT";

/** Kafka's `QuotaConfig.userAndClientQuotaConfigs` and `ipConfigs`. */
const USER_AND_CLIENT_KEYS: ReadonlyMap<string, QuotaValueType> = new Map([
  ["producer_byte_rate", "LONG"],
  ["consumer_byte_rate", "LONG"],
  ["request_percentage", "DOUBLE"],
  ["controller_mutation_rate", "DOUBLE"],
]);
const IP_KEYS: ReadonlyMap<string, QuotaValueType> = new Map([["connection_creation_rate", "INT"]]);

const VALUE_MAX: Readonly<Record<QuotaValueType, number>> = { DOUBLE: Infinity, LONG: 2 ** 63, INT: 0x7fff_ffff };
const FRACTION_MAX = 1e-6;

/** Type → name; null stands for the default of that type. */
type Entity = ReadonlyMap<string, string | null>;
type Entry = AlterClientQuotasRequest["entries"][0];

/** See the file's head. */
export function handleAlterClientQuotas(
  state: ControllerState,
  request: AlterClientQuotasRequest,
): ControllerResult<AlterClientQuotasResponse | ApiError> {
  const records: MetadataRecord[] = [];
  const entities = new Map<string, Entity>();
  // The order of the answer is that of Kafka's hash table.
  const errors = new JavaHashMap<string, ApiError>((key) => entityHashCode(entities.get(key)));
  for (const entry of request.entries) {
    const entity = entityOf(entry);
    const key = JSON.stringify([...entity].toSorted(([one], [other]) => (one < other ? -1 : 1)));
    entities.set(key, entity);
    const isKeyTwice = new Set(entry.ops.map((op) => op.key)).size !== entry.ops.length;
    if (errors.has(key) || isKeyTwice) {
      errors.set(key, invalid(`Ignoring duplicate entity ${entityText(entity)}`));
      continue;
    }
    const outcome = alterEntity(state, entity, entry.ops);
    if (Array.isArray(outcome)) records.push(...outcome);
    errors.set(key, Array.isArray(outcome) ? NO_ERROR : outcome);
  }
  if (records.length > MAX_RECORDS_PER_USER_OP) {
    const error = apiError(ErrorCode.POLICY_VIOLATION, "Unable to perform excessively large batch operation.");
    return atomicResult([], error);
  }
  const entries = [...errors].map(([key, { code, message }]) => ({
    errorCode: code,
    errorMessage: message,
    entity: partsAsAnswered(entities.get(key) ?? new Map()),
  }));
  return atomicResult(request.validateOnly ? [] : records, { throttleTimeMs: 0, entries });
}

/** The last part of a type counts. */
function entityOf({ entity }: Entry): Entity {
  return new Map(entity.map(({ entityType, entityName }) => [entityType, entityName]));
}

/** In the order of a `HashMap` of the types. */
function partsOf(entity: Entity): { entityType: string; entityName: string | null }[] {
  return javaStringOrder(entity.keys()).map((entityType) => ({
    entityType,
    entityName: entity.get(entityType) ?? null,
  }));
}

/** In the order of a `HashMap` that was made for so many. */
function partsAsAnswered(entity: Entity): { entityType: string; entityName: string | null }[] {
  const map = new JavaHashMap<string, string | null>(javaStringHashCode, entity.size);
  for (const [entityType, entityName] of entity) map.set(entityType, entityName);
  return [...map].map(([entityType, entityName]) => ({ entityType, entityName }));
}

function alterEntity(state: ControllerState, entity: Entity, ops: Entry["ops"]): MetadataRecord[] | ApiError {
  const error = entityError(entity);
  if (error !== undefined) return error;
  const isOfAddress = entity.has(QuotaEntityType.IP);
  if (isOfAddress && entity.size > 1) {
    return invalid("Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId");
  }
  const address = entity.get(QuotaEntityType.IP) ?? null;
  // Deviation: Kafka resolves names of hosts, once, where a quota is taken over. We take addresses only, instead of one quota for what differs by node.
  if (address !== null && !isAddress(address)) return invalid(`${address} is not a valid IP or resolvable host.`);
  const types = isOfAddress ? IP_KEYS : USER_AND_CLIENT_KEYS;
  const records: MetadataRecord[] = [];
  const parts = partsOf(entity);
  const changes = new Map(ops.map(({ key, value, remove }) => [key, remove ? null : value]));
  for (const key of javaStringOrder(changes.keys())) {
    const value = changes.get(key) ?? null;
    const current = state.image.keyedRecords.get("ClientQuotaRecord", clientQuotaKey(parts, key));
    if (value === null) {
      if (current !== undefined) records.push(quotaRecord(parts, { key, value: 0, remove: true }));
      continue;
    }
    const valueError = quotaError(types, key, value);
    if (valueError !== undefined) return valueError;
    if (!Object.is(current?.value, value)) records.push(quotaRecord(parts, { key, value, remove: false }));
  }
  return records;
}

function quotaRecord(
  entity: readonly { readonly entityType: string; readonly entityName: string | null }[],
  quota: { readonly key: string; readonly value: number; readonly remove: boolean },
): MetadataRecord {
  return { name: "ClientQuotaRecord", version: 0, value: { entity: [...entity], ...quota } };
}

function entityError(entity: Entity): ApiError | undefined {
  if (entity.size === 0) return invalid("Invalid empty client quota entity");
  const known: readonly string[] = Object.values(QuotaEntityType);
  for (const { entityType, entityName } of partsOf(entity)) {
    if (!known.includes(entityType)) return invalid(`Unhandled client quota entity type: ${entityType}`);
    if (entityName === "") return invalid(`Empty ${entityType} not supported`);
  }
  return undefined;
}

function quotaError(types: ReadonlyMap<string, QuotaValueType>, key: string, value: number): ApiError | undefined {
  const type = types.get(key);
  if (type === undefined) return invalid(`Invalid configuration key ${key}`);
  if (value <= 0) return invalid(`Quota ${key} must be greater than 0`);
  if (value > VALUE_MAX[type]) return invalid(`Proposed value for ${key} is too large for ${ARTICLE[type]} ${type}.`);
  if (type !== "DOUBLE" && value % 1 > FRACTION_MAX) return invalid(`${key} cannot be a fractional value.`);
  return undefined;
}

const ARTICLE: Readonly<Record<QuotaValueType, string>> = { DOUBLE: "a", LONG: "a", INT: "an" };

function invalid(message: string): ApiError {
  return apiError(ErrorCode.INVALID_REQUEST, message);
}

function isAddress(text: string): boolean {
  const v4 = text.split(".");
  if (v4.length === 4 && v4.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255)) return true;
  if (!text.includes(":")) return false;
  const [head = "", tail, ...more] = text
    .replace(/%.+$/, "")
    .replace(/:[0-9]{1,3}(\.[0-9]{1,3}){3}$/, ":0:0")
    .split("::");
  if (more.length > 0) return false;
  const groups = [head, tail ?? ""].flatMap((half) => (half === "" ? [] : half.split(":")));
  const isWhole = tail === undefined ? groups.length === 8 : groups.length < 8;
  return isWhole && groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group));
}

/** `ClientQuotaEntity.hashCode`: `Objects.hash` of the map. */
function entityHashCode(entity: Entity | undefined): number {
  assert(entity !== undefined, "an entity is known by its key");
  let sum = 0;
  for (const [type, name] of entity) {
    sum = (sum + (javaStringHashCode(type) ^ (name === null ? 0 : javaStringHashCode(name)))) | 0;
  }
  return (31 + sum) | 0;
}

/** `ClientQuotaEntity.toString` */
function entityText(entity: Entity): string {
  const parts = partsOf(entity).map(({ entityType, entityName }) => `${entityType}=${entityName}`);
  return `ClientQuotaEntity(entries={${parts.join(", ")}})`;
}
