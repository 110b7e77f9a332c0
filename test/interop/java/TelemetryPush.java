// Clients that push what they measure: a producer, a consumer of each protocol. They work until they are told to end.
// java -cp libs/*:DIR TelemetryPush BOOTSTRAP TOPIC
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;

public class TelemetryPush {
    static volatile boolean isOver = false;

    public static void main(String[] args) throws Exception {
        String bootstrap = args[0], topic = args[1];
        List<Consumer<byte[], byte[]>> consumers = new ArrayList<>();
        for (String protocol : List.of("classic", "consumer")) {
            Map<String, Object> config = new HashMap<>();
            config.put("bootstrap.servers", bootstrap);
            config.put("client.id", "java-" + protocol);
            config.put("group.id", "java-" + protocol);
            config.put("group.protocol", protocol);
            config.put("auto.offset.reset", "earliest");
            Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer.subscribe(List.of(topic));
            consumers.add(consumer);
        }
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "client.id", "java-producer");
        Producer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            isOver = true;
            try { main.join(); } catch (InterruptedException ignored) { }
        }));
        while (!isOver) {
            producer.send(new ProducerRecord<>(topic, new byte[10])).get();
            for (Consumer<byte[], byte[]> consumer : consumers) {
                consumer.poll(Duration.ofMillis(50));
                consumer.commitSync();
            }
        }
        for (Consumer<byte[], byte[]> consumer : consumers) consumer.close();
        producer.close();
    }
}
