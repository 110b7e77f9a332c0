/**
 * Avro, by the library avsc, which is loaded when the first schema is.
 */
import type { Type } from "avsc";
import { SerdeError } from "../errors.ts";
import type { SchemaCodec, SchemaFormat } from "./format.ts";

export interface AvroOptions {
  /** What the application wants to read, as JSON text: data of older and newer schemas is brought into this form (Avro's schema resolution). */
  readonly readerSchema?: string;
}

export function avroFormat(options: AvroOptions = {}): SchemaFormat {
  return {
    type: "AVRO",
    async compile(schema, references) {
      const avsc = await import("avsc");
      const forSchema = (text: string, registry: Record<string, Type>): Type => {
        try {
          // A union of a kind is written as it is; avsc decides by the value which branch it is.
          return avsc.default.Type.forSchema(JSON.parse(text) as string, { registry });
        } catch (cause) {
          throw new SerdeError("INVALID_SCHEMA", `The Avro schema cannot be used: ${(cause as Error).message}`, {
            cause,
          });
        }
      };
      const registry: Record<string, Type> = {};
      for (const reference of references) forSchema(reference.schema, registry);
      const writer = forSchema(schema, registry);
      const reader = options.readerSchema === undefined ? undefined : forSchema(options.readerSchema, {});
      return codec(writer, reader);
    },
  };
}

function codec(writer: Type, reader: Type | undefined): SchemaCodec {
  const isSame = reader === undefined || reader.fingerprint().equals(writer.fingerprint());
  let resolver: ReturnType<Type["createResolver"]> | undefined;
  return {
    recordName: writer.name ?? undefined,
    encode(data) {
      try {
        return writer.toBuffer(data);
      } catch (cause) {
        throw new SerdeError("INVALID_DATA", `The data does not fit the Avro schema: ${(cause as Error).message}`, {
          cause,
        });
      }
    },
    decode(bytes) {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      try {
        if (isSame || reader === undefined) return writer.fromBuffer(buffer) as unknown;
        resolver ??= reader.createResolver(writer);
        return reader.fromBuffer(buffer, resolver) as unknown;
      } catch (cause) {
        throw new SerdeError("INVALID_BYTES", `The bytes do not fit the Avro schema: ${(cause as Error).message}`, {
          cause,
        });
      }
    },
  };
}
