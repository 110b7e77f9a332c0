// The load of Apache Kafka's Java client (java-load.ts): an idempotent stream in each partition of one topic, and transactions of a record in each partition of another,
// until stdin ends. Each line tells what the client was told: `ack MS PARTITION OFFSET VALUE`, `committed | aborted | unknown MS VALUE…`, `error NAME`.
import java.util.*;
import java.util.concurrent.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.StringSerializer;

public class ClusterLoad {
  static final int OUTSTANDING_MAX = 20;
  static String bootstrap, plainTopic, transactionalTopic, deliveryTimeoutMs, transactionTimeoutMs;
  static int partitions, pauseMs, abortEvery;
  static volatile boolean isOver;

  static synchronized void say(String line) {
    System.out.println(line);
  }

  static void error(Throwable problem) {
    say("error " + problem.getClass().getSimpleName());
  }

  static Map<String, Object> config(Object... more) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrap);
    config.put("linger.ms", "0");
    config.put("request.timeout.ms", "5000");
    for (int i = 0; i < more.length; i += 2) config.put((String) more[i], more[i + 1]);
    return config;
  }

  static KafkaProducer<String, String> producer(Object... more) {
    return new KafkaProducer<>(config(more), new StringSerializer(), new StringSerializer());
  }

  static void stream(KafkaProducer<String, String> producer, int partition) throws InterruptedException {
    Semaphore places = new Semaphore(OUTSTANDING_MAX);
    for (int sequence = 0; !isOver; sequence++) {
      String value = "plain:" + partition + ":" + sequence;
      places.acquire();
      producer.send(new ProducerRecord<>(plainTopic, partition, null, value), (metadata, problem) -> {
        places.release();
        if (problem != null) error(problem);
        else say("ack " + System.currentTimeMillis() + " " + partition + " " + metadata.offset() + " " + value);
      });
      Thread.sleep(pauseMs);
    }
    producer.flush();
  }

  static void transactions() throws InterruptedException {
    int sequence = 0;
    while (!isOver) {
      KafkaProducer<String, String> producer = producer("transactional.id", "java", "transaction.timeout.ms", transactionTimeoutMs,
          "delivery.timeout.ms", transactionTimeoutMs, "max.block.ms", deliveryTimeoutMs);
      String outcome = null;
      StringBuilder values = new StringBuilder();
      try {
        producer.initTransactions();
        while (!isOver) {
          values.setLength(0);
          outcome = "aborted";
          producer.beginTransaction();
          List<Future<RecordMetadata>> sent = new ArrayList<>();
          for (int partition = 0; partition < partitions; partition++) {
            String value = "transactional:" + partition + ":" + sequence;
            values.append(' ').append(value);
            sent.add(producer.send(new ProducerRecord<>(transactionalTopic, partition, null, value)));
          }
          sequence++;
          for (Future<RecordMetadata> one : sent) one.get();
          if ((sequence - 1) % abortEvery == 0) producer.abortTransaction();
          else {
            outcome = "unknown";
            producer.commitTransaction();
            outcome = "committed";
          }
          say(outcome + " " + System.currentTimeMillis() + values);
          outcome = null;
          Thread.sleep(pauseMs);
        }
      } catch (ExecutionException problem) {
        error(problem.getCause());
      } catch (RuntimeException problem) {
        error(problem);
      }
      if (outcome != null) say(outcome + " " + System.currentTimeMillis() + values);
      producer.close(java.time.Duration.ZERO);
      Thread.sleep(100);
    }
  }

  interface Work {
    void run() throws InterruptedException;
  }

  static Thread start(Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (Throwable problem) {
        problem.printStackTrace();
        System.exit(1);
      }
    });
    thread.start();
    return thread;
  }

  public static void main(String[] args) throws Exception {
    bootstrap = args[0];
    plainTopic = args[1];
    transactionalTopic = args[2];
    partitions = Integer.parseInt(args[3]);
    pauseMs = Integer.parseInt(args[4]);
    abortEvery = Integer.parseInt(args[5]);
    deliveryTimeoutMs = args[6];
    transactionTimeoutMs = args[7];
    List<Thread> threads = new ArrayList<>();
    try (KafkaProducer<String, String> plain = producer("acks", "all", "enable.idempotence", "true", "delivery.timeout.ms", deliveryTimeoutMs,
        "max.block.ms", deliveryTimeoutMs)) {
      for (int partition = 0; partition < partitions; partition++) {
        int own = partition;
        threads.add(start(() -> stream(plain, own)));
      }
      threads.add(start(ClusterLoad::transactions));
      while (System.in.read() >= 0) continue;
      isOver = true;
      for (Thread thread : threads) thread.join();
    }
  }
}
