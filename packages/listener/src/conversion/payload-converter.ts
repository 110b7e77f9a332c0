/**
 * From a record's value to what a handler takes: a function, or a schema of the Standard Schema interface (zod, valibot, arktype and others), which validates
 * and converts. What does not fit is never tried again: the same value fails the same way each time.
 */
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { MessageConversionException, MethodArgumentNotValidException } from "../errors/exceptions.ts";

/** The part of the Standard Schema interface (version 1) that is used. */
export interface StandardSchema<T = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<T> | Promise<StandardResult<T>>;
  };
}

export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[] };

export type PayloadConverter<T = unknown> = StandardSchema<T> | ((value: unknown, record: AnyRecord) => T);

/** Text or bytes as JSON, then as the schema wants it. Null stays null. */
export function json<T = unknown>(schema?: StandardSchema<T>): PayloadConverter<T | null> {
  return (value) => {
    if (value === null || value === undefined) return null;
    const parsed = parsedJson(value);
    // What the schema says is what T is; without a schema the caller says it.
    return (schema === undefined ? parsed : validated(schema, parsed)) as T;
  };
}

/** Text or bytes as JSON. Throws a {@link MessageConversionException} for what is none. */
export function parsedJson(value: unknown): unknown {
  const text = typeof value === "string" ? value : Buffer.from(value as Uint8Array).toString();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MessageConversionException("Failed to convert from JSON", cause);
  }
}

export function convertPayload(converter: PayloadConverter | undefined, record: AnyRecord): unknown {
  if (converter === undefined) return record.value;
  if (typeof converter !== "function") return validated(converter, record.value);
  try {
    return converter(record.value, record);
  } catch (error) {
    if (error instanceof MessageConversionException || error instanceof MethodArgumentNotValidException) throw error;
    throw new MessageConversionException("Failed to convert the payload", error);
  }
}

/** The value as the schema makes it. Throws a {@link MethodArgumentNotValidException} with every issue. */
export function validated<T>(schema: StandardSchema<T>, value: unknown): T {
  const result = schema["~standard"].validate(value);
  if (result instanceof Promise) {
    throw new MessageConversionException("A schema that validates asynchronously cannot be used for payloads");
  }
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(({ message, path }) =>
    path === undefined ? message : `${pathOf(path)}: ${message}`,
  );
  throw new MethodArgumentNotValidException(`The payload is not valid: ${issues.join("; ")}`, issues);
}

function pathOf(path: readonly unknown[]): string {
  return path
    .map((part) => (typeof part === "object" && part !== null && "key" in part ? String(part.key) : String(part)))
    .join(".");
}
