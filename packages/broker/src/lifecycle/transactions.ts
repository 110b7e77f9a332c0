/** Puts the parts together that transactions need: the coordinator's host, the check of writes, and the writer of markers. */

import type { Clock } from "@ottla/base";
import type { BrokerConnections } from "../inter-broker/broker-connections.ts";
import type { Logger } from "../logging/logger.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { ProducerIds } from "../services/broker-services.ts";
import type { GroupCoordinatorService } from "../services/group-coordinator-service.ts";
import type { TransactionCoordinatorService } from "../services/transaction-coordinator-service.ts";
import { MarkerWriter } from "../transaction-coordinator/marker-writer.ts";
import { TransactionVerification } from "../transaction-coordinator/transaction-verification.ts";
import { TRANSACTION_STATE_TOPIC_NAME } from "../transaction-coordinator/transactions-topic.ts";
import { CoordinatorHost } from "./coordinator-host.ts";
import type { Metering } from "../metrics/metering.ts";
import type { NodeStorage } from "./node-storage.ts";
import type { RunningConfig } from "./running-config.ts";

export interface TransactionsOptions {
  readonly runningConfig: RunningConfig;
  readonly storage: NodeStorage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly replicaManager: ReplicaManager;
  readonly metering: Metering | undefined;
  readonly producerIds: ProducerIds;
  readonly groupCoordinator: () => Promise<GroupCoordinatorService>;
  /** The way to other brokers; undefined where there are none. */
  readonly brokers: BrokerConnections | undefined;
}

export interface Transactions {
  readonly host: CoordinatorHost<TransactionCoordinatorService>;
  readonly verification: TransactionVerification;
  readonly markerWriter: MarkerWriter;
}

export function assembleTransactions(options: TransactionsOptions): Transactions {
  const { runningConfig, storage, clock, logger, replicaManager, producerIds, metering, brokers } = options;
  const { controller } = storage;
  const { nodeId } = runningConfig.current;
  const config = (): typeof runningConfig.current => runningConfig.current;
  const markerWriter = new MarkerWriter({
    replicaManager,
    groupCoordinator: options.groupCoordinator,
    nowMs: () => clock.nowMs(),
    timeoutMs: () => config().number("request.timeout.ms"),
  });
  const host = new CoordinatorHost<TransactionCoordinatorService>(async () => {
    const [{ TransactionCoordinator }, { LeaderMarkerTransport }] = await Promise.all([
      import("../transaction-coordinator/transaction-coordinator.ts"),
      import("../transaction-coordinator/marker-transport.ts"),
    ]);
    return new TransactionCoordinator({
      config,
      requestTimeoutMs: config().number("request.timeout.ms"),
      clock,
      logger,
      replicaManager,
      producerIds,
      markerTransport: new LeaderMarkerTransport({
        nodeId,
        image: () => controller.image,
        local: markerWriter,
        brokers,
      }),
      partitionCount: () => controller.image.topics.getByName(TRANSACTION_STATE_TOPIC_NAME)?.partitions.length,
      maxBatchBytes: () => storage.logConfigOf(TRANSACTION_STATE_TOPIC_NAME).maxMessageBytes,
      ...(metering === undefined ? {} : { runtimeMetrics: metering.coordinators.transactionRuntime }),
      transactionVersionLevel: () => controller.image.features.finalizedVersions.get("transaction.version") ?? 0,
    });
  });
  const verification = new TransactionVerification({
    nodeId,
    clock,
    config,
    image: () => controller.image,
    replicaManager,
    coordinator: () => host.load(),
    brokers,
  });
  return { host, verification, markerWriter };
}
