// One listener of Spring for Apache Kafka over a topic that is full already: prints the milliseconds from its first record to its last.
// Arguments: bootstrap, topic, group, records, concurrency, `record` or `batch`, milliseconds that the handler sleeps.
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

public class ListenerThroughput {
  public static void main(String[] args) throws Exception {
    long wanted = Long.parseLong(args[3]);
    long sleepMs = Long.parseLong(args[6]);
    AtomicLong seen = new AtomicLong();
    AtomicLong firstNanos = new AtomicLong();
    AtomicLong lastNanos = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    ContainerProperties properties = new ContainerProperties(args[1]);
    properties.setGroupId(args[2]);
    if (args[5].equals("batch")) {
      properties.setMessageListener((BatchMessageListener<String, String>) (List<ConsumerRecord<String, String>> records) -> count(
          records.size(), wanted, seen, firstNanos, lastNanos, done));
    } else {
      properties.setMessageListener((MessageListener<String, String>) (ConsumerRecord<String, String> record) -> {
        if (sleepMs > 0) {
          try {
            Thread.sleep(sleepMs);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        count(1, wanted, seen, firstNanos, lastNanos, done);
      });
    }
    ConcurrentMessageListenerContainer<String, String> container = new ConcurrentMessageListenerContainer<>(
        new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", args[0], "auto.offset.reset", "earliest",
            "key.deserializer", StringDeserializer.class, "value.deserializer", StringDeserializer.class)),
        properties);
    container.setConcurrency(Integer.parseInt(args[4]));
    container.start();
    done.await();
    System.out.println((lastNanos.get() - firstNanos.get()) / 1e6);
    System.out.flush();
    container.stop();
    System.exit(0);
  }

  static void count(int records, long wanted, AtomicLong seen, AtomicLong first, AtomicLong last, CountDownLatch done) {
    long now = System.nanoTime();
    first.compareAndSet(0, now);
    if (seen.addAndGet(records) >= wanted) {
      last.compareAndSet(0, now);
      done.countDown();
    }
  }
}
