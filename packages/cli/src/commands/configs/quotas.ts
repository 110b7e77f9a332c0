// kafka-configs for users, clients and ips: quotas (KIP-546, KIP-612) and SCRAM credentials (KIP-554).
import type { Admin, ClientQuotaEntity, ScramMechanism, UserScramCredentialAlteration } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { javaDoubleText } from "../../java-number.ts";
import type { ToolOptions } from "../../tool-options.ts";
import { additions, deletions } from "./alter-configs.ts";
import type { QuotaEntity } from "./entity.ts";

const KINDS = {
  users: { entityType: "user", text: "user-principal" },
  clients: { entityType: "client-id", text: "client-id" },
  ips: { entityType: "ip", text: "ip" },
} as const;

const RATES = ["producer_byte_rate", "consumer_byte_rate", "request_percentage", "controller_mutation_rate"];
const IP_RATES = ["connection_creation_rate"];
const MECHANISMS: readonly ScramMechanism[] = ["SCRAM-SHA-256", "SCRAM-SHA-512"];
const ITERATIONS = 4_096;

function mechanismOf(name: string): ScramMechanism | undefined {
  return MECHANISMS.find((one) => one === name);
}

/** `user-principal 'a', client-id 'c'`, `the default client-id`. */
function entityText(entity: ClientQuotaEntity): string {
  return Object.values(KINDS)
    .flatMap(({ entityType, text }) => {
      if (!entity.has(entityType)) return [];
      const name = entity.get(entityType) ?? null;
      return [name === null ? `the default ${text}` : `${text} '${name}'`];
    })
    .join(", ");
}

async function quotasOf(
  admin: Admin,
  { types, names }: QuotaEntity,
): Promise<{ readonly entity: ClientQuotaEntity; readonly quotas: ReadonlyMap<string, number> }[]> {
  const components = types.map((type, index) => {
    const { entityType } = KINDS[type];
    const name = names[index];
    return name === undefined ? { entityType } : { entityType, match: name === "" ? null : name };
  });
  const found = await admin.describeClientQuotas({ components, strict: true });
  return found.toSorted((a, b) => (entityText(a.entity) < entityText(b.entity) ? -1 : 1));
}

export async function describeQuotas(admin: Admin, entity: QuotaEntity, io: CommandIo): Promise<void> {
  for (const one of await quotasOf(admin, entity)) {
    if (io.row !== undefined) {
      io.row({ entity: Object.fromEntries(one.entity), quotas: Object.fromEntries(one.quotas) });
      continue;
    }
    const sorted = [...one.quotas].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const text = sorted.map(([name, value]) => `${name}=${javaDoubleText(value)}`).join(", ");
    io.stdout.write(`Quota configs for ${entityText(one.entity)} are ${text}\n`);
  }
  // Credentials are of users alone, and there are none of all users.
  if (entity.types.some((type) => type !== "users") || entity.names.includes("")) return;
  const described = await admin.describeUserScramCredentials(entity.names.length === 0 ? undefined : entity.names);
  for (const [user, outcome] of [...described].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (!outcome.ok) continue;
    const { credentialInfos } = outcome.value;
    if (io.row !== undefined) io.row({ entity: { user }, credentials: credentialInfos });
    else {
      const text = credentialInfos
        .map(({ mechanism, iterations }) => `${mechanism}=iterations=${iterations}`)
        .join(", ");
      io.stdout.write(`SCRAM credential configs for user-principal '${user}' are ${text}\n`);
    }
  }
}

function only(kind: string, verb: string, type: string, unexpected: readonly string[]): void {
  if (unexpected.length > 0)
    throw new UsageError(
      `Only ${kind} configs can be ${verb} for '${type}' using --bootstrap-server. Unexpected config names: ${unexpected.join(",")}`,
    );
}

/** @throws UsageError for names that do not go with the entity, or together; answers whether it is credentials that change */
function checkNames(entity: QuotaEntity, added: readonly string[], deleted: readonly string[]): boolean {
  const [type = ""] = entity.types;
  const isOfUser = type === "users" && entity.types.length === 1;
  const rates = type === "ips" ? IP_RATES : RATES;
  const kind = type === "ips" ? "connection quota" : isOfUser ? "quota and SCRAM credential" : "quota";
  const isKnown = (name: string): boolean => rates.includes(name) || (isOfUser && mechanismOf(name) !== undefined);
  const shown = type === "ips" || isOfUser ? type : "clients";
  only(
    kind,
    "added",
    shown,
    added.filter((name) => !isKnown(name)),
  );
  only(
    kind,
    "deleted",
    shown,
    deleted.filter((name) => !isKnown(name)),
  );
  const all = [...added, ...deleted];
  const isScram = all.some((name) => mechanismOf(name) !== undefined);
  if (!isScram) return false;
  if (entity.names.includes(""))
    throw new UsageError(
      "The use of --entity-default or --user-defaults is not allowed with User SCRAM Credentials using --bootstrap-server.",
    );
  if (all.some((name) => rates.includes(name)))
    throw new UsageError(
      "Cannot alter both quota and SCRAM credential configs simultaneously for 'users' using --bootstrap-server.",
    );
  return true;
}

function upsertion(user: string, mechanism: ScramMechanism, text: string): UserScramCredentialAlteration {
  const match = /^(?:iterations=(-?[0-9]*),)?password=(.*)$/s.exec(text);
  if (match === null) throw new UsageError(`Invalid credential property ${mechanism}=${text}`);
  const [, given, password = ""] = match;
  const iterations = given === undefined || given === "-1" ? ITERATIONS : Number(given);
  if (iterations < ITERATIONS)
    throw new UsageError(`Iterations ${iterations} is less than the minimum ${ITERATIONS} required for ${mechanism}`);
  return { user, mechanism, password, iterations };
}

async function alterCredentials(
  admin: Admin,
  user: string,
  added: ReadonlyMap<string, string>,
  deleted: readonly string[],
): Promise<void> {
  const removed = deleted.flatMap((name) => mechanismOf(name) ?? []).map((mechanism) => ({ user, mechanism }));
  const set = [...added].flatMap(([name, text]) => {
    const mechanism = mechanismOf(name);
    return mechanism === undefined ? [] : [upsertion(user, mechanism, text)];
  });
  (await admin.alterUserScramCredentials([...removed, ...set])).throwIfAnyFailed();
}

async function alterRates(
  admin: Admin,
  entity: QuotaEntity,
  added: ReadonlyMap<string, string>,
  deleted: readonly string[],
): Promise<void> {
  const [current] = await quotasOf(admin, entity);
  const invalid = deleted.filter((name) => current?.quotas.has(name) !== true);
  if (invalid.length > 0) throw new UsageError(`Invalid config(s): ${invalid.join(",")}`);
  const ops = new Map<string, number | null>(deleted.map((name) => [name, null]));
  for (const [name, text] of added) {
    const value = Number(text);
    if (text.trim() === "" || Number.isNaN(value))
      throw new UsageError(`Cannot parse quota configuration value for ${name}: ${text}`);
    ops.set(name, value);
  }
  const named = entity.types.map((type, index) => [KINDS[type].entityType, entity.names[index] || null] as const);
  (await admin.alterClientQuotas([{ entity: new Map(named), ops }])).throwIfAnyFailed();
}

export async function alterQuotas(
  admin: Admin,
  entity: QuotaEntity,
  values: ToolOptions,
  io: CommandIo,
): Promise<void> {
  const added = additions(values);
  const deleted = deletions(values);
  const [type = "users"] = entity.types;
  const [name = ""] = entity.names;
  if (entity.types.length !== entity.names.length)
    throw new UsageError("Exactly one entity name must be specified for every entity type");
  if (checkNames(entity, [...added.keys()], deleted)) await alterCredentials(admin, name, added, deleted);
  else await alterRates(admin, entity, added, deleted);
  io.stdout.write(
    name === ""
      ? `Completed updating default config for ${type} in the cluster.\n`
      : `Completed updating config for ${type.slice(0, -1)} ${name}.\n`,
  );
}
