/** Kafka's API keys: names, version ranges, who serves them. The table itself is generated from the schemas. */
import type { ApiDescription } from "./api-description.ts";
import { API_TABLE, ApiKey } from "./generated/api-table.ts";

export { API_TABLE, ApiKey } from "./generated/api-table.ts";
export type { ApiDescription } from "./api-description.ts";

/**
 * Lowest version that ApiVersions advertises for Produce. Versions 0 to 2 are gone, but librdkafka gives up on a broker
 * that does not claim them (KAFKA-18659), so they are advertised and refused when used.
 */
export const PRODUCE_ADVERTISED_LOWEST_VERSION = 0;

/** The table's row for an API key, or `undefined` for a key that Kafka 4.3 does not have. */
export function describeApi(apiKey: number): ApiDescription | undefined {
  return API_TABLE[apiKey];
}

/** Whether Kafka 4.3 can read a request of this key and version. */
export function isVersionSupported(apiKey: number, version: number): boolean {
  const api = API_TABLE[apiKey];
  return api !== undefined && version >= api.lowestVersion && version <= api.highestVersion;
}

/** Kafka's name of an API for messages and logs; the number for a key that it does not have. */
export function apiName(apiKey: number): string {
  return API_TABLE[apiKey]?.name ?? String(apiKey);
}

/** Version of the header in front of a request: 2 in flexible versions, else 1. */
export function requestHeaderVersion(apiKey: number, version: number): number {
  const api = API_TABLE[apiKey];
  return api !== undefined && version >= api.flexibleFrom ? 2 : 1;
}

/**
 * Version of the header in front of a response: 1 in flexible versions, else 0. ApiVersions keeps 0, so that a client
 * that does not know the broker's versions yet can read it (KIP-511).
 */
export function responseHeaderVersion(apiKey: number, version: number): number {
  if (apiKey === ApiKey.ApiVersions) return 0;
  const api = API_TABLE[apiKey];
  return api !== undefined && version >= api.flexibleFrom ? 1 : 0;
}
