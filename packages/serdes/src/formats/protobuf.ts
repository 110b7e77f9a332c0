/**
 * Protobuf, by the library protobufjs, which is loaded when the first schema is. A schema is a file of messages; the bytes say which of them it is.
 *
 * 64-bit integers are read as text, bytes as Buffers, enums as their names; fields have the names of the file.
 */
import type { NamespaceBase, Root, Type } from "protobufjs";
import { SerdeError } from "../errors.ts";
import { decodeIndexes, encodeIndexes } from "../wire-format.ts";
import type { SchemaFormat } from "./format.ts";

export interface ProtobufOptions {
  /** The message to write, by its name with or without the package; default: the first of the file. */
  readonly messageName?: string;
}

export function protobufFormat(options: ProtobufOptions = {}): SchemaFormat {
  return {
    type: "PROTOBUF",
    async compile(schema, references) {
      const protobuf = (await import("protobufjs")).default;
      const root = new protobuf.Root();
      let packageName: string | undefined;
      try {
        for (const reference of references) protobuf.parse(reference.schema, root, { keepCase: true });
        packageName = protobuf.parse(schema, root, { keepCase: true }).package ?? undefined;
        root.resolveAll();
      } catch (cause) {
        throw new SerdeError("INVALID_SCHEMA", `The Protobuf schema cannot be used: ${(cause as Error).message}`, {
          cause,
        });
      }
      const own = protobuf.parse(schema, new protobuf.Root(), { keepCase: true }).root;
      const messages = messagesOf(own, packageName, protobuf.Type);
      const [name, indexes] = chosen(messages, options.messageName);
      const writer = root.lookupType(name);
      return {
        recordName: name,
        encode(data) {
          const problem = typeof data === "object" && data !== null ? null : "it is not an object";
          try {
            if (problem !== null) throw new TypeError(problem);
            const message = writer.fromObject(data as Record<string, unknown>);
            const prefix = encodeIndexes(indexes);
            return Buffer.concat([prefix, writer.encode(message).finish()]);
          } catch (cause) {
            throw new SerdeError("INVALID_DATA", `The data does not fit ${name}: ${(cause as Error).message}`, {
              cause,
            });
          }
        },
        decode(bytes) {
          const { indexes: given, end } = decodeIndexes(bytes);
          const found = [...messages].find(([, place]) => place.join() === given.join());
          if (found === undefined) {
            throw new SerdeError("INVALID_BYTES", `The Protobuf schema has no message at [${given.join(", ")}]`);
          }
          return decoded(root, found[0], bytes.subarray(end));
        },
      };
    },
  };
}

function decoded(root: Root, name: string, bytes: Uint8Array): unknown {
  const type = root.lookupType(name);
  try {
    const options = { longs: String, enums: String, bytes: Buffer, defaults: true, oneofs: true };
    return type.toObject(type.decode(bytes), options);
  } catch (cause) {
    throw new SerdeError("INVALID_BYTES", `The bytes do not fit ${name}: ${(cause as Error).message}`, { cause });
  }
}

/** The messages of a file with their places, in the order of the file. */
function messagesOf(root: Root, packageName: string | undefined, Message: typeof Type): Map<string, readonly number[]> {
  const messages = new Map<string, readonly number[]>();
  const walk = (parent: NamespaceBase, place: readonly number[]): void => {
    let index = 0;
    for (const child of parent.nestedArray) {
      if (!(child instanceof Message) || Reflect.get(child, "group") === true) continue;
      const own = [...place, index++];
      messages.set(child.fullName.replace(/^\./, ""), own);
      walk(child, own);
    }
  };
  const top = packageName === undefined ? root : root.lookup(packageName);
  if (top !== null && "nestedArray" in top) walk(top as NamespaceBase, []);
  return messages;
}

function chosen(
  messages: ReadonlyMap<string, readonly number[]>,
  name: string | undefined,
): readonly [string, readonly number[]] {
  for (const entry of messages) {
    if (name === undefined || entry[0] === name || entry[0].endsWith(`.${name}`)) return entry;
  }
  throw new SerdeError("INVALID_SCHEMA", `The Protobuf schema has no message ${name ?? "at all"}`);
}
