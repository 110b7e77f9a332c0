/** What a series of records does to the registered brokers and controllers. */

import { assert } from "@ottla/base";
import type {
  BrokerRegistrationChangeRecord,
  RegisterBrokerRecord,
  RegisterControllerRecord,
} from "@ottla/protocol/messages/metadata-records";
import type { MetadataRecord } from "../records/metadata-record.ts";
import type { BrokerRegistration, ClusterImage, ControllerRegistration } from "./cluster-image.ts";

/** See the file's head. */
export class ClusterDelta {
  readonly #image: ClusterImage;
  /** Changed brokers; undefined for one that is gone. */
  readonly changedBrokers: Map<number, BrokerRegistration | undefined> = new Map();
  readonly changedControllers: Map<number, ControllerRegistration> = new Map();

  constructor(image: ClusterImage) {
    this.#image = image;
  }

  replay(record: MetadataRecord): void {
    switch (record.name) {
      case "RegisterBrokerRecord":
        this.changedBrokers.set(record.value.brokerId, brokerOfRecord(record.value));
        return;
      case "UnregisterBrokerRecord":
        this.#broker(record.value.brokerId, record.value.brokerEpoch);
        this.changedBrokers.set(record.value.brokerId, undefined);
        return;
      case "FenceBrokerRecord":
        this.#change(record.value.id, record.value.epoch, { fenced: true });
        return;
      case "UnfenceBrokerRecord":
        this.#change(record.value.id, record.value.epoch, { fenced: false });
        return;
      case "BrokerRegistrationChangeRecord":
        this.#change(record.value.brokerId, record.value.brokerEpoch, changesOf(record.value));
        return;
      case "RegisterControllerRecord":
        this.changedControllers.set(record.value.controllerId, controllerOfRecord(record.value));
        return;
      default:
        assert(false, `${record.name} is about a broker or controller`);
    }
  }

  apply(): ClusterImage {
    const brokers = new Map(this.#image.brokers);
    for (const [id, broker] of this.changedBrokers) {
      if (broker === undefined) brokers.delete(id);
      else brokers.set(id, broker);
    }
    return { brokers, controllers: new Map([...this.#image.controllers, ...this.changedControllers]) };
  }

  #broker(id: number, epoch: number): BrokerRegistration {
    const broker = this.changedBrokers.has(id) ? this.changedBrokers.get(id) : this.#image.brokers.get(id);
    assert(broker !== undefined && broker.epoch === epoch, `broker ${id} is registered with epoch ${epoch}`);
    return broker;
  }

  #change(id: number, epoch: number, changes: Partial<BrokerRegistration>): void {
    this.changedBrokers.set(id, { ...this.#broker(id, epoch), ...changes });
  }
}

function changesOf(record: BrokerRegistrationChangeRecord): Partial<BrokerRegistration> {
  return {
    ...(record.fenced === 0 ? {} : { fenced: record.fenced === 1 }),
    ...(record.inControlledShutdown === 0 ? {} : { inControlledShutdown: true }),
    ...(record.logDirs.length === 0 ? {} : { directories: record.logDirs }),
    ...(record.cordonedLogDirs === null ? {} : { cordonedDirectories: record.cordonedLogDirs }),
  };
}

function brokerOfRecord(record: RegisterBrokerRecord): BrokerRegistration {
  return {
    id: record.brokerId,
    epoch: record.brokerEpoch,
    incarnationId: record.incarnationId,
    endpoints: record.endPoints.map(({ name, ...endpoint }) => ({ listenerName: name, ...endpoint })),
    supportedFeatures: new Map(
      record.features.map(({ name, minSupportedVersion: min, maxSupportedVersion: max }) => [name, { min, max }]),
    ),
    rack: record.rack,
    fenced: record.fenced,
    inControlledShutdown: record.inControlledShutdown,
    directories: record.logDirs,
    cordonedDirectories: record.cordonedLogDirs,
  };
}

function controllerOfRecord(record: RegisterControllerRecord): ControllerRegistration {
  return {
    id: record.controllerId,
    incarnationId: record.incarnationId,
    zkMigrationReady: record.zkMigrationReady,
    endpoints: record.endPoints.map(({ name, ...endpoint }) => ({ listenerName: name, ...endpoint })),
    supportedFeatures: new Map(
      record.features.map(({ name, minSupportedVersion: min, maxSupportedVersion: max }) => [name, { min, max }]),
    ),
  };
}
