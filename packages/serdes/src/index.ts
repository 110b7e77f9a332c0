/** Serializers for Kafka records: plain ones, and those with a schema in a registry. */
export * from "./errors.ts";
export * from "./plain.ts";
export { SchemaRegistry } from "./schema-registry.ts";
export type { RegisteredSchema, SchemaReference, SchemaRegistryOptions, SchemaType } from "./schema-registry.ts";
export { RegistrySerde, recordNameStrategy, topicNameStrategy, topicRecordNameStrategy } from "./registry-serde.ts";
export type { RegistrySerdeOptions, SubjectNameStrategy } from "./registry-serde.ts";
export type { ResolvedReference, SchemaCodec, SchemaFormat } from "./formats/format.ts";
export { avroFormat } from "./formats/avro.ts";
export type { AvroOptions } from "./formats/avro.ts";
export { jsonSchemaFormat } from "./formats/json-schema.ts";
export type { JsonSchemaOptions } from "./formats/json-schema.ts";
export { protobufFormat } from "./formats/protobuf.ts";
export type { ProtobufOptions } from "./formats/protobuf.ts";
