// A metrics reporter that makes Apache Kafka take what clients push: it reads the OTLP, so that what is damaged is refused, and keeps nothing.
import java.util.*;
import org.apache.kafka.common.metrics.*;
import org.apache.kafka.server.telemetry.*;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;

public class TelemetryReceiver implements MetricsReporter, ClientTelemetry {
    @Override
    public ClientTelemetryReceiver clientReceiver() {
        return (context, payload) -> {
            try {
                MetricsData.parseFrom(payload.data());
            } catch (Exception error) {
                throw new IllegalArgumentException(error);
            }
        };
    }

    @Override public void init(List<KafkaMetric> metrics) {}
    @Override public void metricChange(KafkaMetric metric) {}
    @Override public void metricRemoval(KafkaMetric metric) {}
    @Override public void close() {}
    @Override public void configure(Map<String, ?> configs) {}
}
