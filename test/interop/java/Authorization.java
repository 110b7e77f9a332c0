// Apache Kafka's clients on a server with an authorizer: who is turned away is told so by the exception that Kafka has for it, and the same clients go on as
// soon as they are let in. One line on standard output for each step. Arguments: bootstrap servers, group protocol.
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Authorization {
    private static final String SOMEBODY_ELSE = "User:nobody";
    private static final String US = "User:ANONYMOUS";
    private static final Duration LONG = Duration.ofSeconds(30);

    public static void main(String[] args) throws Exception {
        String bootstrap = args[0];
        String name = "guarded-" + args[1];
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
            for (ResourceType type : List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
                give(admin, type, name, SOMEBODY_ELSE, AclOperation.READ);
            }
            Map<String, Object> producing = new HashMap<>(config);
            producing.put("key.serializer", StringSerializer.class);
            producing.put("value.serializer", StringSerializer.class);
            producing.put("max.block.ms", 30_000);
            Map<String, Object> consuming = new HashMap<>(config);
            consuming.put("key.deserializer", StringDeserializer.class);
            consuming.put("value.deserializer", StringDeserializer.class);
            consuming.put("group.id", name);
            consuming.put("group.protocol", args[1]);
            consuming.put("auto.offset.reset", "earliest");
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(producing)) {
                ProducerRecord<String, String> record = new ProducerRecord<>(name, "one");
                refused("unseen", () -> producer.send(record).get());
                give(admin, ResourceType.TOPIC, name, US, AclOperation.DESCRIBE);
                refused("unwritable", () -> producer.send(record).get());
                give(admin, ResourceType.TOPIC, name, US, AclOperation.WRITE);
                producer.send(record).get();
                System.out.println("written");
            }
            // For a member of KIP-848 this is final: it never tries again.
            try (KafkaConsumer<String, String> stranger = new KafkaConsumer<>(consuming)) {
                stranger.subscribe(List.of(name));
                refused("groupless", () -> pollOne(stranger));
            }
            give(admin, ResourceType.GROUP, name, US, AclOperation.READ);
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(consuming)) {
                consumer.subscribe(List.of(name));
                refused("unreadable", () -> pollOne(consumer));
                give(admin, ResourceType.TOPIC, name, US, AclOperation.READ);
                pollOne(consumer);
                consumer.commitSync();
                System.out.println("read");
                take(admin, ResourceType.TOPIC, name);
                refused("no more", () -> pollOne(consumer));
            }
            producing.put("transactional.id", name);
            try (KafkaProducer<String, String> transactional = new KafkaProducer<>(producing)) {
                refused("without transaction", transactional::initTransactions);
            }
            give(admin, ResourceType.TRANSACTIONAL_ID, name, US, AclOperation.WRITE);
            give(admin, ResourceType.TOPIC, name, US, AclOperation.WRITE);
            try (KafkaProducer<String, String> transactional = new KafkaProducer<>(producing)) {
                transactional.initTransactions();
                transactional.beginTransaction();
                transactional.send(new ProducerRecord<>(name, "two"));
                transactional.commitTransaction();
                System.out.println("committed");
            }
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void refused(String what, Step step) throws Exception {
        try {
            step.run();
        } catch (Exception e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            System.out.println(what + ": " + cause.getClass().getSimpleName());
            return;
        }
        throw new IllegalStateException(what + " is not refused");
    }

    private static void pollOne(KafkaConsumer<String, String> consumer) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < deadline) {
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
            if (!records.isEmpty()) return;
        }
        throw new IllegalStateException("nothing came");
    }

    private static void give(Admin admin, ResourceType type, String name, String whom, AclOperation operation)
        throws Exception {
        ResourcePattern pattern = new ResourcePattern(type, name, PatternType.LITERAL);
        AccessControlEntry entry = new AccessControlEntry(whom, "*", operation, AclPermissionType.ALLOW);
        AclBinding binding = new AclBinding(pattern, entry);
        admin.createAcls(List.of(binding)).all().get();
        // The controller has it; wait until the broker keeps to it.
        for (Collection<AclBinding> known = List.of(); !known.contains(binding); ) {
            known = admin.describeAcls(binding.toFilter()).values().get();
        }
    }

    private static void take(Admin admin, ResourceType type, String name) throws Exception {
        AclBindingFilter filter = new AclBindingFilter(
            new ResourcePattern(type, name, PatternType.LITERAL).toFilter(),
            new AccessControlEntryFilter(US, null, AclOperation.ANY, AclPermissionType.ANY));
        admin.deleteAcls(List.of(filter)).all().get();
        while (!admin.describeAcls(filter).values().get().isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
