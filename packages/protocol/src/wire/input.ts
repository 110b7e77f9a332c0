import type { ByteChunk } from "@ottla/base";
import type { RawTaggedField } from "./tagged-field.ts";

/**
 * What an encoder accepts: every field may be left out and then takes its schema default; arrays may be readonly; a
 * bytes or records field may be a list of chunks, which are written one after another without being joined, and of which some may be read
 * only when they are sent (`ChunkArena.finishForTransfer`).
 */
export type Input<T> = T extends RawTaggedField
  ? RawTaggedField
  : T extends Uint8Array
    ? Uint8Array | readonly ByteChunk[]
    : T extends readonly (infer Element)[]
      ? readonly Input<Element>[]
      : T extends object
        ? { readonly [Key in keyof T]?: Input<T[Key]> | undefined }
        : T;
