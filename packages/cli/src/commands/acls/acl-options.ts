// What the options of kafka-acls ask for: resources, and who may do what with them from where.
import { AclOperation, AclPermissionType, PatternType, ResourceType } from "@ottla/client";
import type { AccessControlEntry, ResourcePattern } from "@ottla/client";
import { UsageError } from "../../failure.ts";
import type { ToolOptions } from "../../tool.ts";

const CLUSTER_NAME = "kafka-cluster";
const ANY_HOST = "*";

/** The resources that an option names. */
const RESOURCES: readonly (readonly [string, ResourceType])[] = [
  ["topic", ResourceType.TOPIC],
  ["group", ResourceType.GROUP],
  ["transactional-id", ResourceType.TRANSACTIONAL_ID],
  ["delegation-token", ResourceType.DELEGATION_TOKEN],
  ["user-principal", ResourceType.USER],
];

const O = AclOperation;

/** What can be done with each kind of resource (AclEntry.supportedOperations). */
const SUPPORTED: ReadonlyMap<ResourceType, readonly AclOperation[]> = new Map([
  [
    ResourceType.TOPIC,
    [O.READ, O.WRITE, O.CREATE, O.DESCRIBE, O.DELETE, O.ALTER, O.DESCRIBE_CONFIGS, O.ALTER_CONFIGS, O.ALL],
  ],
  [ResourceType.GROUP, [O.READ, O.DESCRIBE, O.DELETE, O.DESCRIBE_CONFIGS, O.ALTER_CONFIGS, O.ALL]],
  [
    ResourceType.CLUSTER,
    [O.CREATE, O.CLUSTER_ACTION, O.DESCRIBE_CONFIGS, O.ALTER_CONFIGS, O.IDEMPOTENT_WRITE, O.ALTER, O.DESCRIBE, O.ALL],
  ],
  [ResourceType.TRANSACTIONAL_ID, [O.DESCRIBE, O.WRITE, O.TWO_PHASE_COMMIT, O.ALL]],
  [ResourceType.DELEGATION_TOKEN, [O.DESCRIBE, O.ALL]],
  [ResourceType.USER, [O.CREATE_TOKENS, O.DESCRIBE_TOKENS, O.ALL]],
]);

const names = (table: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(table).map(([name, code]) => [code, name]));
const OPERATION_NAMES = names(AclOperation);
const RESOURCE_NAMES = names(ResourceType);
const PATTERN_NAMES = names(PatternType);
const PERMISSION_NAMES = names(AclPermissionType);

/** As Kafka prints a resource: `ResourcePattern(resourceType=TOPIC, name=t, patternType=LITERAL)`. */
export function patternText({ resourceType, name, patternType }: ResourcePattern, kind = "ResourcePattern"): string {
  const type = RESOURCE_NAMES.get(resourceType) ?? "UNKNOWN";
  return `${kind}(resourceType=${type}, name=${name}, patternType=${PATTERN_NAMES.get(patternType) ?? "UNKNOWN"})`;
}

/** As Kafka prints an entry: `(principal=User:a, host=*, operation=READ, permissionType=ALLOW)`. */
export function entryText({ principal, host, operation, permissionType }: AccessControlEntry): string {
  const permission = PERMISSION_NAMES.get(permissionType) ?? "UNKNOWN";
  return `(principal=${principal}, host=${host}, operation=${OPERATION_NAMES.get(operation) ?? "UNKNOWN"}, permissionType=${permission})`;
}

/** @throws UsageError for one that is not known */
export function patternTypeOf(values: ToolOptions): PatternType {
  const text = values.text("resource-pattern-type") ?? "literal";
  const found = [...PATTERN_NAMES].find(([, name]) => name.toLowerCase() === text.toLowerCase() && name !== "UNKNOWN");
  if (found === undefined)
    throw new UsageError(
      `Invalid resource-pattern-type '${text}'. The value must be one of: any, match, literal, prefixed`,
    );
  const [code] = found;
  return Object.values(PatternType).find((one) => one === code) ?? PatternType.LITERAL;
}

/** The resources that are named; those of an ACL, or of a filter. */
export function resourcesOf(values: ToolOptions): ResourcePattern[] {
  const patternType = patternTypeOf(values);
  const found: ResourcePattern[] = [];
  for (const [option, resourceType] of RESOURCES) {
    for (const name of values.list(option)) found.push({ resourceType, name: name.trim(), patternType });
  }
  if (values.has("cluster"))
    found.push({ resourceType: ResourceType.CLUSTER, name: CLUSTER_NAME, patternType: PatternType.LITERAL });
  return found;
}

/** @throws UsageError for one that is not known to Kafka */
function operationOf(text: string): AclOperation {
  const wanted = text.replaceAll("_", "").toLowerCase();
  const code = [...OPERATION_NAMES].find(([, name]) => name.replaceAll("_", "").toLowerCase() === wanted)?.[0];
  return Object.values(AclOperation).find((one) => one === code) ?? AclOperation.UNKNOWN;
}

function checkPrincipal(text: string): string {
  const at = text.indexOf(":");
  if (at < 1) throw new UsageError(`expected a string in format principalType:principalName but got ${text}`);
  return text.trim();
}

/** Entries for the principals that are allowed and denied, each for every operation. */
export function entriesOf(values: ToolOptions, operations: readonly AclOperation[]): AccessControlEntry[] {
  const found: AccessControlEntry[] = [];
  for (const [word, permissionType] of [
    ["allow", AclPermissionType.ALLOW],
    ["deny", AclPermissionType.DENY],
  ] as const) {
    const principals = values.list(`${word}-principal`).map(checkPrincipal);
    const given = values.list(`${word}-host`);
    const hosts = given.length === 0 ? [ANY_HOST] : given;
    for (const principal of principals) {
      for (const operation of operations) {
        for (const host of hosts) found.push({ principal, host, operation, permissionType });
      }
    }
  }
  return found;
}

/** What --operation asks for; everything where it is left out. */
export function operationsOf(values: ToolOptions): AclOperation[] {
  const given = values.list("operation");
  return given.length === 0 ? [AclOperation.ALL] : given.map(operationOf);
}

export interface ResourceEntries {
  readonly resource: ResourcePattern;
  readonly entries: readonly AccessControlEntry[];
}

/** What is asked for each resource: by the options, or as a producer and a consumer need it. @throws UsageError */
export function resourceEntries(values: ToolOptions): ResourceEntries[] {
  const resources = resourcesOf(values);
  if (resources.length === 0) {
    throw new UsageError(
      "You must provide at least one resource: --topic <topic> or --cluster or --group <group> or --delegation-token <Delegation Token ID>",
    );
  }
  const found = new Map<string, ResourceEntries>();
  const add = (resource: ResourcePattern, operations: readonly AclOperation[]): void => {
    const key = patternText(resource);
    const earlier = found.get(key)?.entries ?? [];
    const more = entriesOf(values, operations).filter(
      (one) => !earlier.some((other) => entryText(other) === entryText(one)),
    );
    found.set(key, { resource, entries: [...earlier, ...more] });
  };
  const ofType = (type: ResourceType): ResourcePattern[] => resources.filter((one) => one.resourceType === type);
  if (!values.has("producer") && !values.has("consumer")) for (const one of resources) add(one, operationsOf(values));
  if (values.has("producer")) {
    for (const one of ofType(ResourceType.TOPIC)) add(one, [O.WRITE, O.DESCRIBE, O.CREATE]);
    for (const one of ofType(ResourceType.TRANSACTIONAL_ID)) add(one, [O.WRITE, O.DESCRIBE]);
    const cluster = { resourceType: ResourceType.CLUSTER, name: CLUSTER_NAME, patternType: PatternType.LITERAL };
    if (values.has("idempotent")) add(cluster, [O.IDEMPOTENT_WRITE]);
  }
  if (values.has("consumer")) {
    for (const one of ofType(ResourceType.TOPIC)) add(one, [O.READ, O.DESCRIBE]);
    for (const one of ofType(ResourceType.GROUP)) add(one, [O.READ]);
  }
  for (const { resource, entries } of found.values()) checkOperations(resource, entries);
  return [...found.values()];
}

function checkOperations({ resourceType }: ResourcePattern, entries: readonly AccessControlEntry[]): void {
  const supported = SUPPORTED.get(resourceType) ?? [];
  if (entries.every(({ operation }) => supported.includes(operation))) return;
  const listed = supported.map((one) => OPERATION_NAMES.get(one) ?? "").join(", ");
  throw new UsageError(`ResourceType ${RESOURCE_NAMES.get(resourceType) ?? ""} only supports operations [${listed}]`);
}
