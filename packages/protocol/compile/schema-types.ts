/**
 * The language of the files in `schema/`: plain data in Kafka's terms. Versions are written as Kafka writes them:
 * "3" is one version, "3-9" a closed range, "3+" everything from 3 on, "none" no version at all.
 */

/** A version range: `"3"`, `"3-9"`, `"3+"` or `"none"`. */
export type Versions = string;

/** One field of a message or struct. */
export interface FieldSchema {
  /** Kafka's JSON name: camelCase. */
  readonly name: string;
  /**
   * `bool`, `int8`, `int16`, `uint16`, `int32`, `uint32`, `int64`, `float64`, `uuid`, `string`, `bytes`, `records`, the
   * name of a struct, or `[]` in front of one of these.
   */
  readonly type: string;
  /** Versions of the message that have the field. */
  readonly versions: Versions;
  /** An int64 that is an opaque 64-bit value, a `bigint` in TypeScript; the others are numbers within ±2^53. */
  readonly as?: "bigint";
  /** Versions in which the value may be null. */
  readonly nullable?: Versions;
  /** Tag of a tagged field (KIP-482), tagged in every version that has the field. */
  readonly tag?: number;
  /** "none" for the one field that keeps its non-compact length in flexible versions. */
  readonly flexible?: "none";
  /** Value of a field that is left out; "9223372036854775807" is Kafka's Long.MAX_VALUE. */
  readonly default?: string | number | boolean | null;
  /** A value other than the default is dropped, not refused, when the version lacks the field. */
  readonly ignorable?: true;
  /** Part of the key by which Kafka indexes the array of these structs. */
  readonly mapKey?: true;
  /** What the value names in Kafka: topicName, brokerId, groupId and so on. */
  readonly entity?: string;
  /** Fields of the struct that `type` names, where it is declared in place. */
  readonly fields?: readonly FieldSchema[];
}

/** A struct that several fields of a message refer to by name. */
export interface StructSchema {
  readonly name: string;
  readonly versions: Versions;
  readonly fields: readonly FieldSchema[];
}

/** A request, a response, or a record. */
export interface MessageSchema {
  readonly name: string;
  readonly versions: Versions;
  /** Versions with compact lengths and tagged fields. */
  readonly flexible: Versions;
  /** The highest version is not released yet: advertised only with `unstable.api.versions.enable`. */
  readonly latestVersionUnstable?: true;
  readonly fields: readonly FieldSchema[];
  readonly structs?: readonly StructSchema[];
}

/** Request and response of one API key. */
export interface ApiSchema {
  readonly apiKey: number;
  readonly name: string;
  /** Listeners that serve it. */
  readonly listeners: readonly ("broker" | "controller")[];
  /** The sender needs ClusterAction on the cluster. */
  readonly clusterAction?: true;
  /** A broker forwards it to the active controller (KIP-590). */
  readonly forwardable?: true;
  readonly request: MessageSchema;
  readonly response: MessageSchema;
}

/** A message that is not a request or response. */
export interface RecordSchema extends MessageSchema {
  readonly kind: "header" | "data" | "metadata" | "coordinator-key" | "coordinator-value";
  /** Record type, where the family has several. */
  readonly id?: number;
}

/** Messages that live in one log or file. */
export interface RecordFamilySchema {
  /** Name of the generated module. */
  readonly name: string;
  /** Tools print its records as JSON: a module `<name>-json` with their fields is generated too. */
  readonly hasJson?: true;
  readonly messages: readonly RecordSchema[];
}
