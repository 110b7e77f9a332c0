/**
 * What the three kinds of schemas have in common: a schema with what it refers to becomes a codec.
 */
import type { SchemaType } from "../schema-registry.ts";

/** A schema that another one refers to, with its text. */
export interface ResolvedReference {
  readonly name: string;
  readonly schema: string;
}

/** Data to bytes and back, by one schema. The bytes are what follows the schema's id. */
export interface SchemaCodec {
  /** The full name of the record, where the schema has one. */
  readonly recordName: string | undefined;
  /** Throws `INVALID_DATA` for what the schema does not allow. */
  encode(data: unknown): Uint8Array;
  /** Throws `INVALID_BYTES` for what the schema did not write. */
  decode(bytes: Uint8Array): unknown;
}

/** One kind of schemas. */
export interface SchemaFormat {
  readonly type: SchemaType;
  /** References come before what refers to them. Throws `INVALID_SCHEMA`. */
  compile(schema: string, references: readonly ResolvedReference[]): Promise<SchemaCodec>;
}
