/**
 * JSON Schema, by the library ajv, which is loaded when the first schema is. Data is checked both when it is written and when it is read.
 */
import type { ErrorObject, ValidateFunction } from "ajv";
import { SerdeError } from "../errors.ts";
import type { SchemaFormat } from "./format.ts";

export interface JsonSchemaOptions {
  /** Check what is read, too; default true. */
  readonly validatesOnRead?: boolean;
}

export function jsonSchemaFormat({ validatesOnRead = true }: JsonSchemaOptions = {}): SchemaFormat {
  return {
    type: "JSON",
    async compile(schema, references) {
      const parsed = parse(schema);
      const validate = await validatorOf(parsed, references);
      const title: unknown = typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, "title") : undefined;
      return {
        recordName: typeof title === "string" ? title : undefined,
        encode(data) {
          if (!validate(data))
            throw new SerdeError("INVALID_DATA", `The data does not fit the JSON schema: ${told(validate.errors)}`);
          return Buffer.from(JSON.stringify(data), "utf8");
        },
        decode(bytes) {
          const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
          let data: unknown;
          try {
            data = JSON.parse(text);
          } catch (cause) {
            throw new SerdeError("INVALID_BYTES", `The bytes are not JSON: ${(cause as Error).message}`, { cause });
          }
          if (validatesOnRead && !validate(data)) {
            throw new SerdeError("INVALID_BYTES", `The data does not fit the JSON schema: ${told(validate.errors)}`);
          }
          return data;
        },
      };
    },
  };
}

async function validatorOf(
  schema: unknown,
  references: readonly { readonly name: string; readonly schema: string }[],
): Promise<ValidateFunction> {
  const draft: unknown = typeof schema === "object" && schema !== null ? Reflect.get(schema, "$schema") : undefined;
  const isNewer = typeof draft === "string" && /20(19|20)-/.test(draft);
  const { Ajv } = isNewer
    ? await import("ajv/dist/2020.js").then(({ Ajv2020 }) => ({ Ajv: Ajv2020 }))
    : await import("ajv");
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  try {
    for (const { name, schema: text } of references) ajv.addSchema(parse(text) as object, name);
    // Drafts 4 and 6 differ in words that are seldom used; ajv knows no name for them.
    const isOlder = typeof draft === "string" && /draft-0[46]/.test(draft);
    return ajv.compile(isOlder ? { ...(schema as object), $schema: undefined } : (schema as object));
  } catch (cause) {
    throw new SerdeError("INVALID_SCHEMA", `The JSON schema cannot be used: ${(cause as Error).message}`, { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new SerdeError("INVALID_SCHEMA", `The JSON schema is not JSON: ${(cause as Error).message}`, { cause });
  }
}

function told(errors: ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .map((one) => `${one.instancePath === "" ? "it" : one.instancePath} ${one.message ?? ""}`)
    .join("; ");
}
