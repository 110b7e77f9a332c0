/**
 * A module's schemas resolved for the emitters: every struct has one TypeScript name, every field the versions in which
 * it really occurs, its type and its default.
 */
import type { FieldSchema, MessageSchema } from "./schema-types.ts";
import type { VersionRange } from "./versions.ts";
import { includes, intersect, parseVersions } from "./versions.ts";

export type PrimitiveName =
  | "bool"
  | "int8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "float64"
  | "uuid"
  | "string"
  | "bytes"
  | "records";

export type TypeModel =
  | { readonly kind: "primitive"; readonly name: PrimitiveName; readonly isBigInt: boolean }
  | { readonly kind: "struct"; readonly struct: StructModel }
  | { readonly kind: "array"; readonly element: TypeModel };

export interface FieldModel {
  readonly schema: FieldSchema;
  readonly name: string;
  /** Name of the variable that holds the value in generated functions. */
  readonly local: string;
  /** `Struct.field`, for errors. */
  readonly label: string;
  readonly type: TypeModel;
  readonly versions: VersionRange;
  readonly nullable: VersionRange;
  readonly isNullable: boolean;
  readonly flexible: VersionRange;
}

export interface StructModel {
  /** Name in TypeScript. */
  readonly name: string;
  /** Message versions in which it occurs. */
  versions: VersionRange;
  readonly flexible: VersionRange;
  fields: FieldModel[];
}

export interface MessageModel {
  readonly schema: MessageSchema;
  readonly kind: string;
  readonly id: number;
  readonly root: StructModel;
}

export interface ModuleModel {
  readonly name: string;
  readonly messages: readonly MessageModel[];
  /** All structs, a nested one before the struct that has it, the messages' own structs included. */
  readonly structs: readonly StructModel[];
}

const PRIMITIVES: ReadonlySet<string> = new Set(
  "bool int8 int16 uint16 int32 uint32 int64 float64 uuid string bytes records".split(" "),
);
const TAKEN_LOCALS: ReadonlySet<string> = new Set(
  `version reader writer message element left mark tag end tags unknown pending unknownTaggedFields default delete new
  class function in var const let case switch if for while do return this null true false typeof void with export import
  enum extends super throw try catch finally yield await static public private protected interface package`.split(
    /\s+/,
  ),
);
const TAKEN_TYPES: ReadonlySet<string> = new Set(
  "Input MessageCodec RawTaggedField Uuid WireReader WireWriter Array Object Map Set Error Record Partial".split(" "),
);

/** Whether the field's or element's type is declared outside of the schema language's primitives. */
function structNameOf(type: string): string | null {
  const bare = type.startsWith("[]") ? type.slice(2) : type;
  return PRIMITIVES.has(bare) ? null : bare;
}

/** The fields of every struct of a message, by Kafka's struct name. */
function declaredStructs(message: MessageSchema): Map<string, readonly FieldSchema[]> {
  const declared = new Map<string, readonly FieldSchema[]>();
  const declare = (name: string, fields: readonly FieldSchema[]): void => {
    const before = declared.get(name);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(fields)) {
      throw new Error(`${message.name} declares ${name} twice, differently`);
    }
    declared.set(name, fields);
    visit(fields);
  };
  const visit = (fields: readonly FieldSchema[]): void => {
    for (const field of fields) {
      const name = structNameOf(field.type);
      if (name !== null && field.fields !== undefined) declare(name, field.fields);
    }
  };
  for (const struct of message.structs ?? []) declare(struct.name, struct.fields);
  visit(message.fields);
  return declared;
}

/** Kafka's struct names in this module that need the message's name in front: they mean different things in two messages. */
function collidingNames(messages: readonly MessageSchema[]): Set<string> {
  const byName = new Map<string, Set<string>>();
  const users = new Map<string, Set<string>>();
  for (const message of messages) {
    for (const [name, fields] of declaredStructs(message)) {
      const shape = JSON.stringify([message.flexible, fields]);
      byName.set(name, (byName.get(name) ?? new Set()).add(shape));
      for (const field of fields) {
        const inner = structNameOf(field.type);
        if (inner !== null) users.set(inner, (users.get(inner) ?? new Set()).add(name));
      }
    }
  }
  const messageNames = new Set(messages.map((message) => message.name));
  const colliding = new Set<string>();
  const mark = (name: string): void => {
    if (colliding.has(name)) return;
    colliding.add(name);
    // A struct that contains a colliding one cannot be shared either.
    for (const user of users.get(name) ?? []) mark(user);
  };
  for (const [name, shapes] of byName) {
    if (shapes.size > 1 || messageNames.has(name) || TAKEN_TYPES.has(name)) mark(name);
  }
  return colliding;
}

/** Resolves the messages of one generated module. */
export function buildModule(
  name: string,
  messages: readonly { schema: MessageSchema; kind: string; id: number }[],
): ModuleModel {
  const colliding = collidingNames(messages.map(({ schema }) => schema));
  const structs = new Map<string, StructModel>();
  const models = messages.map(({ schema, kind, id }) => {
    const root = buildMessage(schema, { colliding, structs });
    return { schema, kind, id, root };
  });
  return { name, messages: models, structs: inDependencyOrder(models.map(({ root }) => root)) };
}

function buildMessage(
  schema: MessageSchema,
  module: { colliding: ReadonlySet<string>; structs: Map<string, StructModel> },
): StructModel {
  const declared = declaredStructs(schema);
  const flexible = parseVersions(schema.flexible);
  if (flexible.low <= flexible.high && flexible.high !== Number.POSITIVE_INFINITY) {
    throw new Error(`${schema.name}: flexible versions must be open-ended`);
  }
  const build = (name: string, fields: readonly FieldSchema[], versions: VersionRange): StructModel => {
    const known = module.structs.get(name);
    const range =
      known === undefined
        ? versions
        : { low: Math.min(known.versions.low, versions.low), high: Math.max(known.versions.high, versions.high) };
    const struct: StructModel = known ?? { name, versions: range, flexible, fields: [] };
    struct.versions = range;
    module.structs.set(name, struct);
    struct.fields = fields.map((field) => buildField(field, struct));
    return struct;
  };
  const buildField = (field: FieldSchema, struct: StructModel): FieldModel => {
    const versions = intersect(parseVersions(field.versions), struct.versions);
    const nullable = intersect(parseVersions(field.nullable), versions);
    const type = buildType(field, field.type, versions);
    if (type.kind === "struct" && field.nullable !== undefined && nullable.low !== versions.low) {
      throw new Error(`${struct.name}.${field.name}: a nullable struct is nullable in all versions`);
    }
    return {
      schema: field,
      name: field.name,
      local: TAKEN_LOCALS.has(field.name) ? `${field.name}Value` : field.name,
      label: `${struct.name}.${field.name}`,
      type,
      versions,
      nullable,
      isNullable: nullable.low <= nullable.high || field.default === null,
      flexible: field.flexible === "none" ? parseVersions("none") : flexible,
    };
  };
  const buildType = (field: FieldSchema, type: string, versions: VersionRange): TypeModel => {
    if (type.startsWith("[]")) return { kind: "array", element: buildType(field, type.slice(2), versions) };
    if (PRIMITIVES.has(type)) {
      return { kind: "primitive", name: type as PrimitiveName, isBigInt: field.as === "bigint" };
    }
    const fields = declared.get(type);
    if (fields === undefined) throw new Error(`${schema.name}: no struct ${type}`);
    const name = module.colliding.has(type) ? `${schema.name}${type}` : type;
    return { kind: "struct", struct: build(name, fields, versions) };
  };
  return build(schema.name, schema.fields, parseVersions(schema.versions));
}

function inDependencyOrder(roots: readonly StructModel[]): StructModel[] {
  const order = new Set<StructModel>();
  const visit = (struct: StructModel): void => {
    for (const field of struct.fields) {
      const inner = structOf(field.type);
      if (inner !== null) visit(inner);
    }
    order.add(struct);
  };
  for (const root of roots) visit(root);
  return [...order];
}

/** The struct inside the type, if there is one. */
export function structOf(type: TypeModel): StructModel | null {
  return type.kind === "array" ? structOf(type.element) : type.kind === "struct" ? type.struct : null;
}

/** Whether the field uses compact lengths in this version. */
export function isCompact(field: FieldModel, version: number): boolean {
  return includes(field.flexible, version);
}

/** Fewest bytes that a value of this type takes on the wire in this version. */
export function minimumBytes(type: TypeModel, field: FieldModel, version: number): number {
  switch (type.kind) {
    case "array":
      return isCompact(field, version) ? 1 : 4;
    case "struct":
      return includes(field.nullable, version) ? 1 : structMinimumBytes(type.struct, version);
    case "primitive":
      switch (type.name) {
        case "bool":
        case "int8":
          return 1;
        case "int16":
        case "uint16":
          return 2;
        case "int32":
        case "uint32":
          return 4;
        case "int64":
        case "float64":
          return 8;
        case "uuid":
          return 16;
        case "string":
          return isCompact(field, version) ? 1 : 2;
        default:
          return isCompact(field, version) ? 1 : 4;
      }
  }
}

/** Fewest bytes of one element of the field's array. */
export function elementMinimumBytes(element: TypeModel, field: FieldModel, version: number): number {
  return element.kind === "struct"
    ? structMinimumBytes(element.struct, version)
    : minimumBytes(element, field, version);
}

function structMinimumBytes(struct: StructModel, version: number): number {
  let bytes = includes(struct.flexible, version) ? 1 : 0;
  for (const field of struct.fields) {
    if (field.schema.tag === undefined && includes(field.versions, version)) {
      bytes += minimumBytes(field.type, field, version);
    }
  }
  return Math.max(bytes, 1);
}
