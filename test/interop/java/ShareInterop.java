import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Apache Kafka's own share consumers against a broker: implicit and explicit acknowledgement, release, reject, renewal, and two
 * members of one group. Usage: ShareInterop BOOTSTRAP. Prints a line for each check that held.
 */
public class ShareInterop {
  private static final int COUNT = 100;
  private static final String STRING = "org.apache.kafka.common.serialization.String";
  private static String bootstrap;

  public static void main(String[] args) throws Exception {
    bootstrap = args[0];
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      implicit(admin);
      explicit(admin);
      renewal(admin);
      together(admin);
      administer(admin);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) throw new IllegalStateException(what);
  }

  private static void prepare(Admin admin, String name, int partitions) throws Exception {
    admin.createTopics(Set.of(new NewTopic(name, partitions, (short) 1))).all().get();
    configure(admin, name, "share.auto.offset.reset", "earliest");
    Map<String, Object> properties = Map.of("bootstrap.servers", bootstrap,
        "key.serializer", STRING + "Serializer", "value.serializer", STRING + "Serializer");
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties)) {
      for (int i = 0; i < COUNT; i++) producer.send(new ProducerRecord<>(name, i % partitions, "k" + i, "v" + i));
    }
  }

  private static void configure(Admin admin, String group, String name, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    AlterConfigOp operation = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(operation))).all().get();
  }

  private static KafkaShareConsumer<String, String> consumer(String group, String mode) {
    Properties properties = new Properties();
    properties.putAll(Map.of("bootstrap.servers", bootstrap, "group.id", group, "share.acknowledgement.mode", mode,
        "key.deserializer", STRING + "Deserializer", "value.deserializer", STRING + "Deserializer"));
    KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(properties);
    consumer.subscribe(List.of(group));
    return consumer;
  }

  private static void implicit(Admin admin) throws Exception {
    prepare(admin, "share-implicit", 2);
    Set<String> seen = new TreeSet<>();
    try (KafkaShareConsumer<String, String> consumer = consumer("share-implicit", "implicit")) {
      for (int i = 0; i < 60 && seen.size() < COUNT; i++) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
          check(seen.add(record.value()), "a record comes once: " + record.value());
        }
      }
      check(seen.size() == COUNT, "every record comes: " + seen.size());
      consumer.commitSync();
    }
    try (KafkaShareConsumer<String, String> consumer = consumer("share-implicit", "implicit")) {
      for (int i = 0; i < 4; i++) check(consumer.poll(Duration.ofMillis(500)).isEmpty(), "nothing comes again");
    }
    System.out.println("implicit");
  }

  /** The first delivery: every third is released, every third rejected, the rest accepted. */
  private static void explicit(Admin admin) throws Exception {
    prepare(admin, "share-explicit", 1);
    Map<String, Integer> deliveries = new TreeMap<>();
    try (KafkaShareConsumer<String, String> consumer = consumer("share-explicit", "explicit")) {
      for (int idle = 0; idle < 6; ) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(500));
        idle = deliveries.size() == COUNT && records.isEmpty() ? idle + 1 : idle;
        for (ConsumerRecord<String, String> record : records) {
          int count = deliveries.merge(record.value(), 1, Integer::sum);
          check(record.deliveryCount().get() == count, "the delivery count is " + count);
          consumer.acknowledge(record, count > 1 ? AcknowledgeType.ACCEPT : type(record.offset()));
        }
        if (!records.isEmpty()) consumer.commitSync().values().forEach((error) -> check(error.isEmpty(), "" + error));
      }
    }
    for (int i = 0; i < COUNT; i++) {
      int expected = i % 3 == 1 ? 2 : 1;
      check(deliveries.get("v" + i) == expected, "v" + i + " comes " + expected + " times: " + deliveries.get("v" + i));
    }
    System.out.println("explicit");
  }

  private static AcknowledgeType type(long offset) {
    return offset % 3 == 0 ? AcknowledgeType.ACCEPT : offset % 3 == 1 ? AcknowledgeType.RELEASE : AcknowledgeType.REJECT;
  }

  /** A record is kept for longer than its lock by renewing it. */
  private static void renewal(Admin admin) throws Exception {
    prepare(admin, "share-renewal", 1);
    configure(admin, "share-renewal", "share.record.lock.duration.ms", "15000");
    try (KafkaShareConsumer<String, String> consumer = consumer("share-renewal", "explicit")) {
      ConsumerRecords<String, String> records = ConsumerRecords.empty();
      for (int i = 0; i < 60 && records.isEmpty(); i++) records = consumer.poll(Duration.ofMillis(500));
      ConsumerRecord<String, String> kept = records.iterator().next();
      for (ConsumerRecord<String, String> record : records) {
        consumer.acknowledge(record, record == kept ? AcknowledgeType.RENEW : AcknowledgeType.ACCEPT);
      }
      consumer.commitSync().values().forEach((error) -> check(error.isEmpty(), "" + error));
      for (int i = 0; i < 3; i++) {
        Thread.sleep(6000);
        boolean found = false;
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          found |= record.offset() == kept.offset();
          consumer.acknowledge(record, i < 2 ? AcknowledgeType.RENEW : AcknowledgeType.ACCEPT);
        }
        check(found, "a renewed record is given again to who has it");
        consumer.commitSync().values().forEach((error) -> check(error.isEmpty(), "" + error));
      }
    }
    System.out.println("renewal");
  }

  /** Two members of one group share one partition: every record is accepted by one of them. */
  private static void together(Admin admin) throws Exception {
    prepare(admin, "share-together", 1);
    Map<String, Integer> deliveries = new HashMap<>();
    try (KafkaShareConsumer<String, String> first = consumer("share-together", "implicit");
        KafkaShareConsumer<String, String> second = consumer("share-together", "implicit")) {
      for (int i = 0; i < 100 && deliveries.size() < COUNT; i++) {
        for (KafkaShareConsumer<String, String> one : List.of(first, second)) {
          for (ConsumerRecord<String, String> record : one.poll(Duration.ofMillis(200))) {
            deliveries.merge(record.value(), 1, Integer::sum);
          }
        }
      }
      first.commitSync();
      second.commitSync();
      Collection<?> members = admin.describeShareGroups(List.of("share-together")).all().get().get("share-together").members();
      check(members.size() == 2, "both are members");
    }
    check(deliveries.size() == COUNT, "every record comes: " + deliveries.size());
    check(deliveries.values().stream().allMatch((count) -> count == 1), "each once: " + deliveries);
    System.out.println("together");
  }

  private static void administer(Admin admin) throws Exception {
    TopicPartition partition = new TopicPartition("share-together", 0);
    check(admin.listShareGroupOffsets(Map.of("share-together", new org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec()))
        .partitionsToOffsetInfo("share-together").get().get(partition).lag().get() == 0, "nothing is left");
    admin.alterShareGroupOffsets("share-together", Map.of(partition, 90L)).all().get();
    int count = 0;
    try (KafkaShareConsumer<String, String> consumer = consumer("share-together", "implicit")) {
      for (int i = 0; i < 60 && count < COUNT - 90; i++) count += consumer.poll(Duration.ofMillis(500)).count();
    }
    check(count == COUNT - 90, "the group begins where it was set: " + count);
    admin.deleteShareGroupOffsets("share-together", Set.of("share-together")).all().get();
    admin.deleteShareGroups(List.of("share-together")).all().get();
    check(admin.listGroups().all().get().stream().noneMatch((group) -> group.groupId().equals("share-together")), "it is gone");
    System.out.println("administration");
  }
}
