/* A load generator on librdkafka: produces or consumes a number of records as fast as it can and prints one line:
 *   <records> <seconds> <checksum>
 * The checksum is the sum of a 64-bit FNV-1a hash of every value, so that what was consumed can be compared with what was
 * produced, whatever the order.
 *
 *   perf produce BOOTSTRAP TOPIC RECORDS BYTES ACKS
 *   perf consume BOOTSTRAP TOPIC RECORDS PARTITIONS
 */
#include <librdkafka/rdkafka.h>
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

static void produce(const char *bootstrap, const char *topic, long records, size_t size, const char *acks) {
  rd_kafka_conf_t *config = rd_kafka_conf_new();
  set(config, "bootstrap.servers", bootstrap);
  set(config, "acks", acks);
  set(config, "linger.ms", "5");
  set(config, "queue.buffering.max.messages", "500000");
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
  set(config, "queued.min.messages", "1000000");
  set(config, "fetch.queue.backoff.ms", "5");
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

int main(int count, char **args) {
  if (count == 7 && strcmp(args[1], "produce") == 0) produce(args[2], args[3], atol(args[4]), atol(args[5]), args[6]);
  else if (count == 6 && strcmp(args[1], "consume") == 0) consume(args[2], args[3], atol(args[4]), atoi(args[5]));
  else {
    fprintf(stderr, "perf produce BOOTSTRAP TOPIC RECORDS BYTES ACKS | perf consume BOOTSTRAP TOPIC RECORDS PARTITIONS\n");
    return 2;
  }
  return 0;
}
