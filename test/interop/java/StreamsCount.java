import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * A stateful count of Kafka Streams with exactly_once_v2 and a changelog, stopped in the middle and started again with its state lost: every
 * intermediate count of every key must come out exactly once. Usage: StreamsCount BOOTSTRAP STATE_DIRECTORY. Prints a line when it held.
 */
public class StreamsCount {
  private static final int PARTITIONS = 3;
  private static final int KEYS = 20;
  private static final int RECORDS = 3000;
  private static String bootstrap;

  public static void main(String[] args) throws Exception {
    bootstrap = args[0];
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(Set.of(new NewTopic("words", PARTITIONS, (short) 1), new NewTopic("counts", PARTITIONS, (short) 1)))
          .all().get();
    }
    feed(0, RECORDS / 2);
    try (KafkaStreams first = streams(args[1] + "/first")) {
      first.start();
      await(RECORDS / 2);
    }
    feed(RECORDS / 2, RECORDS);
    try (KafkaStreams second = streams(args[1] + "/second")) {
      second.start();
      await(RECORDS);
    }
    Map<String, Long> last = new HashMap<>();
    for (ConsumerRecord<String, Long> record : await(RECORDS)) {
      long expected = last.getOrDefault(record.key(), 0L) + 1;
      if (record.value() != expected) {
        throw new IllegalStateException(record.key() + " counted " + record.value() + " instead of " + expected);
      }
      last.put(record.key(), record.value());
    }
    for (int key = 0; key < KEYS; key++) {
      long count = last.getOrDefault("word-" + key, 0L);
      if (count != RECORDS / KEYS) throw new IllegalStateException("word-" + key + " was counted " + count + " times");
    }
    System.out.println("exactly once: " + RECORDS + " records, " + last.size() + " keys");
  }

  private static void feed(int from, int to) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (int i = from; i < to; i++) producer.send(new ProducerRecord<>("words", "w" + i, "word-" + i % KEYS));
    }
  }

  /** The words are grouped by value, so that a repartition topic and a changelog are in play. */
  private static KafkaStreams streams(String stateDirectory) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
        .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
        .count(Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts-store"))
            .withKeySerde(Serdes.String()).withValueSerde(Serdes.Long()).withLoggingEnabled(Map.of()).withCachingDisabled())
        .toStream().to("counts", Produced.with(Serdes.String(), Serdes.Long()));
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "counting");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    properties.put("auto.offset.reset", "earliest");
    properties.put("session.timeout.ms", 6000);
    KafkaStreams streams = new KafkaStreams(builder.build(), properties);
    streams.setUncaughtExceptionHandler(error -> {
      error.printStackTrace();
      System.exit(1);
      return null;
    });
    return streams;
  }

  /** Reads `counts` under read_committed from the beginning until that many records are there; more would be wrong. */
  private static List<ConsumerRecord<String, Long>> await(int count) {
    Properties properties = new Properties();
    properties.putAll(Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"));
    long endMs = System.currentTimeMillis() + 60_000;
    List<ConsumerRecord<String, Long>> read = new java.util.ArrayList<>();
    try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new LongDeserializer())) {
      List<TopicPartition> all = new java.util.ArrayList<>();
      for (int i = 0; i < PARTITIONS; i++) all.add(new TopicPartition("counts", i));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      while (read.size() < count) {
        if (System.currentTimeMillis() > endMs) throw new IllegalStateException("only " + read.size() + " of " + count);
        consumer.poll(Duration.ofMillis(200)).forEach(read::add);
      }
      consumer.poll(Duration.ofMillis(500)).forEach(read::add);
    }
    if (read.size() > count) throw new IllegalStateException(read.size() + " instead of " + count);
    return read;
  }
}
