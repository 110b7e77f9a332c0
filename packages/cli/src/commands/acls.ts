// kafka-acls: who may do what: lists, adds and removes access control entries.
import { createInterface } from "node:readline/promises";
import { KafkaError, PatternType } from "@ottla/client";
import type { AccessControlEntry, AclBinding, Admin, ResourcePattern } from "@ottla/client";
import type { Command, CommandIo, Row } from "../command.ts";
import { addEitherConnectionOptions, bootstrapProblem, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { javaExceptionText } from "../java-exception.ts";
import { exactlyOneAction, repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { entryText, patternText, patternTypeOf, resourceEntries, resourcesOf } from "./acls/acl-options.ts";

function grouped(bindings: readonly AclBinding[]): Map<string, AccessControlEntry[]> {
  const found = new Map<string, AccessControlEntry[]>();
  for (const { pattern, entry } of bindings) {
    const key = patternText(pattern);
    const entries = found.get(key) ?? [];
    if (!entries.some((one) => entryText(one) === entryText(entry))) entries.push(entry);
    found.set(key, entries);
  }
  return found;
}

function lines(entries: readonly AccessControlEntry[]): string {
  return entries.map((entry) => `\t${entryText(entry)}`).join("\n");
}

function aclRow(pattern: string, entry: AccessControlEntry): Row {
  const [, resourceType, name, patternType] =
    /resourceType=([A-Z_]+), name=(.*), patternType=([A-Z]+)\)$/.exec(pattern) ?? [];
  const [, operation, permission] = /operation=([A-Z_]+), permissionType=([A-Z]+)\)$/.exec(entryText(entry)) ?? [];
  return { resourceType, name, patternType, principal: entry.principal, host: entry.host, operation, permission };
}

function print(found: ReadonlyMap<string, readonly AccessControlEntry[]>, io: CommandIo): void {
  for (const [pattern, entries] of found) {
    if (io.row !== undefined) {
      for (const entry of entries) io.row(aclRow(pattern, entry));
      continue;
    }
    if (entries.length > 0) io.stdout.write(`Current ACLs for resource \`${pattern}\`:\n${lines(entries)}\n\n`);
  }
}

async function list(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const filters = resourcesOf(values);
  const bindings: AclBinding[] = [];
  if (filters.length === 0) bindings.push(...(await admin.describeAcls()));
  for (const patternFilter of filters) bindings.push(...(await admin.describeAcls({ patternFilter })));
  const principals = values.list("principal");
  if (principals.length === 0) print(grouped(bindings), io);
  for (const principal of principals) {
    if (io.row === undefined) io.stdout.write(`ACLs for principal \`${principal}\`\n`);
    print(grouped(bindings.filter(({ entry }) => entry.principal === principal)), io);
  }
}

async function add(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  for (const { resource, entries } of wantedOf(values)) {
    const existing = new Set((await admin.describeAcls({ patternFilter: resource })).map(bindingText));
    const missing: AccessControlEntry[] = [];
    for (const entry of entries) {
      const text = bindingText({ pattern: resource, entry });
      if (existing.has(text)) io.stdout.write(`Acl ${text} already exists.\n`);
      else missing.push(entry);
    }
    if (missing.length === 0) continue;
    io.stdout.write(`Adding ACLs for resource \`${patternText(resource)}\`: \n ${lines(missing)}\n\n`);
    const results = await admin.createAcls(missing.map((entry) => ({ pattern: resource, entry })));
    results.throwIfAnyFailed();
  }
}

function bindingText({ pattern, entry }: AclBinding): string {
  return `(pattern=${patternText(pattern)}, entry=${entryText(entry)})`;
}

/** @throws UsageError for what cannot be added */
function wantedOf(values: ToolOptions): { resource: ResourcePattern; entries: readonly AccessControlEntry[] }[] {
  const patternType = patternTypeOf(values);
  if (patternType !== PatternType.LITERAL && patternType !== PatternType.PREFIXED) {
    const word = (values.text("resource-pattern-type") ?? "").toUpperCase();
    throw new UsageError(`A '--resource-pattern-type' value of '${word}' is not valid when adding acls.`);
  }
  const wanted = resourceEntries(values);
  if (wanted.some(({ entries }) => entries.length === 0))
    throw new UsageError("You must specify one of: --allow-principal, --deny-principal when trying to add ACLs.");
  return wanted;
}

async function remove(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  for (const { resource, entries } of resourceEntries(values)) {
    const filter = patternText(resource, "ResourcePattern");
    const question =
      entries.length === 0
        ? `Are you sure you want to delete all ACLs for resource filter \`${filter}\`? (y/n)`
        : `Are you sure you want to remove ACLs: \n ${lines(entries)}\n from resource filter \`${filter}\`? (y/n)`;
    if (!(await isConfirmed(values, question, io))) continue;
    const filters =
      entries.length === 0
        ? [{ patternFilter: resource }]
        : entries.map((entryFilter) => ({ patternFilter: resource, entryFilter }));
    (await admin.deleteAcls(filters)).throwIfAnyFailed();
  }
}

async function isConfirmed(values: ToolOptions, question: string, io: CommandIo): Promise<boolean> {
  if (values.has("force")) return true;
  io.stdout.write(`${question}\n`);
  const reader = createInterface({ input: io.stdin });
  for await (const line of reader) {
    reader.close();
    return line.toLowerCase() === "y";
  }
  return false;
}

/** @throws UsageError for options that do not go together */
function checked(values: ToolOptions): string {
  const problem = bootstrapProblem(values);
  if (problem === "neither")
    throw new UsageError("One of --bootstrap-server or --bootstrap-controller must be specified");
  if (problem === "both")
    throw new UsageError("Only one of --bootstrap-server or --bootstrap-controller must be specified");
  const action = exactlyOneAction(
    values,
    ["add", "remove", "list"],
    "Command must include exactly one action: --list, --add, --remove. ",
  );
  const isBundle = values.has("producer") || values.has("consumer");
  if (values.has("list") && isBundle) throw new UsageError('Option "[list]" can\'t be used with option "[producer]"');
  if (isBundle && (values.has("operation") || values.has("deny-principal") || values.has("deny-host")))
    throw new UsageError("--producer and --consumer are not used with --operation, --deny-principal and --deny-host");
  if (values.has("producer") && values.list("topic").length === 0)
    throw new UsageError("With --producer you must specify a --topic");
  if (values.has("idempotent") && !values.has("producer"))
    throw new UsageError("The --idempotent option is only available if --producer is set");
  if (values.has("consumer") && (values.list("topic").length === 0 || values.list("group").length === 0))
    throw new UsageError(
      "With --consumer you must specify a --topic and a --group and no --cluster or --transactional-id option should be specified.",
    );
  if (values.list("principal").length > 0 && !values.has("list"))
    throw new UsageError("The --principal option is only available if --list is set");
  // What is wrong with the resources is said before anybody is asked.
  if (action === "add") wantedOf(values);
  if (action === "remove") resourceEntries(values);
  patternTypeOf(values);
  return action;
}

const tool: Tool = {
  name: "kafka-acls",
  description: "This tool helps to manage acls on kafka.",
  options(options) {
    addEitherConnectionOptions(options);
    options
      .option("--add", "add entries")
      .option("--remove", "remove entries")
      .option("--list", "list entries")
      .option("--topic <topic>", "a topic; may be repeated", repeatable)
      .option("--group <group>", "a group; may be repeated", repeatable)
      .option("--cluster", "the cluster")
      .option("--transactional-id <id>", "a transactional id; may be repeated", repeatable)
      .option("--delegation-token <id>", "a delegation token; may be repeated", repeatable)
      .option("--user-principal <user>", "a user as a resource; may be repeated", repeatable)
      .option("--resource-pattern-type <type>", "literal (default), prefixed; in filters also any and match")
      .option("--allow-principal <principal>", "who may, as User:name; may be repeated", repeatable)
      .option("--deny-principal <principal>", "who may not; may be repeated", repeatable)
      .option("--allow-host <host>", "from where; default: anywhere; may be repeated", repeatable)
      .option("--deny-host <host>", "from where not; may be repeated", repeatable)
      .option("--operation <operation>", "what; default: all; may be repeated", repeatable)
      .option("--principal <principal>", "list only entries of these; may be repeated", repeatable)
      .option("--producer", "what a producer needs")
      .option("--consumer", "what a consumer needs")
      .option("--idempotent", "with --producer: also what an idempotent one needed before 3.0")
      .option("--force", "ask no questions");
  },
  async run(values, io) {
    const action = checked(values);
    try {
      await withAdmin(values, io, async (admin) => {
        if (action === "add") await add(admin, values, io);
        else if (action === "remove") await remove(admin, values, io);
        else await list(admin, values, io);
      });
      return 0;
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      io.stdout.write(`Error while executing ACL command: ${javaExceptionText(error)}\n`);
      return 1;
    }
  },
};

export const acls: Command = toolCommand(tool);
