/* A load generator on librdkafka: produces or consumes a number of records as fast as it can and prints one line:
 *   <records> <seconds> <checksum>
 * The checksum is the sum of a 64-bit FNV-1a hash of every value, so that what was consumed can be compared with what was
 * produced, whatever the order.
 *
 *   perf produce BOOTSTRAP TOPIC RECORDS BYTES ACKS [KEY=VALUE…]    (configs of librdkafka)
 *   perf consume BOOTSTRAP TOPIC RECORDS PARTITIONS
 *
 * or measures the time from sending a record until a consumer in the same process has it, at a fixed rate, and prints percentiles in ms:
 *   <records> <seconds> <p50> <p99> <p99.9> <max>
 *
 *   perf latency BOOTSTRAP TOPIC RECORDS BYTES ACKS RECORDS_PER_SECOND
 */
#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t checksum;
static long done, failed;

static uint64_t fnv1a(const unsigned char *bytes, size_t length) {
  uint64_t hash = 14695981039346656037ULL;
  for (size_t i = 0; i < length; i++) hash = (hash ^ bytes[i]) * 1099511628211ULL;
  return hash;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void on_delivery(rd_kafka_t *client, const rd_kafka_message_t *message, void *opaque) {
  (void)client;
  (void)opaque;
  if (message->err) failed++;
  else done++;
}

static void set(rd_kafka_conf_t *config, const char *name, const char *value) {
  char error[512];
  if (rd_kafka_conf_set(config, name, value, error, sizeof error) != RD_KAFKA_CONF_OK) {
    fprintf(stderr, "%s\n", error);
    exit(1);
  }
}

static rd_kafka_t *client_of(rd_kafka_type_t type, rd_kafka_conf_t *config) {
  char error[512];
  rd_kafka_t *client = rd_kafka_new(type, config, error, sizeof error);
  if (client == NULL) {
    fprintf(stderr, "%s\n", error);
    exit(1);
  }
  return client;
}

static void produce(const char *bootstrap, const char *topic, long records, size_t size, const char *acks, char **more) {
  rd_kafka_conf_t *config = rd_kafka_conf_new();
  set(config, "bootstrap.servers", bootstrap);
  set(config, "acks", acks);
  set(config, "linger.ms", "5");
  set(config, "queue.buffering.max.messages", "500000");
  for (; *more != NULL; more++) {
    char *separator = strchr(*more, '=');
    if (separator == NULL) exit(2);
    *separator = 0;
    set(config, *more, separator + 1);
  }
  rd_kafka_conf_set_dr_msg_cb(config, on_delivery);
  rd_kafka_t *client = client_of(RD_KAFKA_PRODUCER, config);
  unsigned char *value = malloc(size);
  for (size_t i = 0; i < size; i++) value[i] = 'a' + i % 26;
  double started = now();
  for (long i = 0; i < records; i++) {
    memcpy(value, &i, sizeof i < size ? sizeof i : size);
    checksum += fnv1a(value, size);
    for (;;) {
      rd_kafka_resp_err_t error = rd_kafka_producev(client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_VALUE(value, size),
                                                    RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
      if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) break;
      rd_kafka_poll(client, 10);
    }
    if (i % 1000 == 0) rd_kafka_poll(client, 0);
  }
  rd_kafka_flush(client, 120000);
  double seconds = now() - started;
  if (failed > 0 || done != records) fprintf(stderr, "%ld failed, %ld of %ld delivered\n", failed, done, records);
  printf("%ld %.6f %llu\n", done, seconds, (unsigned long long)checksum);
  rd_kafka_destroy(client);
  free(value);
  if (done != records) exit(1);
}

static void consume(const char *bootstrap, const char *topic, long records, int partitions) {
  rd_kafka_conf_t *config = rd_kafka_conf_new();
  set(config, "bootstrap.servers", bootstrap);
  set(config, "group.id", "perf");
  set(config, "check.crcs", "true");
  set(config, "fetch.wait.max.ms", "100");
  /* A full queue makes librdkafka wait for a second, and the figure would be its patience: the broker is to be measured. */
  set(config, "queued.min.messages", "10000000");
  set(config, "queued.max.messages.kbytes", "2097151");
  rd_kafka_t *client = client_of(RD_KAFKA_CONSUMER, config);
  rd_kafka_poll_set_consumer(client);
  rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(partitions);
  for (int i = 0; i < partitions; i++) rd_kafka_topic_partition_list_add(list, topic, i)->offset = RD_KAFKA_OFFSET_BEGINNING;
  rd_kafka_assign(client, list);
  double started = 0;
  while (done < records) {
    rd_kafka_message_t *message = rd_kafka_consumer_poll(client, 60000);
    if (message == NULL) {
      fprintf(stderr, "no record for 60 s after %ld\n", done);
      exit(1);
    }
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (done == 0) started = now();
      checksum += fnv1a(message->payload, message->len);
      done++;
    }
    rd_kafka_message_destroy(message);
  }
  printf("%ld %.6f %llu\n", done, now() - started, (unsigned long long)checksum);
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_consumer_close(client);
  rd_kafka_destroy(client);
}

typedef struct {
  const char *bootstrap, *topic, *acks;
  long records;
  size_t size;
  double per_second;
} pace_t;

/* Sends at a fixed rate, each record with the time when it was due: a sender that falls behind does not hide it. */
static void *send_paced(void *argument) {
  pace_t *pace = argument;
  rd_kafka_conf_t *config = rd_kafka_conf_new();
  set(config, "bootstrap.servers", pace->bootstrap);
  set(config, "acks", pace->acks);
  set(config, "linger.ms", "0");
  set(config, "socket.nagle.disable", "true");
  rd_kafka_conf_set_dr_msg_cb(config, on_delivery);
  rd_kafka_t *client = client_of(RD_KAFKA_PRODUCER, config);
  unsigned char *value = calloc(1, pace->size);
  double started = now();
  for (long i = 0; i < pace->records; i++) {
    double due = started + i / pace->per_second;
    while (now() < due) {
      rd_kafka_poll(client, 0);
      struct timespec pause = {0, 50000};
      nanosleep(&pause, NULL);
    }
    memcpy(value, &due, sizeof due);
    while (rd_kafka_producev(client, RD_KAFKA_V_TOPIC(pace->topic), RD_KAFKA_V_VALUE(value, pace->size),
                             RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END) == RD_KAFKA_RESP_ERR__QUEUE_FULL)
      rd_kafka_poll(client, 10);
  }
  rd_kafka_flush(client, 120000);
  rd_kafka_destroy(client);
  free(value);
  return NULL;
}

static int ascending(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return difference < 0 ? -1 : difference > 0;
}

/* One partition; the consumer waits at its end before the first record is sent. */
static void latency(pace_t pace) {
  rd_kafka_conf_t *config = rd_kafka_conf_new();
  set(config, "bootstrap.servers", pace.bootstrap);
  set(config, "group.id", "perf");
  set(config, "socket.nagle.disable", "true");
  set(config, "enable.partition.eof", "true");
  rd_kafka_t *client = client_of(RD_KAFKA_CONSUMER, config);
  rd_kafka_poll_set_consumer(client);
  rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(list, pace.topic, 0)->offset = RD_KAFKA_OFFSET_BEGINNING;
  rd_kafka_assign(client, list);
  double *times = malloc(sizeof *times * pace.records);
  pthread_t sender = 0;
  double started = 0;
  for (long received = 0; received < pace.records;) {
    rd_kafka_message_t *message = rd_kafka_consumer_poll(client, 60000);
    if (message == NULL) {
      fprintf(stderr, "no record for 60 s after %ld\n", received);
      exit(1);
    }
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF && sender == 0) {
      started = now();
      pthread_create(&sender, NULL, send_paced, &pace);
    } else if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      double sent;
      memcpy(&sent, message->payload, sizeof sent);
      times[received++] = (now() - sent) * 1000;
    }
    rd_kafka_message_destroy(message);
  }
  double seconds = now() - started;
  pthread_join(sender, NULL);
  qsort(times, pace.records, sizeof *times, ascending);
  long last = pace.records - 1;
  printf("%ld %.6f %.4f %.4f %.4f %.4f\n", pace.records, seconds, times[last / 2], times[(long)(last * 0.99)],
         times[(long)(last * 0.999)], times[last]);
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_consumer_close(client);
  rd_kafka_destroy(client);
  free(times);
}

int main(int count, char **args) {
  if (count >= 7 && strcmp(args[1], "produce") == 0)
    produce(args[2], args[3], atol(args[4]), atol(args[5]), args[6], args + 7);
  else if (count == 6 && strcmp(args[1], "consume") == 0) consume(args[2], args[3], atol(args[4]), atoi(args[5]));
  else if (count == 8 && strcmp(args[1], "latency") == 0)
    latency((pace_t){args[2], args[3], args[6], atol(args[4]), atol(args[5]), atof(args[7])});
  else {
    fprintf(stderr, "perf produce BOOTSTRAP TOPIC RECORDS BYTES ACKS | perf consume BOOTSTRAP TOPIC RECORDS PARTITIONS\n"
                    "| perf latency BOOTSTRAP TOPIC RECORDS BYTES ACKS RECORDS_PER_SECOND\n");
    return 2;
  }
  return 0;
}
