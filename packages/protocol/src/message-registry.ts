/**
 * Finds codecs by API key or by name without importing any before it is asked for. Code that knows its API imports the
 * module `@ottla/protocol/messages/<name>` instead.
 */
import { API_LOADERS, FAMILY_LOADERS } from "./generated/module-table.ts";
import { API_TABLE } from "./generated/api-table.ts";
import type { MessageCodec } from "./wire/message-codec.ts";

/** A codec whose message type is not known statically. */
export type AnyMessageCodec = MessageCodec<object>;

/** Request and response of one API key. */
export interface ApiCodecs {
  readonly request: AnyMessageCodec;
  readonly response: AnyMessageCodec;
}

const loadedApis = new Map<number, Promise<ApiCodecs>>();

/** Loads the codecs of an API; `undefined` for a key that Kafka 4.3 does not have. */
export function loadApi(apiKey: number): Promise<ApiCodecs> | undefined {
  const known = loadedApis.get(apiKey);
  if (known !== undefined) return known;
  const load = API_LOADERS[apiKey];
  if (load === undefined) return undefined;
  const loading = load();
  loadedApis.set(apiKey, loading);
  return loading;
}

/** Names of the record families, such as `metadata-records`. */
export const RECORD_FAMILIES: readonly string[] = [...FAMILY_LOADERS.keys()];

/** Loads all messages of a record family, one of RECORD_FAMILIES. */
export function loadRecordFamily(family: string): Promise<readonly AnyMessageCodec[]> {
  const load = FAMILY_LOADERS.get(family);
  if (load === undefined) return Promise.reject(new Error(`no record family ${family}`));
  return load();
}

/** Loads every message there is, by name: for tools and tests. */
export async function loadAllMessages(): Promise<Map<string, AnyMessageCodec>> {
  const messages = new Map<string, AnyMessageCodec>();
  for (const { apiKey } of API_TABLE) {
    const codecs = await loadApi(apiKey);
    if (codecs === undefined) continue;
    messages.set(codecs.request.name, codecs.request);
    messages.set(codecs.response.name, codecs.response);
  }
  for (const family of RECORD_FAMILIES) {
    for (const message of await loadRecordFamily(family)) messages.set(message.name, message);
  }
  return messages;
}
