/** Writes the generated tables: the API keys, the registry of lazily loaded modules, and where answers have errors. */
import { moduleName } from "./load-schemas.ts";
import type { Schemas } from "./load-schemas.ts";
import type { FieldSchema, MessageSchema } from "./schema-types.ts";
import { parseVersions } from "./versions.ts";

const HEADER = "// Generated from schema/ by `npm run generate`: do not edit.";

/** The text of `generated/api-table.ts`. */
export function emitApiTable({ apis }: Schemas): string {
  const keys = apis.map(({ schema }) => `  ${schema.name}: ${schema.apiKey},`);
  const rows = apis.map(({ schema }) => {
    const versions = parseVersions(schema.request.versions);
    const { low, high } = versions.low <= versions.high ? versions : { low: 0, high: -1 };
    const request = parseVersions(schema.request.flexible);
    const response = parseVersions(schema.response.flexible);
    if (request.low !== response.low)
      throw new Error(`${schema.name}: request and response are flexible from different versions`);
    const flexible = request.low <= request.high ? request.low : "Number.POSITIVE_INFINITY";
    const stable = schema.request.latestVersionUnstable === true ? high - 1 : high;
    return `  { apiKey: ${schema.apiKey}, name: "${schema.name}", lowestVersion: ${low}, highestVersion: ${high}, highestStableVersion: ${stable}, flexibleFrom: ${flexible}, listeners: ${JSON.stringify(schema.listeners)}, clusterAction: ${schema.clusterAction === true}, forwardable: ${schema.forwardable === true} },`;
  });
  return `${HEADER}
import type { ApiDescription } from "../api-description.ts";

/** Kafka's API keys by name. */
export const ApiKey = {
${keys.join("\n")}
} as const;

/** One of Kafka's API keys. */
export type ApiKey = (typeof ApiKey)[keyof typeof ApiKey];

/** Every API, in the order of the keys. */
export const API_TABLE: readonly ApiDescription[] = [
${rows.join("\n")}
];
`;
}

/** The text of `generated/module-table.ts`. */
export function emitModuleTable({ apis, families }: Schemas): string {
  const cases = apis.map(({ schema, file }) => {
    const { request, response } = schema;
    return `  async () => {
    const { ${request.name}, ${response.name} } = await import("./${moduleName(file)}.ts");
    return { request: ${request.name}, response: ${response.name} };
  },`;
  });
  const records = families.map(({ schema }) => {
    const names = schema.messages.map(({ name }) => name).join(", ");
    return `  ["${schema.name}", async () => {
    const { ${names} } = await import("./${schema.name}.ts");
    return [${names}];
  }],`;
  });
  return `${HEADER}
import type { AnyMessageCodec, ApiCodecs } from "../message-registry.ts";

/** Loads request and response of an API, by API key. */
export const API_LOADERS: readonly (() => Promise<ApiCodecs>)[] = [
${cases.join("\n")}
];

/** Loads the messages of a record family. */
export const FAMILY_LOADERS: ReadonlyMap<string, () => Promise<readonly AnyMessageCodec[]>> = new Map<string, () => Promise<readonly AnyMessageCodec[]>>([
${records.join("\n")}
]);
`;
}

const ERROR_FIELD = "errorCode";

/** The text of `generated/error-fields.ts`. */
export function emitErrorFields({ apis }: Schemas): string {
  const rows = apis.flatMap(({ schema }) => {
    const paths = errorPaths(schema.response);
    return paths.length === 0 ? [] : [`  [${schema.apiKey}, ${JSON.stringify(paths)}],`];
  });
  return `${HEADER}

/** Where the response of an API has fields \`errorCode\`, by API key: names on the way to each, through arrays and structs. */
export const ERROR_FIELDS: ReadonlyMap<number, readonly (readonly string[])[]> = new Map<number, readonly (readonly string[])[]>([
${rows.join("\n")}
]);
`;
}

/** In whatever version; an answer of a version without the field does not have it. */
function errorPaths({ fields, structs = [] }: MessageSchema): string[][] {
  const byName = new Map(structs.map((struct) => [struct.name, struct.fields]));
  const collect = (all: readonly FieldSchema[]): void => {
    for (const field of all) {
      if (field.fields === undefined) continue;
      byName.set(field.type.replace("[]", ""), field.fields);
      collect(field.fields);
    }
  };
  collect(fields);
  for (const struct of structs) collect(struct.fields);
  const pathsIn = (all: readonly FieldSchema[]): string[][] =>
    all.flatMap((field) => {
      if (field.name === ERROR_FIELD) return [[field.name]];
      const inside = byName.get(field.type.replace("[]", ""));
      return inside === undefined ? [] : pathsIn(inside).map((path) => [field.name, ...path]);
    });
  return pathsIn(fields);
}
