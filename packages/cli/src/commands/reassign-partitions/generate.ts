// kafka-reassign-partitions --generate: a plan that spreads topics over brokers, by Kafka's own placer.
import { systemRandom } from "@ottla/base";
import type { Admin } from "@ottla/client";
import { type BrokerRegistration, PlacementRefused, placeReplicas } from "@ottla/metadata";
import type { CommandIo } from "../../command.ts";
import { InputError } from "../../failure.ts";
import { type Assignment, planJson, printPlan } from "./assignment-json.ts";
import { assignmentsOfTopics, logDirsOf } from "./current.ts";
import { duplicates } from "../../partition-names.ts";

/** The brokers of `--broker-list`. @throws InputError */
export function parseBrokerList(text: string): readonly number[] {
  const ids = text.split(",").map((word) => {
    if (!/^[+-]?\d+$/.test(word)) throw new InputError(`For input string: "${word}"`);
    return Number(word);
  });
  const twice = duplicates(ids);
  if (twice.length > 0) throw new InputError(`Broker list contains duplicate entries: [${twice.join(", ")}]`);
  return ids;
}

interface Place {
  readonly id: number;
  readonly rack: string | null;
}

/** Of the brokers that are listed, those that are there. */
async function placesOf(admin: Admin, ids: readonly number[], isRackAware: boolean): Promise<readonly Place[]> {
  const { nodes } = await admin.describeCluster();
  const places = nodes
    .filter(({ id }) => ids.includes(id))
    .map(({ id, rack }) => ({ id, rack: isRackAware ? (rack ?? null) : null }));
  const rackless = places.filter(({ rack }) => rack === null).length;
  if (isRackAware && rackless > 0 && rackless < places.length) {
    throw new InputError(
      "Not all brokers have rack information. Add --disable-rack-aware in command line to make replica assignment without rack information.",
    );
  }
  return places;
}

function registrationOf({ id, rack }: Place): BrokerRegistration {
  return {
    id,
    epoch: 0,
    incarnationId: "",
    endpoints: [],
    supportedFeatures: new Map(),
    rack,
    fenced: false,
    inControlledShutdown: false,
    directories: [],
    cordonedDirectories: null,
  };
}

/** Each topic gets as many replicas as its first partition has. */
function proposalOf(current: readonly Assignment[], places: readonly Place[]): Assignment[] {
  const brokers = new Map(places.map((place) => [place.id, registrationOf(place)]));
  const cluster = { brokers, controllers: new Map() };
  return [...Map.groupBy(current, ({ topic }) => topic)].flatMap(([topic, partitions]) => {
    const spec = { partitionCount: partitions.length, replicationFactor: partitions[0]?.replicas.length ?? 0 };
    const placed = placeReplicas(cluster, spec, systemRandom);
    if (placed instanceof PlacementRefused) throw new InputError(placed.message);
    return placed.map((replicas, partition) => ({ topic, partition, replicas }));
  });
}

/** Prints where the topics are, and where they could be. */
export async function generate(
  admin: Admin,
  io: CommandIo,
  options: { readonly topics: readonly string[]; readonly brokers: readonly number[]; readonly isRackAware: boolean },
): Promise<void> {
  const current = await assignmentsOfTopics(admin, options.topics);
  const logDirs = await logDirsOf(admin, current);
  const proposed = proposalOf(current, await placesOf(admin, options.brokers, options.isRackAware));
  if (io.row !== undefined) {
    printPlan("current", current, logDirs, io.row);
    printPlan("proposed", proposed, new Map(), io.row);
    return;
  }
  io.stdout.write(`Current partition replica assignment\n${planJson(current, logDirs)}\n\n`);
  io.stdout.write(`Proposed partition reassignment configuration\n${planJson(proposed, new Map())}\n`);
}
