/**
 * Keys and values with a schema in a registry, in Confluent's wire format.
 *
 * Kafka clients serialize without waiting, and a registry is asked over the network. So what is needed is loaded first: `prepare(topic)` before the
 * first send to a topic, `load(records)` before the records of a poll are looked at. Both wait only the first time for each schema. Where waiting is no
 * matter, `serialize` and `deserialize` do it all.
 */
import { SerdeError } from "./errors.ts";
import type { ResolvedReference, SchemaCodec, SchemaFormat } from "./formats/format.ts";
import type { RegisteredSchema, SchemaReference, SchemaRegistry } from "./schema-registry.ts";
import { dataOf, frame, schemaIdOf } from "./wire-format.ts";

/** The subject under which a schema is registered. */
export type SubjectNameStrategy = (subject: {
  readonly topic: string;
  readonly isKey: boolean;
  readonly recordName: string | undefined;
}) => string;

/** `<topic>-key` and `<topic>-value`: the default. */
export const topicNameStrategy: SubjectNameStrategy = ({ topic, isKey }) => `${topic}-${isKey ? "key" : "value"}`;

/** The record's full name. */
export const recordNameStrategy: SubjectNameStrategy = ({ recordName }) => {
  if (recordName === undefined) throw new SerdeError("INVALID_SCHEMA", "The schema has no name to make a subject of");
  return recordName;
};

/** `<topic>-<record's full name>`. */
export const topicRecordNameStrategy: SubjectNameStrategy = (subject) =>
  `${subject.topic}-${recordNameStrategy(subject)}`;

export interface RegistrySerdeOptions {
  readonly registry: SchemaRegistry;
  readonly format: SchemaFormat;
  /** What is written; left out, the newest version of the subject. */
  readonly schema?: string;
  readonly references?: readonly SchemaReference[];
  /** Register the schema if the registry does not have it; default true. */
  readonly autoRegister?: boolean;
  /** For keys instead of values; default false. */
  readonly isKey?: boolean;
  readonly subjectNameStrategy?: SubjectNameStrategy;
}

interface Writer {
  readonly id: number;
  readonly codec: SchemaCodec;
}

/** Something with bytes that begin with a schema's id, such as a record of a consumer. */
interface RawRecord {
  readonly rawKey: Uint8Array | null;
  readonly rawValue: Uint8Array | null;
}

/** Serializes and deserializes by schemas of a registry. */
export class RegistrySerde<T = unknown> {
  readonly #options: RegistrySerdeOptions;
  readonly #codecs: Map<number, SchemaCodec> = new Map();
  readonly #loading: Map<number, Promise<SchemaCodec>> = new Map();
  readonly #writers: Map<string, Writer> = new Map();

  constructor(options: RegistrySerdeOptions) {
    this.#options = options;
  }

  /** For `value.serializer` (or `key.serializer`). Throws `NOT_READY` for a topic that was not prepared. */
  readonly serializer = (data: T | null | undefined, topic: string): Uint8Array | null => {
    if (data === null || data === undefined) return null;
    const writer = this.#writers.get(topic);
    if (writer === undefined) {
      throw new SerdeError(
        "NOT_READY",
        `No schema is loaded for topic ${topic}: await prepare("${topic}") before the first send`,
      );
    }
    return frame(writer.id, writer.codec.encode(data));
  };

  /** For `value.deserializer` (or `key.deserializer`). Throws `NOT_READY` for a schema that was not loaded. */
  readonly deserializer = (bytes: Uint8Array | null): T | null => {
    if (bytes === null) return null;
    const id = schemaIdOf(bytes);
    const codec = this.#codecs.get(id);
    if (codec === undefined) {
      throw new SerdeError("NOT_READY", `Schema ${id} is not loaded: await load(records) after each poll`);
    }
    // T is what the application says its schema describes.
    return codec.decode(dataOf(bytes)) as T;
  };

  /** Finds out the schema and id to write to a topic with. */
  async prepare(topic: string): Promise<void> {
    if (this.#writers.has(topic)) return;
    const { autoRegister = true, format, isKey = false, references = [], registry, schema } = this.#options;
    const subjectOf = this.#options.subjectNameStrategy ?? topicNameStrategy;
    if (schema === undefined) {
      const latest = await registry.latest(subjectOf({ topic, isKey, recordName: undefined }));
      this.#writers.set(topic, { id: latest.id, codec: await this.#compile(latest) });
      return;
    }
    const registered: RegisteredSchema = { schemaType: format.type, schema, references };
    const codec = await this.#compile(registered);
    const subject = subjectOf({ topic, isKey, recordName: codec.recordName });
    this.#writers.set(topic, { id: await registry.id(subject, registered, { register: autoRegister }), codec });
  }

  /** Loads the schemas of records that are about to be looked at. Bytes without a schema's id are left to the deserializer to complain about. */
  async load(records: Iterable<RawRecord>): Promise<void> {
    const missing = new Set<number>();
    for (const record of records) {
      const bytes = this.#options.isKey === true ? record.rawKey : record.rawValue;
      if (bytes === null || bytes.length < 5 || bytes[0] !== 0) continue;
      const id = schemaIdOf(bytes);
      if (!this.#codecs.has(id)) missing.add(id);
    }
    if (missing.size > 0) await Promise.all([...missing].map((id) => this.#codec(id)));
  }

  async serialize(topic: string, data: T | null): Promise<Uint8Array | null> {
    await this.prepare(topic);
    return this.serializer(data, topic);
  }

  async deserialize(bytes: Uint8Array | null): Promise<T | null> {
    if (bytes !== null) await this.#codec(schemaIdOf(bytes));
    return this.deserializer(bytes);
  }

  #codec(id: number): Promise<SchemaCodec> {
    const known = this.#loading.get(id);
    if (known !== undefined) return known;
    const loading = this.#options.registry.schema(id).then(async (schema) => {
      const codec = await this.#compile(schema);
      this.#codecs.set(id, codec);
      return codec;
    });
    this.#loading.set(id, loading);
    loading.catch(() => this.#loading.delete(id));
    return loading;
  }

  async #compile(schema: RegisteredSchema): Promise<SchemaCodec> {
    const { format } = this.#options;
    if (schema.schemaType !== format.type) {
      throw new SerdeError("INVALID_SCHEMA", `The schema is ${schema.schemaType}, and this serde reads ${format.type}`);
    }
    return await format.compile(schema.schema, await this.#resolve(schema.references, new Set()));
  }

  /** What a schema refers to, each before whoever refers to it, and once. */
  async #resolve(references: readonly SchemaReference[], seen: Set<string>): Promise<ResolvedReference[]> {
    const resolved: ResolvedReference[] = [];
    for (const { name, subject, version } of references) {
      if (seen.has(name)) continue;
      seen.add(name);
      const schema = await this.#options.registry.version(subject, version);
      resolved.push(...(await this.#resolve(schema.references, seen)), { name, schema: schema.schema });
    }
    return resolved;
  }
}
