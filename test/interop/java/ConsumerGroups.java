// Apache Kafka's Java consumers in groups of the consumer protocol (KIP-848): several members and patterns, then a live group
// that goes from the classic protocol to the consumer protocol and back, member by member, without losing a record.
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;

public class ConsumerGroups {
  static String bootstrap;

  /** A consumer in a thread of its own that counts what it reads. */
  static class Member implements AutoCloseable {
    final Map<String, Integer> seen = new ConcurrentHashMap<>();
    volatile Set<TopicPartition> assigned = Set.of();
    volatile Throwable failure;
    private volatile boolean stopped;
    private final Thread thread;

    Member(String group, String protocol, String topic, String pattern) {
      Map<String, Object> config = new HashMap<>();
      config.put("bootstrap.servers", bootstrap);
      config.put("group.id", group);
      config.put("group.protocol", protocol);
      config.put("auto.offset.reset", "earliest");
      config.put("enable.auto.commit", "true");
      config.put("auto.commit.interval.ms", "100");
      if (protocol.equals("classic")) config.put("heartbeat.interval.ms", "200");
      thread = new Thread(() -> {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
          if (pattern != null) consumer.subscribe(new SubscriptionPattern(pattern));
          else consumer.subscribe(List.of(topic));
          while (!stopped) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
              seen.merge(record.value(), 1, Integer::sum);
            }
            assigned = consumer.assignment();
          }
        } catch (Throwable problem) {
          failure = problem;
        }
        assigned = Set.of();
      });
      thread.start();
    }

    public void close() throws Exception {
      stopped = true;
      thread.join(20_000);
      if (failure != null) throw new IllegalStateException(failure);
    }
  }

  static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.currentTimeMillis() + 60_000;
    while (!condition.call()) {
      if (System.currentTimeMillis() > deadline) throw new IllegalStateException("waited too long: " + what);
      Thread.sleep(20);
    }
  }

  static boolean share(int partitions, Member... members) {
    Set<TopicPartition> all = new HashSet<>();
    int sum = 0;
    for (Member member : members) {
      if (member.failure != null) throw new IllegalStateException(member.failure);
      if (member.assigned.isEmpty()) return false;
      all.addAll(member.assigned);
      sum += member.assigned.size();
    }
    return all.size() == partitions && sum == partitions;
  }

  static void produce(String topic, int from, int to) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = from; i < to; i++) producer.send(new ProducerRecord<>(topic, "k" + i, "v" + i)).get();
    }
  }

  static void expectAll(String what, int count, Member... members) throws Exception {
    await(what, () -> {
      Set<String> values = new HashSet<>();
      for (Member member : members) values.addAll(member.seen.keySet());
      return values.size() == count;
    });
  }

  public static void main(String[] args) throws Exception {
    bootstrap = args[0];
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic("cg", 6, (short) 1), new NewTopic("migrated", 6, (short) 1), new NewTopic("pattern-1", 2, (short) 1))).all().get();
      produce("cg", 0, 60);
      try (Member first = new Member("consumers", "consumer", "cg", null)) {
        await("first alone", () -> share(6, first));
        Member second = new Member("consumers", "consumer", "cg", null);
        try (Member third = new Member("consumers", "consumer", "cg", null)) {
          await("three members", () -> share(6, first, second, third));
          ConsumerGroupDescription group = admin.describeConsumerGroups(List.of("consumers")).all().get().get("consumers");
          if (group.type() != GroupType.CONSUMER || group.members().size() != 3) throw new IllegalStateException(group.toString());
          produce("cg", 60, 120);
          expectAll("all records", 120, first, second, third);
          second.close();
          await("two members", () -> share(6, first, third));
        }
        await("one member", () -> share(6, first));
      }
      System.out.println("members");
      produce("pattern-1", 0, 10);
      try (Member matching = new Member("patterns", "consumer", null, "pattern-.*")) {
        expectAll("records of the pattern", 10, matching);
        admin.createTopics(List.of(new NewTopic("pattern-2", 2, (short) 1))).all().get();
        await("the new topic", () -> matching.assigned.size() == 4);
      }
      System.out.println("pattern");
      Member classic = new Member("migrating", "classic", "migrated", null);
      await("classic alone", () -> share(6, classic));
      produce("migrated", 0, 50);
      expectAll("read by classic", 50, classic);
      Member consumer = new Member("migrating", "consumer", "migrated", null);
      await("both protocols", () -> share(6, classic, consumer));
      if (admin.describeConsumerGroups(List.of("migrating")).all().get().get("migrating").type() != GroupType.CONSUMER) throw new IllegalStateException("not upgraded");
      produce("migrated", 50, 100);
      expectAll("read by both", 100, classic, consumer);
      classic.close();
      await("consumer alone", () -> share(6, consumer));
      System.out.println("upgraded");
      Member back = new Member("migrating", "classic", "migrated", null);
      await("both protocols again", () -> share(6, back, consumer));
      produce("migrated", 100, 150);
      expectAll("read by both again", 150, classic, consumer, back);
      consumer.close();
      await("classic alone again", () -> share(6, back));
      if (admin.describeConsumerGroups(List.of("migrating")).all().get().get("migrating").type() != GroupType.CLASSIC) throw new IllegalStateException("not downgraded");
      produce("migrated", 150, 200);
      expectAll("read by classic again", 200, classic, consumer, back);
      back.close();
      System.out.println("downgraded");
      Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("migrating").partitionsToOffsetAndMetadata().get();
      long sum = offsets.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
      if (sum != 200) throw new IllegalStateException("committed " + sum);
      for (String removed : List.of("consumers", "migrating", "patterns")) admin.deleteConsumerGroups(List.of(removed)).all().get();
      System.out.println("deleted");
    }
  }
}
