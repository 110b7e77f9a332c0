import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Apache Kafka's own client against a broker: every codec, a group that rebalances, topics and groups administered.
 * Usage: Interop BOOTSTRAP. Prints a line for each check that held.
 */
public class Interop {
  private static final int COUNT = 500;
  private static final String STRING = "org.apache.kafka.common.serialization.String";
  private static String bootstrap;

  public static void main(String[] args) throws Exception {
    bootstrap = args[0];
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) codec(admin, codec);
      rebalance(admin);
      administer(admin);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) throw new IllegalStateException(what);
  }

  private static KafkaProducer<String, String> producer(String codec) {
    Properties properties = new Properties();
    properties.putAll(Map.of("bootstrap.servers", bootstrap, "compression.type", codec, "linger.ms", "20",
        "key.serializer", STRING + "Serializer", "value.serializer", STRING + "Serializer"));
    return new KafkaProducer<>(properties);
  }

  private static KafkaConsumer<String, String> consumer(String group) {
    Properties properties = new Properties();
    properties.putAll(Map.of("bootstrap.servers", bootstrap, "group.id", group, "auto.offset.reset", "earliest",
        "session.timeout.ms", "6000", "heartbeat.interval.ms", "200",
        "key.deserializer", STRING + "Deserializer", "value.deserializer", STRING + "Deserializer"));
    return new KafkaConsumer<>(properties);
  }

  private static void create(Admin admin, String topic, int partitions) throws Exception {
    admin.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }

  private static void pollUntil(List<KafkaConsumer<String, String>> consumers, List<String> received, BooleanSupplier done) {
    long deadline = System.nanoTime() + 40_000_000_000L;
    while (!done.getAsBoolean()) {
      check(System.nanoTime() < deadline, received.size() + " records came in time");
      for (KafkaConsumer<String, String> one : consumers) {
        for (ConsumerRecord<String, String> record : one.poll(Duration.ofMillis(50))) received.add(record.key() + "=" + record.value());
      }
    }
  }

  private static void codec(Admin admin, String codec) throws Exception {
    String topic = "java-" + codec;
    create(admin, topic, 1);
    List<String> expected = new ArrayList<>();
    try (KafkaProducer<String, String> producer = producer(codec)) {
      for (int i = 0; i < COUNT; i++) {
        expected.add("k" + i + "=" + ("v" + i).repeat(20));
        producer.send(new ProducerRecord<>(topic, "k" + i, ("v" + i).repeat(20)));
      }
    }
    List<String> received = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer("group-" + topic)) {
      consumer.subscribe(List.of(topic));
      pollUntil(List.of(consumer), received, () -> received.size() >= COUNT);
    }
    check(received.equals(expected), "codec " + codec);
    System.out.println("codec " + codec);
  }

  private static void rebalance(Admin admin) throws Exception {
    String topic = "java-rebalance";
    create(admin, topic, 4);
    List<String> received = new ArrayList<>();
    KafkaConsumer<String, String> first = consumer("java-rebalancing");
    KafkaConsumer<String, String> second = consumer("java-rebalancing");
    first.subscribe(List.of(topic));
    second.subscribe(List.of(topic));
    pollUntil(List.of(first, second), received, () -> first.assignment().size() == 2 && second.assignment().size() == 2);
    send(topic, 0);
    pollUntil(List.of(first, second), received, () -> received.size() >= 40);
    second.close();
    pollUntil(List.of(first), received, () -> first.assignment().size() == 4);
    send(topic, 40);
    pollUntil(List.of(first), received, () -> received.size() >= 80);
    first.close();
    check(new TreeSet<>(received).size() == 80 && received.size() == 80, "every record once: " + received.size());
    System.out.println("rebalance");
  }

  private static void send(String topic, int from) {
    try (KafkaProducer<String, String> producer = producer("none")) {
      for (int i = from; i < from + 40; i++) producer.send(new ProducerRecord<>(topic, i % 4, "k" + i, "" + i));
    }
  }

  private static void administer(Admin admin) throws Exception {
    String topic = "java-admin";
    NewTopic described = new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "3600000"));
    admin.createTopics(Set.of(described)).all().get();
    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
    check(admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic).partitions().size() == 3, "three partitions");
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    check(admin.describeConfigs(Set.of(resource)).all().get().get(resource).get("retention.ms").value().equals("3600000"), "config");
    TopicPartition partition = new TopicPartition(topic, 0);
    admin.alterConsumerGroupOffsets("java-offsets", Map.of(partition, new OffsetAndMetadata(0))).all().get();
    check(admin.listConsumerGroupOffsets("java-offsets").partitionsToOffsetAndMetadata().get().get(partition).offset() == 0, "offset");
    admin.deleteConsumerGroups(Set.of("java-offsets")).all().get();
    admin.deleteTopics(Set.of(topic)).all().get();
    check(!admin.listTopics().names().get().contains(topic), "deleted");
    System.out.println("administration");
  }
}
