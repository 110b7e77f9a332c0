// Listener methods with an error handler of their own, and a template that gathers replies, beside ours; SpringListener starts them.
// Events beside SpringListener's: `H payload place exception cause` the error handler is asked, `Q n` request n is sent, `P values timeout` the release strategy is asked, `E n topic values`
// request n has ended, `X n exception` it has failed. `go` sends the next request.
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.MethodKafkaListenerEndpoint;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaListenerErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.ManualAckListenerErrorHandler;
import org.springframework.kafka.requestreply.AggregatingReplyingKafkaTemplate;
import org.springframework.kafka.requestreply.CorrelationKey;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.util.backoff.FixedBackOff;

class SpringReplies {
  static Map<String, Object> config(String name, String group) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", SpringListener.bootstrap);
    config.put("group.id", group);
    config.put("auto.offset.reset", "earliest");
    config.put("heartbeat.interval.ms", 100);
    config.put("key.deserializer", StringDeserializer.class);
    config.put("value.deserializer", StringDeserializer.class);
    config.put("interceptor.classes", SpringListener.CommitLog.class.getName());
    config.put("scenario.name", name);
    return config;
  }

  /** A listener method whose error handler is asked about the record 0@2, or about the batch with it. */
  public static class Handled {
    final String name, kind;
    final boolean isManual;

    Handled(String name, String kind, boolean isManual) {
      this.name = name;
      this.kind = kind;
      this.isManual = isManual;
    }

    AbstractMessageListenerContainer<String, String> container(String topic, String group, String type, AckMode mode)
        throws Exception {
      ConcurrentKafkaListenerContainerFactory<String, String> factory = new ConcurrentKafkaListenerContainerFactory<>();
      factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(config(name, group)));
      ContainerProperties properties = factory.getContainerProperties();
      properties.setAckMode(mode);
      properties.setAckCount(3);
      properties.setAckTime(3_600_000);
      properties.setPollTimeout(15_000);
      factory.setReplyTemplate(SpringListener.template);
      factory.setCommonErrorHandler(
          new DefaultErrorHandler(new DeadLetterPublishingRecoverer(SpringListener.template), new FixedBackOff(0, 2)));
      if (kind.equals("handler-value-named")) factory.setCorrelationHeaderName("my-correlation");
      boolean isBatch = type.equals("batch");
      factory.setBatchListener(isBatch);
      DefaultMessageHandlerMethodFactory methods = new DefaultMessageHandlerMethodFactory();
      methods.afterPropertiesSet();
      MethodKafkaListenerEndpoint<String, String> endpoint = new MethodKafkaListenerEndpoint<>();
      endpoint.setId(name);
      endpoint.setTopics(topic);
      endpoint.setBean(this);
      endpoint.setMethod(method((isBatch ? "batch" : "one") + (isManual ? "Acknowledging" : "")));
      endpoint.setMessageHandlerMethodFactory(methods);
      endpoint.setErrorHandler(errorHandler());
      AbstractMessageListenerContainer<String, String> container = factory.createListenerContainer(endpoint);
      container.setApplicationEventPublisher(event -> {
        if (event instanceof ConsumerStoppedEvent) SpringListener.say(name, "S");
      });
      return container;
    }

    Method method(String called) {
      for (Method method : Handled.class.getMethods()) if (method.getName().equals(called)) return method;
      throw new IllegalStateException(called);
    }

    @SendTo
    public String one(String value, @Header(KafkaHeaders.OFFSET) long offset) {
      return answer(value, offset, null);
    }

    @SendTo
    public String oneAcknowledging(String value, @Header(KafkaHeaders.OFFSET) long offset, Acknowledgment acknowledgment) {
      return answer(value, offset, acknowledgment);
    }

    public void batch(List<String> values, @Header(KafkaHeaders.OFFSET) List<Long> offsets) {
      take(values, offsets, null);
    }

    public void batchAcknowledging(List<String> values, @Header(KafkaHeaders.OFFSET) List<Long> offsets, Acknowledgment acknowledgment) {
      take(values, offsets, acknowledgment);
    }

    String answer(String value, long offset, Acknowledgment acknowledgment) {
      SpringListener.say(name, "D 0@" + offset);
      if (offset == 2) throw new IllegalStateException("never");
      acknowledge(acknowledgment);
      return "re-" + value;
    }

    void take(List<String> values, List<Long> offsets, Acknowledgment acknowledgment) {
      SpringListener.say(name, "B " + offsets.stream().map(offset -> "0@" + offset).collect(Collectors.joining(",")));
      if (offsets.contains(2L)) throw new IllegalStateException("never");
      acknowledge(acknowledgment);
    }

    void acknowledge(Acknowledgment acknowledgment) {
      if (acknowledgment == null) return;
      SpringListener.say(name, "A");
      acknowledgment.acknowledge();
    }

    KafkaListenerErrorHandler errorHandler() {
      if (kind.equals("handler-acknowledges")) {
        return (ManualAckListenerErrorHandler) (message, exception, consumer, acknowledgment) -> {
          asked(message, exception);
          acknowledge(acknowledgment);
          return null;
        };
      }
      return new KafkaListenerErrorHandler() {
        @Override
        public Object handleError(Message<?> message, ListenerExecutionFailedException exception) {
          return handle(message, exception);
        }

        @Override
        public Object handleError(Message<?> message, ListenerExecutionFailedException exception, Consumer<?, ?> consumer) {
          return handle(message, exception);
        }
      };
    }

    Object handle(Message<?> message, ListenerExecutionFailedException exception) {
      asked(message, exception);
      switch (kind) {
        case "handler-throws" -> throw new IllegalArgumentException("from the handler");
        case "handler-rethrows" -> throw exception;
        case "handler-names-record" -> {
          int index = ((List<?>) message.getHeaders().get(KafkaHeaders.OFFSET)).indexOf(2L);
          throw new BatchListenerFailedException("that one", (Throwable) new IllegalArgumentException("it"), index);
        }
        case "handler-null" -> {
          return null;
        }
        default -> {
          return "instead";
        }
      }
    }

    void asked(Message<?> message, ListenerExecutionFailedException exception) {
      String payload = String.valueOf(message.getPayload()).replace(" ", "");
      Object offset = message.getHeaders().get(KafkaHeaders.OFFSET);
      String names = exception.getClass().getSimpleName() + " " + exception.getCause().getClass().getSimpleName();
      SpringListener.say(name, "H " + payload + " " + String.valueOf(offset).replace(" ", "") + " " + names);
    }
  }

  /** Requests whose replies the driver sends. */
  static class Aggregate {
    final String name, topic, kind;
    final AggregatingReplyingKafkaTemplate<String, String, String> template;
    int request = 0;

    Aggregate(String name, String topic, String group, AckMode mode, String kind) {
      this.name = name;
      this.topic = topic;
      this.kind = kind;
      ContainerProperties properties = new ContainerProperties(topic);
      properties.setAckMode(mode);
      properties.setPollTimeout(15_000);
      KafkaMessageListenerContainer<String, Collection<ConsumerRecord<String, String>>> container =
          new KafkaMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(config(name, group)), properties);
      container.setApplicationEventPublisher(event -> {
        if (event instanceof ConsumerStoppedEvent) SpringListener.say(name, "S");
      });
      template = new AggregatingReplyingKafkaTemplate<>(SpringListener.template.getProducerFactory(), container, this::isReleased);
      template.setCorrelationIdStrategy(record -> new CorrelationKey(("id-" + record.key()).getBytes(StandardCharsets.UTF_8)));
      template.setReturnPartialOnTimeout(kind.startsWith("partial"));
      template.setDefaultReplyTimeout(Duration.ofSeconds(60));
      if (kind.equals("names")) {
        template.setCorrelationHeaderName("my-correlation");
        template.setReplyTopicHeaderName("my-reply-topic");
        template.setReplyPartitionHeaderName("my-reply-partition");
      }
    }

    boolean isReleased(List<ConsumerRecord<String, String>> replies, boolean isTimeout) {
      SpringListener.say(name, "P " + valuesOf(replies) + " " + isTimeout);
      if (kind.equals("strategy-throws")) throw new IllegalStateException("no strategy");
      if (kind.equals("partial-refused") && isTimeout) return false;
      return isTimeout || replies.size() == 3;
    }

    static String valuesOf(Collection<ConsumerRecord<String, String>> replies) {
      return replies.stream().map(ConsumerRecord::value).collect(Collectors.joining(","));
    }

    void start() throws InterruptedException {
      template.afterPropertiesSet();
      template.start();
      template.waitForAssignment(Duration.ofSeconds(60));
      send();
    }

    /** The first request of a scenario that is about time has little of it. */
    void send() {
      String id = String.valueOf(++request);
      boolean isShort = request == 1 && (kind.startsWith("timeout") || kind.startsWith("partial") || kind.startsWith("strategy"));
      ProducerRecord<String, String> record = new ProducerRecord<>(topic + "-requests", 0, 1_700_000_000_000L, id, "request");
      template.sendAndReceive(record, isShort ? Duration.ofSeconds(6) : Duration.ofSeconds(60)).whenComplete((reply, error) -> {
        if (error == null) SpringListener.say(name, "E " + id + " " + reply.topic() + " " + valuesOf(reply.value()));
        else {
          Throwable cause = error instanceof CompletionException ? error.getCause() : error;
          SpringListener.say(name, "X " + id + " " + cause.getClass().getSimpleName());
        }
      });
      SpringListener.say(name, "Q " + id);
    }

    void stop() {
      template.stop();
    }
  }
}
