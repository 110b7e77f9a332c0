import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Transactions of Apache Kafka's own client. SkippedMarkers load BOOTSTRAP commits transactions of several producers, each over partitions of its own, until the
 * process is killed; prints "loaded" when each has committed one. SkippedMarkers look BOOTSTRAP prints what is left: the state of each transaction, and each
 * partition whose last stable offset is not its end.
 */
public class SkippedMarkers {
  private static final String TOPIC = "marked";
  private static final int PRODUCERS = 4;
  private static final int PARTITIONS_EACH = 20;
  private static final String SERIALIZER = "org.apache.kafka.common.serialization.StringSerializer";

  public static void main(String[] args) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[1]))) {
      if (args[0].equals("load")) load(admin, args[1]);
      else look(admin);
    }
  }

  private static void load(Admin admin, String bootstrap) throws Exception {
    admin.createTopics(Set.of(new NewTopic(TOPIC, PRODUCERS * PARTITIONS_EACH, (short) 1))).all().get();
    List<Thread> threads = new ArrayList<>();
    java.util.concurrent.CountDownLatch loaded = new java.util.concurrent.CountDownLatch(PRODUCERS);
    for (int i = 0; i < PRODUCERS; i++) {
      int number = i;
      threads.add(new Thread(() -> transactions(bootstrap, number, loaded)));
    }
    threads.forEach(Thread::start);
    loaded.await();
    System.out.println("loaded");
    for (Thread thread : threads) thread.join();
  }

  private static void transactions(String bootstrap, int number, java.util.concurrent.CountDownLatch loaded) {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "transactional.id", "marker-" + number,
        "transaction.timeout.ms", 4000, "key.serializer", SERIALIZER, "value.serializer", SERIALIZER);
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
      producer.initTransactions();
      for (long sequence = 0;; sequence++) {
        producer.beginTransaction();
        for (int i = 0; i < PARTITIONS_EACH; i++) {
          producer.send(new ProducerRecord<>(TOPIC, number * PARTITIONS_EACH + i, null, "value " + sequence));
        }
        producer.sendOffsetsToTransaction(
            Map.of(new TopicPartition(TOPIC, number), new OffsetAndMetadata(sequence)),
            new ConsumerGroupMetadata("group-" + number));
        producer.commitTransaction();
        if (sequence == 0) loaded.countDown();
      }
    }
  }

  private static void look(Admin admin) throws Exception {
    new TreeMap<>(admin.describeTransactions(
        IntStream.range(0, PRODUCERS).mapToObj(i -> "marker-" + i).collect(Collectors.toList())).all().get())
        .forEach((id, one) -> System.out.println("transaction " + id + " " + one.state()));
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int i = 0; i < PRODUCERS * PARTITIONS_EACH; i++) latest.put(new TopicPartition(TOPIC, i), OffsetSpec.latest());
    var stable = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all().get();
    var ends = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)).all().get();
    ends.forEach((partition, end) -> {
      long to = stable.get(partition).offset();
      if (to < end.offset()) System.out.println("stuck " + partition + " " + to + " of " + end.offset());
    });
    System.out.println("looked");
  }
}
