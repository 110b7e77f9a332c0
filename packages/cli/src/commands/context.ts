// ottla context: clusters by name, so that a call says `--context prod` instead of servers and a property file.
import type { Command, CommandIo } from "../command.ts";
import { contextsPath } from "../contexts/chosen-context.ts";
import { changeContexts, readContexts } from "../contexts/contexts-file.ts";
import { UsageError } from "../failure.ts";
import { ottlaCommand } from "../ottla-command.ts";
import type { OttlaCommand } from "../ottla-command.ts";
import { propertiesOfFile, propertiesOfPairs } from "../properties.ts";
import { repeatable } from "../tool-options.ts";
import type { ToolOptions } from "../tool-options.ts";

/** Configurations that are shown as `[hidden]`, as Kafka's brokers hide theirs, unless they only say where the secret is. */
const SECRET = /password|jaas|secret|token|\.key$/i;

function shown(key: string, value: string): string {
  return SECRET.test(key) && !/^\$\{[^}]*\}$/.test(value) ? "[hidden]" : value;
}

type Action = (name: string, values: ToolOptions, io: CommandIo) => void;

function list(_name: string, _values: ToolOptions, io: CommandIo): void {
  const { current, contexts } = readContexts(process.env);
  for (const [name, config] of [...contexts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const servers = config.get("bootstrap.servers") ?? "";
    if (io.row === undefined) io.stdout.write(`${name === current ? "*" : " "} ${name}  ${servers}\n`);
    else io.row({ name, bootstrapServers: servers, isCurrent: name === current });
  }
}

function show(given: string, _values: ToolOptions, io: CommandIo): void {
  const { current, contexts } = readContexts(process.env);
  const name = given === "" ? (current ?? "") : given;
  const config = contexts.get(name);
  if (config === undefined) throw new UsageError(`There is no context ${name} in ${contextsPath(process.env)}`);
  const visible = [...config].map(([key, value]) => [key, shown(key, value)] as const);
  if (io.row === undefined) io.stdout.write(visible.map(([key, value]) => `${key}=${value}\n`).join(""));
  else io.row({ name, config: Object.fromEntries(visible) });
}

function use(name: string, _values: ToolOptions, io: CommandIo): void {
  const { contexts } = readContexts(process.env);
  if (!contexts.has(name)) throw new UsageError(`There is no context ${name} in ${contextsPath(process.env)}`);
  changeContexts(process.env, ["current"], name);
  io.stdout.write(`Tools that are called without --bootstrap-server now work with ${name}.\n`);
}

function add(name: string, values: ToolOptions, io: CommandIo): void {
  const { contexts } = readContexts(process.env);
  if (contexts.has(name))
    throw new UsageError(`There is a context ${name} already; 'ottla context remove ${name}' takes it away`);
  const file = values.text("command-config");
  const servers = ["bootstrap.servers", values.required("bootstrap-server")] as const;
  const config = Object.fromEntries([
    servers,
    ...(file === undefined ? [] : propertiesOfFile(file)),
    ...propertiesOfPairs(values.list("command-property"), { needsValue: true }),
    // As in every call, the option says which cluster it is, whatever a file names.
    servers,
  ]);
  changeContexts(process.env, ["contexts", name], config);
  io.stdout.write(`Added ${name} to ${contextsPath(process.env)}.\n`);
}

function remove(name: string, _values: ToolOptions, io: CommandIo): void {
  const { contexts, current } = readContexts(process.env);
  if (!contexts.has(name)) throw new UsageError(`There is no context ${name} in ${contextsPath(process.env)}`);
  changeContexts(process.env, ["contexts", name], undefined);
  if (current === name) changeContexts(process.env, ["current"], undefined);
  io.stdout.write(`Removed ${name}.\n`);
}

const ACTIONS: ReadonlyMap<string, { readonly act: Action; readonly needsName: boolean }> = new Map([
  ["list", { act: list, needsName: false }],
  ["show", { act: show, needsName: false }],
  ["use", { act: use, needsName: true }],
  ["add", { act: add, needsName: true }],
  ["remove", { act: remove, needsName: true }],
]);

const command: OttlaCommand = {
  name: "ottla context",
  description: "Clusters by name, for --context: list, show [NAME], use NAME, add NAME, remove NAME.",
  isWithoutCluster: true,
  options(options) {
    options
      .argument("<action>", "list, show, use, add or remove")
      .argument("[name]", "the context")
      .option("--bootstrap-server <servers>", "with add: the servers of the cluster")
      .option("--command-config <file>", "with add: a property file that is copied into the context")
      .option("--command-property <key=value>", "with add: a configuration of clients; may be repeated", repeatable);
  },
  run(values, io, [word = "", name = ""]) {
    const action = ACTIONS.get(word);
    if (action === undefined) throw new UsageError(`${word} is not one of ${[...ACTIONS.keys()].join(", ")}`);
    if (action.needsName && name === "") throw new UsageError(`Which context? Write: ottla context ${word} NAME`);
    if (word !== "add")
      for (const option of ["bootstrap-server", "command-config", "command-property"])
        if (values.has(option)) throw new UsageError(`--${option} goes with add only`);
    action.act(name, values, io);
    return Promise.resolve(0);
  },
};

export const context: Command = ottlaCommand(command);
