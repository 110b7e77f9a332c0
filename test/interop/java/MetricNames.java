// Prints the metrics of Apache Kafka's clients after some work: one line each, `client<TAB>group<TAB>name<TAB>tag,tag<TAB>value`.
// java -cp libs/*:DIR MetricNames BOOTSTRAP TOPIC
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.serialization.*;

public class MetricNames {
    public static void main(String[] args) throws Exception {
        String bootstrap = args[0], topic = args[1];
        Map<String, Object> base = Map.of("bootstrap.servers", bootstrap, "client.id", "metrics");
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(base, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 10; i++) producer.send(new ProducerRecord<>(topic, new byte[10])).get();
            print("producer", producer.metrics());
        }
        for (String protocol : List.of("classic", "consumer")) {
            Map<String, Object> config = new HashMap<>(base);
            config.put("group.id", "java-metrics-" + protocol);
            config.put("group.protocol", protocol);
            config.put("auto.offset.reset", "earliest");
            try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(topic));
                int read = 0;
                while (read < 10) read += consumer.poll(Duration.ofMillis(100)).count();
                consumer.commitSync();
                consumer.poll(Duration.ofMillis(100));
                print("consumer-" + protocol, consumer.metrics());
            }
        }
        Map<String, Object> share = new HashMap<>(base);
        share.put("group.id", "java-metrics-share");
        try (ShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(share, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Producer<byte[], byte[]> producer = new KafkaProducer<>(base, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(topic));
            // A share group begins behind the last record, so there must be new ones once it has begun.
            for (int read = 0; read == 0; read += consumer.poll(Duration.ofMillis(100)).count())
                producer.send(new ProducerRecord<>(topic, new byte[10])).get();
            consumer.commitSync();
            print("share", consumer.metrics());
        }
        try (Admin admin = Admin.create(base)) {
            admin.listTopics().names().get();
            print("admin", admin.metrics());
        }
        System.exit(0);
    }

    static void print(String client, Map<MetricName, ? extends Metric> metrics) {
        for (var entry : metrics.entrySet()) {
            MetricName name = entry.getKey();
            String tags = String.join(",", new TreeSet<>(name.tags().keySet()));
            System.out.println(String.join("\t", client, name.group(), name.name(), tags, String.valueOf(entry.getValue().metricValue())));
        }
    }
}
