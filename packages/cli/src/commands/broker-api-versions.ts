// kafka-broker-api-versions: what each broker serves, and what of it this client can use.
import { API_TABLE, describeApi } from "@ottla/protocol";
import type { ApiDescription } from "@ottla/protocol";
import type { ApiVersionRange } from "@ottla/client";
import type { Command } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { toolCommand } from "../tool.ts";
import type { Tool } from "../tool.ts";

/** `Produce(0): 0 to 13 [usable: 13]`, as Java's NodeApiVersions prints a range. */
export function apiLine({ apiKey, minVersion, maxVersion }: ApiVersionRange): string {
  const range = minVersion === maxVersion ? `${minVersion}` : `${minVersion} to ${maxVersion}`;
  const known = describeApi(apiKey);
  if (known === undefined) return `UNKNOWN(${apiKey}): ${range}`;
  return `${known.name}(${apiKey}): ${range} [${usability(known, minVersion, maxVersion)}]`;
}

function usability(known: ApiDescription, minVersion: number, maxVersion: number): string {
  if (known.highestVersion < minVersion) return "unusable: node too new";
  if (maxVersion < known.lowestVersion) return "unusable: node too old";
  return `usable: ${Math.min(known.highestVersion, maxVersion)}`;
}

/** A line for each API that the broker serves, and for each that a broker of Kafka 4.3 would serve. */
export function apiLines(apis: readonly ApiVersionRange[]): string[] {
  const lines = new Map(apis.map((api) => [api.apiKey, apiLine(api)]));
  for (const { apiKey, name, listeners } of API_TABLE) {
    if (listeners.includes("broker") && !lines.has(apiKey)) lines.set(apiKey, `${name}(${apiKey}): UNSUPPORTED`);
  }
  return [...lines].sort(([a], [b]) => a - b).map(([, line]) => line);
}

const tool: Tool = {
  name: "kafka-broker-api-versions",
  description: "This tool helps to retrieve broker version information.",
  options: addConnectionOptions,
  async run(values, io) {
    values.required("bootstrap-server");
    await withAdmin(values, io, async (admin) => {
      const { nodes } = await admin.describeCluster();
      const results = await admin.brokerApiVersions(nodes.map((node) => node.id));
      for (const node of nodes) {
        const outcome = results.outcome(node.id);
        const name = `${node.host}:${node.port} (id: ${node.id} rack: ${node.rack ?? "null"} isFenced: false)`;
        if (outcome?.ok !== true) {
          io.onFailure?.();
          io.stdout.write(`${name} -> ERROR: ${outcome?.error.message ?? "no answer"}\n`);
          continue;
        }
        if (io.row !== undefined) {
          const apis = outcome.value.apis.map((api) => ({ ...api, name: describeApi(api.apiKey)?.name ?? null }));
          io.row({ id: node.id, host: node.host, port: node.port, rack: node.rack, apis });
          continue;
        }
        io.stdout.write(`${name} -> (\n\t${apiLines(outcome.value.apis).join(",\n\t")}\n)\n`);
      }
    });
    return 0;
  },
};

export const brokerApiVersions: Command = toolCommand(tool);
