// DescribeClientQuotas and AlterClientQuotas: what is set, found, removed and refused.
import type { DescribeClientQuotasRequest } from "@ottla/protocol/messages/describe-client-quotas";
import { versionsOf } from "../api.ts";
import { DEFAULT, EXACT, quotaEntry, setQuotas, SPECIFIED, untilQuotas } from "../quotas.ts";
import type { QuotaEntity, QuotaEntry, QuotaOps } from "../quotas.ts";
import { exclusivePerVersion, scenario, scenarioPerVersion } from "../scenario.ts";
import { AlterClientQuotas, DescribeClientQuotas } from "../security-apis.ts";
import type { Session } from "../session.ts";

type Component = DescribeClientQuotasRequest["components"][0];

const VERSIONS = versionsOf(AlterClientQuotas);
const RATES = { producer_byte_rate: 1e9, consumer_byte_rate: 2e9, request_percentage: 99.5 };

async function alter(
  s: Session,
  version: number,
  entries: readonly QuotaEntry[],
  options: { readonly validateOnly?: boolean } = {},
): Promise<void> {
  await s.send(AlterClientQuotas, version, { entries: [...entries], validateOnly: options.validateOnly ?? false });
}

function component(entityType: string, match: string | null | undefined): Component {
  const matchType = match === undefined ? SPECIFIED : match === null ? DEFAULT : EXACT;
  return { entityType, matchType, match: match ?? null };
}

async function describe(s: Session, version: number, components: readonly Component[], strict: boolean): Promise<void> {
  await s.send(DescribeClientQuotas, version, { components: [...components], strict });
}

scenarioPerVersion("AlterClientQuotas/set, told, removed", VERSIONS, async (s, version) => {
  const [user, client] = [`${s.id}-user`, `${s.id}-client`];
  const both = { user, "client-id": client };
  await alter(s, version, [quotaEntry({ user }, RATES), quotaEntry(both, { controller_mutation_rate: 0.5 })]);
  await alter(s, version, [quotaEntry({ "client-id": client }, { producer_byte_rate: 7 })]);
  await untilQuotas(s, { "client-id": client }, { producer_byte_rate: 7 });
  for (const strict of [true, false]) {
    await describe(s, version, [component("user", user)], strict);
    await describe(s, version, [component("client-id", client)], strict);
    await describe(s, version, [component("user", user), component("client-id", client)], strict);
    await describe(s, version, [component("user", user), component("client-id", undefined)], strict);
    await describe(s, version, [component("client-id", client), component("user", undefined)], strict);
    await describe(s, version, [component("user", user), component("client-id", null)], strict);
  }
  const change = { producer_byte_rate: null, consumer_byte_rate: 3, request_percentage: null };
  await alter(s, version, [quotaEntry({ user }, change)], { validateOnly: true });
  await alter(s, version, [quotaEntry({ user }, change)]);
  await alter(s, version, [quotaEntry({ user }, { controller_mutation_rate: null })]);
  await untilQuotas(s, { user }, { consumer_byte_rate: 3, request_percentage: null });
  await describe(s, version, [component("user", user)], true);
  await alter(s, version, [
    quotaEntry({ user }, { consumer_byte_rate: null }),
    quotaEntry(both, { controller_mutation_rate: null }),
    quotaEntry({ "client-id": client }, { producer_byte_rate: null }),
  ]);
  await untilQuotas(s, { "client-id": client }, { producer_byte_rate: null });
  await describe(s, version, [component("user", user)], false);
});

const REFUSED: readonly (readonly [QuotaEntity, QuotaOps])[] = [
  [{}, { producer_byte_rate: 1 }],
  [{ user: "" }, { producer_byte_rate: 1 }],
  [{ "client-id": "" }, { producer_byte_rate: 1 }],
  [{ group: "g" }, { producer_byte_rate: 1 }],
  [{ user: "u", ip: "127.0.0.9" }, { producer_byte_rate: 1 }],
  [{ "client-id": "c", ip: null }, { connection_creation_rate: 1 }],
  [{ ip: "127.0.0.9" }, { producer_byte_rate: 1 }],
  [{ ip: "1.2.3.400" }, { connection_creation_rate: 1 }],
  [{ ip: "not an address" }, { connection_creation_rate: 1 }],
  [{ ip: "127.0.0.9" }, { connection_creation_rate: 1.5 }],
  [{ ip: "127.0.0.9" }, { connection_creation_rate: 2 ** 31 }],
  [{ user: "u" }, { connection_creation_rate: 1 }],
  [{ user: "u" }, { retention_ms: 1 }],
  [{ user: "u" }, { producer_byte_rate: 0 }],
  [{ user: "u" }, { producer_byte_rate: -1 }],
  [{ user: "u" }, { producer_byte_rate: 1.25 }],
  [{ user: "u" }, { producer_byte_rate: 2 ** 64 }],
  [{ user: null, "client-id": null }, { request_percentage: -0.5 }],
  [{ user: "u" }, { controller_mutation_rate: 1, consumer_byte_rate: -7 }],
];

scenarioPerVersion("AlterClientQuotas/refused", VERSIONS, async (s, version) => {
  await alter(s, version, []);
  for (const [entity, ops] of REFUSED) await alter(s, version, [quotaEntry(entity, ops)]);
  // Removing what is not there is no error, whatever its name.
  await alter(s, version, [quotaEntry({ user: `${s.id}-u` }, { producer_byte_rate: null, nope: null })]);
  const twice = quotaEntry({ user: `${s.id}-twice` }, { producer_byte_rate: 5 });
  const other = quotaEntry({ user: `${s.id}-other` }, { producer_byte_rate: 5 });
  await alter(s, version, [twice, other, twice], { validateOnly: true });
  const [op] = twice.ops;
  await alter(s, version, [{ ...twice, ops: op === undefined ? [] : [op, op] }]);
  // Two names of one type: the last one counts.
  const entity = [...twice.entity, ...other.entity];
  await alter(s, version, [{ ...twice, entity }], { validateOnly: true });
  await alter(s, version, [quotaEntry({ user: "u" }, {})]);
});

scenarioPerVersion("DescribeClientQuotas/refused", VERSIONS, async (s, version) => {
  for (const components of [
    [component("", "x")],
    [component("group", "x")],
    [component("user", "x"), component("user", "y")],
    [component("user", "x"), component("user", undefined)],
    [component("ip", "127.0.0.9"), component("user", undefined)],
    [component("client-id", null), component("ip", undefined)],
    [{ entityType: "user", matchType: EXACT, match: null }],
    [{ entityType: "user", matchType: DEFAULT, match: "x" }],
    [{ entityType: "user", matchType: SPECIFIED, match: "x" }],
    [{ entityType: "user", matchType: 3, match: null }],
    [{ entityType: "user", matchType: -1, match: null }],
  ])
    await describe(s, version, components, false);
  await describe(s, version, [], true);
});

exclusivePerVersion("DescribeClientQuotas/everything", VERSIONS, async (s, version) => {
  await describe(s, version, [], false);
  const entities: readonly QuotaEntity[] = [
    { user: "a" },
    { user: "b" },
    { user: null },
    { "client-id": "c" },
    { "client-id": null },
    { user: "a", "client-id": "c" },
    { user: "a", "client-id": null },
    { user: null, "client-id": "c" },
    { user: null, "client-id": null },
  ];
  // Large enough to hold nobody back.
  for (const entity of entities) await setQuotas(s, entity, { producer_byte_rate: 1e15, consumer_byte_rate: 1e15 });
  await setQuotas(s, { ip: "127.0.0.9" }, { connection_creation_rate: 1000 });
  await setQuotas(s, { ip: null }, { connection_creation_rate: 2_000_000_000 });
  for (const strict of [true, false]) {
    for (const one of ["user", "client-id", "ip"]) {
      for (const match of [undefined, null, "a", "c", "127.0.0.9"]) {
        await describe(s, version, [component(one, match)], strict);
      }
    }
    for (const user of [undefined, null, "a"]) {
      for (const client of [undefined, null, "c"]) {
        await describe(s, version, [component("user", user), component("client-id", client)], strict);
      }
    }
    await describe(s, version, [], strict);
  }
  const gone = { producer_byte_rate: null, consumer_byte_rate: null };
  for (const entity of entities) await setQuotas(s, entity, gone);
  await setQuotas(s, { ip: "127.0.0.9" }, { connection_creation_rate: null });
  await setQuotas(s, { ip: null }, { connection_creation_rate: null });
  await describe(s, version, [], false);
});

scenario("AlterClientQuotas/addresses", async (s) => {
  const addresses = ["127.0.0.77", "::1", "fe80::1:2", "::ffff:10.1.2.3"];
  const entries = addresses.map((ip) => quotaEntry({ ip }, { connection_creation_rate: 7 }));
  await alter(s, 1, entries, { validateOnly: true });
});
