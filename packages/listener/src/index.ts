/** Listeners and templates for Kafka, with the names and semantics of Spring for Apache Kafka. */
export { AckMode } from "./ack/ack-mode.ts";
export { KafkaAdmin } from "./admin/kafka-admin.ts";
export type { AdminClient, KafkaAdminOptions } from "./admin/kafka-admin.ts";
export { KafkaApplication } from "./application/kafka-application.ts";
export type { KafkaApplicationOptions } from "./application/kafka-application.ts";
export { readConfiguration } from "./config/spring-configuration.ts";
export type { ConfigurationOptions, SpringConfiguration } from "./config/spring-configuration.ts";
export type { Lookup } from "./config/placeholders.ts";
export { parsePartitions, resolveTopicPartitions, splitPartitions } from "./assigning/topic-partition-offset.ts";
export type {
  PartitionOffsetOptions,
  SeekPosition,
  TopicPartitionOffset,
  TopicPartitionOptions,
} from "./assigning/topic-partition-offset.ts";
export { ConcurrentMessageListenerContainer } from "./container/concurrent-message-listener-container.ts";
export type { ChildContainer, ConcurrentContainerOptions } from "./container/concurrent-message-listener-container.ts";
export type * from "./container/container-events.ts";
export type {
  AssignmentCommitOption,
  ContainerProperties,
  ListenerMetadata,
} from "./container/container-properties.ts";
export { DefaultKafkaConsumerFactory } from "./container/consumer-factory.ts";
export type { ConsumerFactory, ConsumerProperties, ContainerConsumer } from "./container/consumer-factory.ts";
export type { Acknowledgment, BatchListenerContext, DeliveryContext, ListenerContext } from "./container/delivery.ts";
export { KafkaMessageListenerContainer } from "./container/kafka-message-listener-container.ts";
export type { ContainerOptions, ContainerSubscription } from "./container/kafka-message-listener-container.ts";
export { compositeBatchInterceptor, compositeRecordInterceptor } from "./container/listener.ts";
export type * from "./container/listener.ts";
export type { ListenerConsumer } from "./container/listener-consumer.ts";
export type {
  ContainerHealth,
  MessageListenerContainer,
  StopOptions,
  StopReport,
} from "./container/message-listener-container.ts";
export {
  DelegatingSerdes,
  VALUE_SERIALIZATION_SELECTOR,
  delegatingByTopicDeserializer,
  delegatingByTopicSerializer,
  delegatingByTypeSerializer,
} from "./conversion/delegating-serdes.ts";
export type { NamedSerde } from "./conversion/delegating-serdes.ts";
export { JsonTypes, TYPE_ID } from "./conversion/json-types.ts";
export type { JsonType } from "./conversion/json-types.ts";
export { json } from "./conversion/payload-converter.ts";
export type { PayloadConverter, StandardResult, StandardSchema } from "./conversion/payload-converter.ts";
export { DLT_REPLAYS_HEADER, replayDeadLetters } from "./dead-letters/replay-dead-letters.ts";
export type { ReplayOptions, ReplayReport } from "./dead-letters/replay-dead-letters.ts";
export * from "./decorators/decorators.ts";
export { hasListeners } from "./decorators/read-listeners.ts";
export type { HandlerMark, SendToTarget } from "./decorators/marks.ts";
export type { Ordering } from "./dispatch/lane-scheduler.ts";
export * from "./errors/back-off.ts";
export type * from "./errors/common-error-handler.ts";
export type { AfterRollbackProcessor, RolledBack } from "./errors/after-rollback-processor.ts";
export { DefaultAfterRollbackProcessor } from "./errors/default-after-rollback-processor.ts";
export type { DefaultAfterRollbackProcessorOptions } from "./errors/default-after-rollback-processor.ts";
export { DefaultErrorHandler } from "./errors/default-error-handler.ts";
export type { DefaultErrorHandlerOptions } from "./errors/default-error-handler.ts";
export { FailedRecordProcessor } from "./errors/failed-record-processor.ts";
export type {
  ConsumerRecordRecoverer,
  FailedDelivery,
  FailedRecordProcessorOptions,
  RetryListener,
} from "./errors/failed-record-processor.ts";
export { manualAckListenerErrorHandler } from "./errors/listener-error-handler.ts";
export type {
  AnyErrorHandler,
  KafkaListenerErrorHandler,
  ListenerErrorHandler,
} from "./errors/listener-error-handler.ts";
export { DLT_HEADER_NAMES, RETRY_TOPIC_HEADER_NAMES } from "./errors/dead-letter-headers.ts";
export type { DeadLetterHeaderNames, HeaderToAdd } from "./errors/dead-letter-headers.ts";
export { DeadLetterPublishingRecoverer, deadLetterSender } from "./errors/dead-letter-publishing-recoverer.ts";
export type {
  DeadLetterOptions,
  DeadLetterSender,
  DestinationResolver,
} from "./errors/dead-letter-publishing-recoverer.ts";
export { ExceptionClassifier } from "./errors/exception-classifier.ts";
export type { ErrorKind } from "./errors/exception-classifier.ts";
export {
  BatchListenerFailedException,
  DeserializationException,
  HandlerTimeoutException,
  ListenerExecutionFailedException,
  MessageConversionException,
  MethodArgumentNotValidException,
  MethodArgumentResolutionException,
} from "./errors/exceptions.ts";
export * from "./errors/other-error-handlers.ts";
export { DefaultKafkaHeaderMapper, JSON_TYPES } from "./headers/default-kafka-header-mapper.ts";
export type {
  HeaderMapperOptions,
  KafkaHeaderMapper,
  MessageHeaders,
  NonTrustedHeaderType,
} from "./headers/default-kafka-header-mapper.ts";
export { KafkaHeaders, RetryTopicHeaders } from "./headers/kafka-headers.ts";
export * from "./listener/arguments.ts";
export { listener } from "./listener/listener.ts";
export type { BatchHandler, RecordHandler } from "./listener/listener.ts";
export { openTelemetryObservation } from "./observation/open-telemetry-observation.ts";
export type { ObservedSpan } from "./observation/open-telemetry-observation.ts";
export type { KafkaObservation, ObservedDelivery } from "./observation/observation.ts";
export { workerListener } from "./workers/worker-container.ts";
export type { HandlerWorkers, WorkerStrategy } from "./workers/worker-listener.ts";
export type { ThreadHandler } from "./workers/thread-side.ts";
export { ConcurrentKafkaListenerContainerFactory } from "./listener/listener-container-factory.ts";
export type { ListenerContainerFactoryOptions } from "./listener/listener-container-factory.ts";
export type { ContainerPostProcessor, ListenerOptions } from "./listener/listener-options.ts";
export { destinationTopics } from "./retry-topics/destination-topics.ts";
export type { DestinationTopic, DestinationType } from "./retry-topics/destination-topics.ts";
export type * from "./retry-topics/retry-topic-options.ts";
export { RetryableListener } from "./retry-topics/retryable-listener.ts";
export type { RetryableListenerOptions } from "./retry-topics/retryable-listener.ts";
export { silentLogger, standardErrorLogger } from "./logging/logger.ts";
export type { Logger } from "./logging/logger.ts";
export { ContainerGroupSequencer } from "./registry/container-group-sequencer.ts";
export { KafkaListenerEndpointRegistry } from "./registry/listener-endpoint-registry.ts";
export type { RegistryHealth } from "./registry/listener-endpoint-registry.ts";
export { stopOnSignals } from "./registry/stop-on-signals.ts";
export type { StopOnSignalsOptions } from "./registry/stop-on-signals.ts";
export type { ConsumerAwareRebalanceListener } from "./rebalance/rebalance-listener.ts";
export type { ConsumerSeekAware, ConsumerSeekCallback } from "./seek/consumer-seek-aware.ts";
export { KafkaProducerException, KafkaTemplate } from "./template/kafka-template.ts";
export type {
  KafkaOperations,
  KafkaTemplateOptions,
  ProducerInterceptor,
  ProducerListener,
  SendResult,
} from "./template/kafka-template.ts";
export { KafkaTransactionManager } from "./template/kafka-transaction-manager.ts";
export type { TransactionManagerOptions, TransactionOutcome } from "./template/kafka-transaction-manager.ts";
export type { Message } from "./template/message.ts";
export {
  AGGREGATED_RESULTS_TOPIC,
  AggregatingReplyingKafkaTemplate,
  PARTIAL_RESULTS_AFTER_TIMEOUT_TOPIC,
} from "./template/aggregating-replying-kafka-template.ts";
export type { AggregatingTemplateOptions, ReleaseStrategy } from "./template/aggregating-replying-kafka-template.ts";
export type { AnyReplyHeadersConfigurer, ReplyHeadersConfigurer } from "./template/reply-headers.ts";
export { KafkaReplyTimeoutException, ReplyingKafkaTemplate } from "./template/replying-kafka-template.ts";
export type { ReplyingTemplateOptions, RequestReply, RequestReplyMessage } from "./template/replying-kafka-template.ts";
export { RoutingKafkaTemplate } from "./template/routing-kafka-template.ts";
export { DefaultKafkaProducerFactory, NoProducerAvailableException } from "./template/producer-factory.ts";
export type {
  ProducerFactory,
  ProducerFactoryListener,
  ProducerFactoryOptions,
  ProducerProperties,
  TemplateProducer,
} from "./template/producer-factory.ts";
