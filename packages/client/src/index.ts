/** Producer, consumer and admin for any Kafka. */
export * from "./errors.ts";
export * from "./node.ts";
export * from "./topic-partition.ts";
export type * from "./client-ports.ts";
export type { LogFields, Logger } from "./logger.ts";
export type { AdminOptions } from "./config/admin-config.ts";
export type { OAuthBearerToken, TokenProvider } from "./security/oauth/token.ts";
export { mskIamTokenProvider } from "./security/oauth/msk-iam.ts";
export type { AwsCredentials, MskIamOptions } from "./security/oauth/msk-iam.ts";
export type { ConsumerOptions } from "./config/consumer-config.ts";
export type { ShareConsumerOptions } from "./config/share-consumer-config.ts";
export type { CompressionType, ProducerOptions } from "./config/producer-config.ts";
export { Admin } from "./admin/admin.ts";
export { Results } from "./admin/results.ts";
export type { Outcome } from "./admin/results.ts";
export * from "./admin/types.ts";
export * from "./admin/security-types.ts";
export { Producer } from "./producer/producer.ts";
export type * from "./producer/producer-record.ts";
export type { ProducerInterceptor } from "./producer/producer-interceptors.ts";
export { grownTopicsPartitioner } from "./producer/grown-topics-partitioner.ts";
export type { OldKeys, TopicGrowth } from "./producer/grown-topics-partitioner.ts";
export type { Transaction } from "./producer/transactions/transaction.ts";
export { Consumer } from "./consumer/consumer.ts";
export type { GroupMembershipOperation } from "./consumer/group-coordinator.ts";
export type { BatchHandlerContext, HandlerContext, HandlerDecision, RunOptions } from "./consumer/handlers.ts";
export type { CallOptions } from "./deadline.ts";
export { SubscriptionPattern } from "./consumer/subscription-pattern.ts";
export type { ConsumerInterceptor } from "./consumer/consumer-interceptors.ts";
export { ConsumerRecords } from "./consumer/consumer-record.ts";
export type { ConsumerRecord, RecordHeader, TimestampTypeName } from "./consumer/consumer-record.ts";
export { RecordView } from "./consumer/record-view.ts";
export type {
  ConsumerGroupMetadata,
  Deserializer,
  OffsetAndMetadata,
  OffsetAndTimestamp,
  PartitionOffset,
  PollOptions,
  RebalanceListener,
} from "./consumer/consumer-types.ts";
export type * from "./consumer/assignors/assignor.ts";
export type { ConsumerHealth, PartitionCondition, PartitionHealth } from "./consumer/health.ts";
export type { Metric, MetricName } from "./metrics/metrics.ts";
export { openTelemetry } from "./open-telemetry.ts";
export type { OpenTelemetryApi, OpenTelemetryInstrumentation } from "./open-telemetry.ts";
export type { BatchEvent, PollEvent, RebalanceEvent, RequestEvent } from "./diagnostics.ts";
export { topic } from "./typed-topic.ts";
export type { TopicSerde, TopicTypes, TypedProducerRecord, TypedTopic } from "./typed-topic.ts";
export { ParallelConsumer } from "./workers/parallel-consumer.ts";
export type { FailureDecision, ParallelConsumerOptions } from "./workers/parallel-consumer.ts";
export type { WorkOrder } from "./workers/lanes.ts";
export { ConsumerWorkers } from "./workers/consumer-workers.ts";
export type { ConsumerWorkersOptions, ConsumerWorkerStatus } from "./workers/consumer-workers.ts";
export type { RecordHandler, WorkerRecord } from "./workers/messages.ts";
export { WorkerPool } from "./workers/worker-pool.ts";
export type { WorkerPoolOptions } from "./workers/worker-pool.ts";
export { workerRecord } from "./workers/worker-record.ts";
export { ShareConsumer } from "./share-consumer/share-consumer.ts";
export type { AcknowledgementCommitCallback } from "./share-consumer/share-consumer.ts";
export type {
  ShareConsumerHealth,
  SharePartitionCondition,
  SharePartitionHealth,
} from "./share-consumer/share-health.ts";
export type { AcknowledgeType } from "./share-consumer/acknowledgements.ts";
