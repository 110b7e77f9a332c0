// Quotas as scenarios set them, and the wait until a broker knows them.
import { AlterClientQuotas, DescribeClientQuotas } from "./security-apis.ts";
import type { Session } from "./session.ts";

/** Type → name; null: the default of that type. */
export type QuotaEntity = Readonly<Record<string, string | null>>;
/** Key → value; null: removed. */
export type QuotaOps = Readonly<Record<string, number | null>>;

export const EXACT = 0;
export const DEFAULT = 1;
export const SPECIFIED = 2;

export interface QuotaEntry {
  readonly entity: { readonly entityType: string; readonly entityName: string | null }[];
  readonly ops: { readonly key: string; readonly value: number; readonly remove: boolean }[];
}

export function quotaEntry(entity: QuotaEntity, ops: QuotaOps): QuotaEntry {
  return {
    entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
    ops: Object.entries(ops).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
  };
}

/** Not recorded: quotas are there, or gone, for the broker that is asked when this resolves. */
export async function setQuotas(s: Session, entity: QuotaEntity, ops: QuotaOps): Promise<void> {
  await s.quiet(AlterClientQuotas, 1, { entries: [quotaEntry(entity, ops)], validateOnly: false });
  await untilQuotas(s, entity, ops);
}

/** Waits until a broker says so. */
export async function untilQuotas(s: Session, entity: QuotaEntity, ops: QuotaOps): Promise<void> {
  const components = Object.entries(entity).map(([entityType, match]) => ({
    entityType,
    match,
    matchType: match === null ? DEFAULT : EXACT,
  }));
  await s.until(`quotas ${JSON.stringify(ops)}`, async () => {
    const { entries } = await s.quiet(DescribeClientQuotas, 1, { components, strict: true });
    const values = new Map((entries?.[0]?.values ?? []).map(({ key, value }) => [key, value]));
    return Object.entries(ops).every(([key, value]) => (values.get(key) ?? null) === value);
  });
}
