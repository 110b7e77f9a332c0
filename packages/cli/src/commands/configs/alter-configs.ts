// kafka-configs --alter.
import type { Writable } from "node:stream";
import { AlterConfigOpType, ConfigResourceType } from "@ottla/client";
import type { Admin, AlterConfigOp } from "@ottla/client";
import { propertiesOfFile } from "../../properties.ts";
import { UsageError } from "../../failure.ts";
import type { ToolOptions } from "../../tool.ts";
import { singular } from "./entity.ts";
import type { ConfigEntity } from "./entity.ts";

/** Splits at a separator that does not stand between square brackets. */
const OUTSIDE_BRACKETS = "(?=[^\\]]*(?:\\[|$))";

/** `k1=v1,k2=[v1,v2]` → pairs. @throws UsageError when an entry has no `=` */
export function parseConfigPairs(text: string): Map<string, string> {
  return new Map(
    text.split(new RegExp(`,${OUTSIDE_BRACKETS}`)).map((entry) => {
      const [name, value, ...rest] = entry.split(new RegExp(`\\s*=\\s*${OUTSIDE_BRACKETS}`));
      if (name === undefined || value === undefined || rest.length > 0) {
        throw new UsageError(
          'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val" or  ' +
            '"key=[val1,val2]" to group values which contain commas.',
        );
      }
      return [name.trim(), value.replaceAll(/\[?\]?/g, "").trim()];
    }),
  );
}

/** What --add-config and --add-config-file set. @throws UsageError */
export function additions(values: ToolOptions): Map<string, string> {
  const file = values.text("add-config-file");
  const pairs = values.text("add-config");
  const added = file !== undefined ? propertiesOfFile(file) : pairs !== undefined ? parseConfigPairs(pairs) : new Map();
  for (const name of added.keys()) {
    if (!/^[$a-zA-Z0-9._-]*$/.test(name)) throw new UsageError(`Invalid character found for config key: ${name}`);
  }
  return added;
}

/** What --delete-config takes away. */
export function deletions(values: ToolOptions): string[] {
  const names = (values.text("delete-config") ?? "").split(",").map((one) => one.trim());
  return names.filter((one) => one !== "");
}

export async function alterConfigs(
  admin: Admin,
  entity: ConfigEntity,
  values: ToolOptions,
  out: Writable,
): Promise<void> {
  const name = entity.name ?? "";
  const added = additions(values);
  const deleted = deletions(values);
  if (entity.type.resource === ConfigResourceType.BROKER_LOGGER) {
    const known = await admin.describeConfigs([{ type: entity.type.resource, name }]);
    const loggers = new Set(known.values().flatMap((entries) => entries.map((entry) => entry.name)));
    const unknown = [...deleted, ...added.keys()].filter((logger) => !loggers.has(logger));
    if (unknown.length > 0) throw new UsageError(`Invalid broker logger(s): ${unknown.join(",")}`);
  }
  const ops: AlterConfigOp[] = [
    ...deleted.map((one) => ({ name: one, op: AlterConfigOpType.DELETE, value: "" })),
    ...[...added].map(([one, value]) => ({ name: one, op: AlterConfigOpType.SET, value })),
  ];
  (await admin.incrementalAlterConfigs([{ type: entity.type.resource, name, ops }])).throwIfAnyFailed();
  out.write(
    name === ""
      ? `Completed updating default config for ${entity.type.plural} in the cluster.\n`
      : `Completed updating config for ${singular(entity.type)} ${name}.\n`,
  );
}
