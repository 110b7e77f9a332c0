// Listeners of Spring for Apache Kafka, scripted: one scenario a line on standard input, what happens on standard output, as lines of `scenario event`.
// Events: `D partition@offset` delivered, `B 0@0,0@1` a batch, `A` acknowledged, `N 2` the number of the delivery in its header, `C partition=offset` committed, `R` ready, `S` stopped.
// Commands: `run NAME TOPIC GROUP TYPE MODE KIND`, `stop NAME`, `go NAME`.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.CommonLoggingErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.util.backoff.FixedBackOff;

public class SpringListener {
  static final Map<String, Scenario> SCENARIOS = new ConcurrentHashMap<>();
  static String bootstrap;
  static KafkaTemplate<String, String> template;

  public static void main(String[] args) throws Exception {
    bootstrap = args[0];
    template = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of(
        "bootstrap.servers", bootstrap, "key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class)));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    say("-", "R");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "run" -> {
          Scenario scenario = new Scenario(words);
          SCENARIOS.put(words[1], scenario);
          // Where it waits for an assignment, the next command need not.
          new Thread(scenario::begin).start();
        }
        case "go" -> SCENARIOS.get(words[1]).go();
        case "stop" -> SCENARIOS.get(words[1]).stop();
        default -> throw new IllegalArgumentException(line);
      }
    }
    System.exit(0);
  }

  static synchronized void say(String name, String event) {
    System.out.println(name + " " + event);
    System.out.flush();
  }

  /** Tells of every commit that has succeeded. */
  public static class CommitLog implements ConsumerInterceptor<String, String> {
    private String name;

    @Override
    public void configure(Map<String, ?> configs) {
      name = (String) configs.get("scenario.name");
    }

    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      offsets.entrySet().stream()
          .sorted((a, b) -> Integer.compare(a.getKey().partition(), b.getKey().partition()))
          .forEach(one -> say(name, "C " + one.getKey().partition() + "=" + one.getValue().offset()));
    }

    @Override
    public void close() {}
  }

  static class Scenario {
    final String name, topic, group, type, kind;
    final AckMode mode;
    final CountDownLatch gate = new CountDownLatch(1);
    final Map<String, Integer> deliveries = new HashMap<>();
    AbstractMessageListenerContainer<String, String> container;
    SpringReplies.Aggregate aggregate;

    Scenario(String[] words) {
      name = words[1];
      topic = words[2];
      group = words[3];
      type = words[4];
      mode = AckMode.valueOf(words[5]);
      kind = words[6];
    }

    void begin() {
      try {
        if (type.equals("aggregate")) {
          aggregate = new SpringReplies.Aggregate(name, topic, group, mode, kind);
          aggregate.start();
        } else if (kind.startsWith("handler")) {
          container = new SpringReplies.Handled(name, kind, mode.name().startsWith("MANUAL")).container(topic, group, type, mode);
          container.start();
        } else start();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    void go() {
      if (aggregate == null) gate.countDown();
      else aggregate.send();
    }

    void start() {
      Map<String, Object> config = new HashMap<>();
      config.put("bootstrap.servers", bootstrap);
      config.put("group.id", group);
      config.put("auto.offset.reset", "earliest");
      config.put("heartbeat.interval.ms", 100);
      config.put("key.deserializer", StringDeserializer.class);
      config.put("value.deserializer", StringDeserializer.class);
      config.put("interceptor.classes", CommitLog.class.getName());
      config.put("scenario.name", name);
      ContainerProperties properties = new ContainerProperties(topic);
      properties.setAckMode(mode);
      properties.setAckCount(3);
      properties.setAckTime(3_600_000);
      // As ours: a poll that finds nothing in the middle of a scenario, since the machine is busy, would commit what COUNT has not reached.
      properties.setPollTimeout(15_000);
      properties.setDeliveryAttemptHeader(kind.equals("numbered"));
      boolean isManual = mode == AckMode.MANUAL || mode == AckMode.MANUAL_IMMEDIATE;
      if (type.equals("record")) {
        properties.setMessageListener(isManual
            ? (AcknowledgingMessageListener<String, String>) this::onRecord
            : (MessageListener<String, String>) record -> onRecord(record, null));
      } else {
        properties.setMessageListener(isManual
            ? (BatchAcknowledgingMessageListener<String, String>) this::onBatch
            : (BatchMessageListener<String, String>) records -> onBatch(records, null));
      }
      container = new KafkaMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(config), properties);
      container.setCommonErrorHandler(errorHandler());
      container.setApplicationEventPublisher(event -> {
        if (event instanceof ConsumerStoppedEvent) say(name, "S");
      });
      container.start();
    }

    CommonErrorHandler errorHandler() {
      if (kind.equals("logged")) return new CommonLoggingErrorHandler();
      if (kind.equals("stopping")) return new CommonContainerStoppingErrorHandler();
      return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(0, 2));
    }

    void stop() {
      if (aggregate == null) container.stop(() -> {});
      else aggregate.stop();
    }

    int count(String what) {
      return deliveries.merge(what, 1, Integer::sum);
    }

    static String placeOf(ConsumerRecord<String, String> record) {
      return record.partition() + "@" + record.offset();
    }

    void onRecord(ConsumerRecord<String, String> record, Acknowledgment acknowledgment) {
      String place = placeOf(record);
      say(name, "D " + place);
      if (kind.equals("numbered")) {
        byte[] attempt = record.headers().lastHeader("kafka_deliveryAttempt").value();
        say(name, "N " + java.nio.ByteBuffer.wrap(attempt).getInt());
      }
      int delivery = count(place);
      boolean isChosen = place.equals("0@2");
      if (isChosen) {
        switch (kind) {
          case "throw-then-succeed" -> {
            if (delivery <= 2) throw new IllegalStateException("not yet");
          }
          case "exhausted", "numbered", "logged", "stopping" -> throw new IllegalStateException("never");
          case "nack" -> {
            if (delivery == 1) {
              acknowledgment.nack(java.time.Duration.ofMillis(50));
              return;
            }
          }
          case "stop" -> stop();
          case "revoke" -> await();
          default -> {}
        }
      }
      if (acknowledgment != null && !(kind.equals("unacknowledged") && isChosen)) {
        say(name, "A");
        acknowledgment.acknowledge();
      }
    }

    void onBatch(List<ConsumerRecord<String, String>> records, Acknowledgment acknowledgment) {
      String batch = String.join(",", records.stream().map(Scenario::placeOf).toList());
      say(name, "B " + batch);
      int index = batch.isEmpty() ? -1 : List.of(batch.split(",")).indexOf("0@2");
      int delivery = index < 0 ? 0 : count("0@2");
      if (index >= 0) {
        switch (kind) {
          case "throw-then-succeed" -> {
            if (delivery <= 2) throw new BatchListenerFailedException("not yet", index);
          }
          case "exhausted" -> throw new BatchListenerFailedException("never", new IllegalStateException("never"), index);
          case "whole-then-succeed" -> {
            if (delivery <= 2) throw new IllegalStateException("not yet");
          }
          case "whole-exhausted", "logged", "stopping" -> throw new IllegalStateException("never");
          case "nack" -> {
            if (delivery == 1) {
              acknowledgment.nack(index, java.time.Duration.ofMillis(50));
              return;
            }
          }
          case "partial" -> {
            say(name, "A");
            acknowledgment.acknowledge(index);
          }
          case "stop" -> stop();
          default -> {}
        }
      }
      if (acknowledgment != null) {
        say(name, "A");
        acknowledgment.acknowledge();
      }
    }

    void await() {
      say(name, "W");
      try {
        gate.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
