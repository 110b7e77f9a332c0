import type { RawTaggedField } from "./tagged-field.ts";

/**
 * What an encoder accepts: every field may be left out and then takes its schema default; arrays may be readonly; a
 * bytes or records field may be a list of chunks, which are written one after another without being joined.
 */
export type Input<T> = T extends RawTaggedField
  ? RawTaggedField
  : T extends Uint8Array
    ? Uint8Array | readonly Uint8Array[]
    : T extends readonly (infer Element)[]
      ? readonly Input<Element>[]
      : T extends object
        ? { readonly [Key in keyof T]?: Input<T[Key]> | undefined }
        : T;
