"""confluent-kafka (librdkafka) against a broker: every codec, a group that rebalances, topics administered, transactions.

Usage: interop.py BOOTSTRAP. Prints one line for each check that held and ends with 0; an exception names the one that did not.
"""

import sys
import time

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

BOOTSTRAP = sys.argv[1]
COUNT = 500
DEADLINE_S = 40


def create(admin, name, partitions, config=None):
    topic = NewTopic(name, num_partitions=partitions, replication_factor=1, config=config or {})
    admin.create_topics([topic])[name].result()


def consumer(group, protocol="classic"):
    # With the consumer protocol (KIP-848) the broker says how often members report and when they are gone.
    timeouts = {"session.timeout.ms": 6000, "heartbeat.interval.ms": 200} if protocol == "classic" else {}
    return Consumer({
        "bootstrap.servers": BOOTSTRAP,
        "group.id": group,
        "group.protocol": protocol,
        "auto.offset.reset": "earliest",
        "check.crcs": True,
        **timeouts,
    })


def poll_until(consumers, received, done):
    deadline = time.monotonic() + DEADLINE_S
    while not done():
        assert time.monotonic() < deadline, f"{len(received)} records came in time"
        for one in consumers:
            message = one.poll(0.05)
            if message is None:
                continue
            assert message.error() is None, message.error()
            received.append((message.key(), message.value()))


def codecs(admin):
    for codec in ["none", "gzip", "snappy", "lz4", "zstd"]:
        topic = f"py-{codec}"
        create(admin, topic, 1)
        producer = Producer({
            "bootstrap.servers": BOOTSTRAP,
            "compression.type": codec,
            "enable.idempotence": True,
            "linger.ms": 50,
        })
        failures = []
        expected = [(b"k%d" % i, b"v%d" % i * 20) for i in range(COUNT)]
        for key, value in expected:
            producer.produce(topic, key=key, value=value, on_delivery=lambda error, _: error and failures.append(error))
        assert producer.flush(DEADLINE_S) == 0 and not failures, failures
        reader = consumer(f"group-{topic}")
        reader.subscribe([topic])
        received = []
        poll_until([reader], received, lambda: len(received) >= COUNT)
        reader.close()
        assert received == expected, codec
        print(f"codec {codec}")


def rebalance(admin, protocol):
    topic, group = f"py-rebalance-{protocol}", f"py-rebalancing-{protocol}"
    create(admin, topic, 4)
    producer = Producer({"bootstrap.servers": BOOTSTRAP})
    received = []
    first, second = consumer(group, protocol), consumer(group, protocol)
    first.subscribe([topic])
    second.subscribe([topic])
    poll_until([first, second], received, lambda: len(first.assignment()) == 2 and len(second.assignment()) == 2)
    for i in range(40):
        producer.produce(topic, value=b"%d" % i, partition=i % 4)
    producer.flush(DEADLINE_S)
    poll_until([first, second], received, lambda: len(received) >= 40)
    second.close()
    poll_until([first], received, lambda: len(first.assignment()) == 4)
    for i in range(40, 80):
        producer.produce(topic, value=b"%d" % i, partition=i % 4)
    producer.flush(DEADLINE_S)
    poll_until([first], received, lambda: len(received) >= 80)
    first.close()
    assert sorted(int(value) for _, value in received) == list(range(80))
    print("rebalance" if protocol == "classic" else "consumer protocol")


def administer(admin):
    create(admin, "py-admin", 1, {"retention.ms": "3600000"})
    admin.create_partitions([NewPartitions("py-admin", 3)])["py-admin"].result()
    assert len(admin.list_topics("py-admin", timeout=10).topics["py-admin"].partitions) == 3
    resource = ConfigResource(ConfigResource.Type.TOPIC, "py-admin")
    assert admin.describe_configs([resource])[resource].result()["retention.ms"].value == "3600000"
    reader = consumer("py-offsets")
    reader.commit(offsets=[TopicPartition("py-admin", 0, 0)], asynchronous=False)
    assert reader.committed([TopicPartition("py-admin", 0)], timeout=10)[0].offset == 0
    reader.close()
    assert "py-offsets" in [group.group_id for group in admin.list_consumer_groups().result().valid]
    admin.delete_consumer_groups(["py-offsets"])["py-offsets"].result()
    admin.delete_topics(["py-admin"])["py-admin"].result()
    print("administration")


def transactions(admin):
    create(admin, "py-source", 1)
    create(admin, "py-target", 2)
    source = Producer({"bootstrap.servers": BOOTSTRAP})
    for number in range(50):
        source.produce("py-source", str(number).encode())
    source.flush(30)
    config = {"bootstrap.servers": BOOTSTRAP, "transactional.id": "py-transactions", "transaction.timeout.ms": 20000}
    producer = Producer(config)
    producer.init_transactions(30)
    reader = consumer("py-copier")
    reader.subscribe(["py-source"])
    copied = 0
    while copied < 50:
        message = reader.poll(1.0)
        if message is None or message.error():
            continue
        copied += 1
        # Each record is copied twice: the first transaction is aborted.
        producer.begin_transaction()
        producer.produce("py-target", b"aborted " + message.value())
        producer.flush(10)
        producer.abort_transaction(30)
        producer.begin_transaction()
        producer.produce("py-target", message.value())
        position = [TopicPartition("py-source", 0, message.offset() + 1)]
        producer.send_offsets_to_transaction(position, reader.consumer_group_metadata(), 30)
        producer.commit_transaction(30)
    assert reader.committed([TopicPartition("py-source", 0)], timeout=10)[0].offset == 50
    reader.close()
    zombie = producer
    zombie.begin_transaction()
    zombie.produce("py-target", b"zombie")
    zombie.flush(10)
    successor = Producer(config)
    successor.init_transactions(30)
    try:
        zombie.commit_transaction(30)
        raise AssertionError("a fenced producer committed")
    except KafkaException as fenced:
        assert fenced.args[0].code() in (KafkaError._FENCED, KafkaError.PRODUCER_FENCED), fenced
    # Consumers of librdkafka read what is committed unless told otherwise.
    check = consumer("py-committed")
    received = []
    check.subscribe(["py-target"])
    poll_until([check], received, lambda: len(received) >= 50)
    values = sorted(int(value) for _, value in received)
    assert values == list(range(50)), values
    check.close()
    print("transactions")


def main():
    admin = AdminClient({"bootstrap.servers": BOOTSTRAP})
    codecs(admin)
    rebalance(admin, "classic")
    rebalance(admin, "consumer")
    administer(admin)
    transactions(admin)


main()
