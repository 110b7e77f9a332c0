// kafka-delegation-tokens: creates, renews, expires and describes delegation tokens (KIP-48).
import type { Admin, DelegationToken, KafkaPrincipal } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { withAdmin } from "../connection.ts";
import { InputError, UsageError } from "../failure.ts";
import { javaExceptionText } from "../java-exception.ts";
import { paddedRow } from "../table.ts";
import { exactlyOneAction, refuseWith, repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { formatDate } from "./perf/date-format.ts";

const ACTIONS = ["create", "renew", "expire", "describe"];
const REQUIRED: ReadonlyMap<string, readonly string[]> = new Map([
  ["create", ["max-life-time-period"]],
  ["renew", ["hmac", "renew-time-period"]],
  ["expire", ["hmac", "expiry-time-period"]],
]);
const EXCLUDED: ReadonlyMap<string, readonly string[]> = new Map([
  ["create", ["hmac", "renew-time-period", "expiry-time-period"]],
  ["renew", ["renewer-principal", "max-life-time-period", "expiry-time-period", "owner-principal"]],
  ["expire", ["renew", "max-life-time-period", "renew-time-period", "owner-principal"]],
  ["describe", ["renew-time-period", "max-life-time-period", "hmac", "expiry-time-period"]],
]);
const WIDTHS = [15, 30, 15, 15, 25, 15, 15, 15];
const HEADINGS = ["TOKENID", "HMAC", "OWNER", "REQUESTER", "RENEWERS", "ISSUEDATE", "EXPIRYDATE", "MAXDATE"];

/** @throws InputError for what is not `principalType:name` */
function principals(values: ToolOptions, option: string): KafkaPrincipal[] {
  return values.list(option).map((given) => {
    const text = given.trim();
    const at = text.indexOf(":");
    if (at === -1) throw new InputError(`expected a string in format principalType:principalName but got ${text}`);
    return { principalType: text.slice(0, at), name: text.slice(at + 1) };
  });
}

const nameOf = ({ principalType, name }: KafkaPrincipal): string => `${principalType}:${name}`;
const listed = (all: readonly KafkaPrincipal[]): string => `[${all.map(nameOf).join(", ")}]`;

function dateText(ms: number): string {
  return formatDate(ms, "yyyy-MM-dd'T'HH:mm");
}

/** The bytes that stand behind the base64 of --hmac. @throws InputError */
function hmacOf(values: ToolOptions): Buffer {
  const text = values.required("hmac");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new InputError(`Illegal base64 in --hmac: ${text}`);
  return Buffer.from(text, "base64");
}

function printTokens(tokens: readonly DelegationToken[], io: CommandIo): void {
  if (io.row !== undefined) {
    for (const { hmac, owner, tokenRequester, renewers, ...rest } of tokens) {
      const hmacText = Buffer.from(hmac).toString("base64");
      const names = { owner: nameOf(owner), requester: nameOf(tokenRequester), renewers: renewers.map(nameOf) };
      io.row({ ...rest, ...names, hmac: hmacText });
    }
    return;
  }
  io.stdout.write(`\n${paddedRow(HEADINGS, WIDTHS)}\n`);
  for (const token of tokens) {
    const cells = [
      token.tokenId,
      Buffer.from(token.hmac).toString("base64"),
      nameOf(token.owner),
      nameOf(token.tokenRequester),
      listed(token.renewers),
      dateText(token.issueTimestamp),
      dateText(token.expiryTimestamp),
      dateText(token.maxTimestamp),
    ];
    io.stdout.write(`\n${paddedRow(cells, WIDTHS)}\n`);
  }
}

async function create(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const renewers = principals(values, "renewer-principal");
  const maxLifetimeMs = values.integer("max-life-time-period") ?? -1;
  io.stdout.write(
    `Calling create token operation with renewers :${listed(renewers)} , max-life-time-period :${maxLifetimeMs}\n`,
  );
  const [owner] = principals(values, "owner-principal");
  const token = await admin.createDelegationToken({ renewers, maxLifetimeMs, ...(owner && { owner }) });
  io.stdout.write(`Created delegation token with tokenId : ${token.tokenId}\n`);
  printTokens([token], io);
}

async function renew(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const renewTimePeriodMs = values.integer("renew-time-period") ?? -1;
  const hmac = values.required("hmac");
  io.stdout.write(`Calling renew token operation with hmac :${hmac} , renew-time-period :${renewTimePeriodMs}\n`);
  const expiry = await admin.renewDelegationToken(hmacOf(values), { renewTimePeriodMs });
  io.stdout.write(`Completed renew operation. New expiry date : ${dateText(expiry)}`);
}

async function expire(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const expiryTimePeriodMs = values.integer("expiry-time-period") ?? -1;
  const hmac = values.required("hmac");
  io.stdout.write(`Calling expire token operation with hmac :${hmac} , expire-time-period :${expiryTimePeriodMs}\n`);
  const expiry = await admin.expireDelegationToken(hmacOf(values), { expiryTimePeriodMs });
  io.stdout.write(`Completed expire operation. New expiry date : ${dateText(expiry)}`);
}

async function describe(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const owners = principals(values, "owner-principal");
  io.stdout.write(
    owners.length === 0
      ? "Calling describe token operation for current user.\n"
      : `Calling describe token operation for owners: ${listed(owners)}\n`,
  );
  // Kafka's tool asks with an empty list where no owner is named, and brokers have no token for nobody.
  const tokens = await admin.describeDelegationToken({ owners });
  if (io.row === undefined) io.stdout.write(`Total number of tokens : ${tokens.length}`);
  printTokens(tokens, io);
}

const ACTORS = new Map(Object.entries({ create, renew, expire, describe }));

const tool: Tool = {
  name: "kafka-delegation-tokens",
  description: "This tool helps to create, renew, expire, or describe delegation tokens.",
  options(options) {
    options
      .option("--bootstrap-server <servers>", "REQUIRED: the servers to connect to")
      .option("--command-config <file>", "REQUIRED: property file for the client; tokens are had by who authenticates")
      .option("--create", "create a token")
      .option("--renew", "move a token's expiry")
      .option("--expire", "end a token")
      .option("--describe", "describe tokens")
      .option("--owner-principal [principal]", "whose token, as principalType:name; may be repeated", repeatable)
      .option("--renewer-principal [principal]", "who may renew it; may be repeated", repeatable)
      .option(
        "--max-life-time-period [ms]",
        "how long it may live; -1 for the broker's delegation.token.max.lifetime.ms",
      )
      .option("--renew-time-period [ms]", "for how long to renew; -1 for the broker's delegation.token.expiry.time.ms")
      .option("--expiry-time-period [ms]", "when it ends from now; -1 at once")
      .option("--hmac [hmac]", "the token's HMAC in base64");
  },
  async run(values, io) {
    const sentence = "Command must include exactly one action: --create, --renew, --expire or --describe";
    const action = exactlyOneAction(values, ACTIONS, sentence);
    for (const name of ["bootstrap-server", "command-config"]) if (io.properties === undefined) values.required(name);
    for (const name of REQUIRED.get(action) ?? []) values.required(name);
    refuseWith(values, action, EXCLUDED.get(action) ?? []);
    try {
      await withAdmin(values, io, async (admin) => ACTORS.get(action)?.(admin, values, io));
      return 0;
    } catch (error) {
      if (error instanceof UsageError || error instanceof InputError || !(error instanceof Error)) throw error;
      io.stderr.write(`${javaExceptionText(error)}\n`);
      return 1;
    }
  },
};

export const delegationTokens: Command = toolCommand(tool);
