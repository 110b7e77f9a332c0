// franz-go against a broker: transactions that are committed and aborted, a read_committed reader, and a consume-transform-produce
// session over a group, exactly once. Usage: interop BOOTSTRAP. Prints a line for each check that held.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	partitions = 3
	count      = 600
)

var bootstrap string

func check(holds bool, what string, values ...any) {
	if !holds {
		fmt.Fprintf(os.Stderr, what+"\n", values...)
		os.Exit(1)
	}
}

func must(err error, what string) {
	check(err == nil, "%s: %v", what, err)
}

func client(options ...kgo.Opt) *kgo.Client {
	made, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(bootstrap)}, options...)...)
	must(err, "client")
	return made
}

func create(ctx context.Context, topic string) {
	admin := client()
	defer admin.Close()
	request := kmsg.NewPtrCreateTopicsRequest()
	one := kmsg.NewCreateTopicsRequestTopic()
	one.Topic, one.NumPartitions, one.ReplicationFactor = topic, partitions, 1
	request.Topics = append(request.Topics, one)
	response, err := request.RequestWith(ctx, admin)
	must(err, "creating "+topic)
	must(kerr.ErrorForCode(response.Topics[0].ErrorCode), "creating "+topic)
}

// values reads a topic from the beginning until it holds `expected` records and then until nothing more comes.
func values(ctx context.Context, topic string, isolation kgo.IsolationLevel, expected int) map[string]int {
	reader := client(kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchIsolationLevel(isolation))
	defer reader.Close()
	seen := map[string]int{}
	total := 0
	for {
		wait := 20 * time.Second
		if total >= expected {
			wait = time.Second
		}
		polling, cancel := context.WithTimeout(ctx, wait)
		fetches := reader.PollFetches(polling)
		cancel()
		if fetches.NumRecords() == 0 {
			return seen
		}
		fetches.EachRecord(func(record *kgo.Record) {
			seen[string(record.Value)]++
			total++
		})
	}
}

func transactions(ctx context.Context) {
	create(ctx, "franz-transactions")
	producer := client(kgo.TransactionalID("franz"), kgo.DefaultProduceTopic("franz-transactions"))
	defer producer.Close()
	for transaction := 0; transaction < 10; transaction++ {
		must(producer.BeginTransaction(), "begin")
		for i := 0; i < 20; i++ {
			value := fmt.Sprintf("%d:%d", transaction, i)
			producer.Produce(ctx, kgo.KeySliceRecord([]byte(value), []byte(value)), func(_ *kgo.Record, err error) {
				must(err, "produce")
			})
		}
		must(producer.Flush(ctx), "flush")
		must(producer.EndTransaction(ctx, kgo.TransactionEndTry(transaction%3 != 2)), "end")
	}
	committed := values(ctx, "franz-transactions", kgo.ReadCommitted(), 140)
	check(len(committed) == 140, "%d values are committed", len(committed))
	for value := range committed {
		aborted := strings.HasPrefix(value, "2:") || strings.HasPrefix(value, "5:") || strings.HasPrefix(value, "8:")
		check(!aborted, "%s was aborted", value)
	}
	all := values(ctx, "franz-transactions", kgo.ReadUncommitted(), 200)
	check(len(all) == 200, "%d values are there", len(all))
	fmt.Println("transactions")
}

// replacement begins a transaction as the next instance of the same id. The abort of the old instance's transaction takes a moment, in which the broker
// answers CONCURRENT_TRANSACTIONS; franz-go gives up on it after a few retries.
func replacement(ctx context.Context) *kgo.Client {
	for {
		made := client(kgo.TransactionalID("franz-fenced"), kgo.DefaultProduceTopic("franz-transactions"))
		err := made.BeginTransaction()
		if err == nil {
			return made
		}
		made.Close()
		check(errors.Is(err, kerr.ConcurrentTransactions) && ctx.Err() == nil, "begin: %v", err)
	}
}

func fencing(ctx context.Context) {
	old := client(kgo.TransactionalID("franz-fenced"), kgo.DefaultProduceTopic("franz-transactions"))
	defer old.Close()
	must(old.BeginTransaction(), "begin")
	must(old.ProduceSync(ctx, kgo.StringRecord("of the old")).FirstErr(), "produce")
	fresh := replacement(ctx)
	defer fresh.Close()
	must(fresh.ProduceSync(ctx, kgo.StringRecord("of the new")).FirstErr(), "produce")
	must(fresh.EndTransaction(ctx, kgo.TryCommit), "end")
	err := old.ProduceSync(ctx, kgo.StringRecord("too late")).FirstErr()
	if err == nil {
		err = old.EndTransaction(ctx, kgo.TryCommit)
	}
	check(err != nil, "the old instance was not fenced")
	committed := values(ctx, "franz-transactions", kgo.ReadCommitted(), 141)
	check(committed["of the new"] == 1 && committed["of the old"] == 0 && committed["too late"] == 0,
		"the old instance's records are committed")
	fmt.Println("fencing")
}

// sessions copies a topic in a group; a third of the transactions is aborted, the group is joined by a second member on the way.
func sessions(ctx context.Context) {
	create(ctx, "franz-source")
	create(ctx, "franz-sink")
	feeder := client(kgo.DefaultProduceTopic("franz-source"))
	for i := 0; i < count; i++ {
		value := []byte(fmt.Sprintf("value-%d", i))
		feeder.Produce(ctx, kgo.KeySliceRecord(value, value), func(_ *kgo.Record, err error) { must(err, "feed") })
	}
	must(feeder.Flush(ctx), "flush")
	feeder.Close()
	copying, stop := context.WithCancel(ctx)
	finished := make(chan bool, 2)
	for member := 0; member < 2; member++ {
		go func() {
			copier(copying, member)
			finished <- true
		}()
	}
	committed := values(ctx, "franz-sink", kgo.ReadCommitted(), count)
	for total := len(committed); total < count; total = len(committed) {
		check(ctx.Err() == nil, "%d of %d values were copied in time", total, count)
		committed = values(ctx, "franz-sink", kgo.ReadCommitted(), count)
	}
	stop()
	<-finished
	<-finished
	committed = values(ctx, "franz-sink", kgo.ReadCommitted(), count)
	check(len(committed) == count, "%d of %d values were copied", len(committed), count)
	for value, times := range committed {
		check(times == 1, "%s was copied %d times", value, times)
	}
	fmt.Println("consume-transform-produce")
}

func copier(ctx context.Context, member int) {
	session, err := kgo.NewGroupTransactSession(kgo.SeedBrokers(bootstrap),
		kgo.TransactionalID(fmt.Sprintf("franz-copier-%d", member)), kgo.ConsumerGroup("franz-copiers"),
		kgo.ConsumeTopics("franz-source"), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.RequireStableFetchOffsets(),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.DefaultProduceTopic("franz-sink"),
		kgo.FetchMaxPartitionBytes(2048), kgo.SessionTimeout(6*time.Second), kgo.HeartbeatInterval(300*time.Millisecond))
	must(err, "session")
	defer session.Close()
	for transaction := 0; ctx.Err() == nil; transaction++ {
		fetches := session.PollFetches(ctx)
		if fetches.NumRecords() == 0 {
			continue
		}
		must(session.Begin(), "begin")
		fetches.EachRecord(func(record *kgo.Record) {
			// The session aborts when a record cannot be produced, and gives up records that are buffered when it is told to abort.
			session.Produce(ctx, kgo.KeySliceRecord(record.Key, record.Value), nil)
		})
		_, err := session.End(ctx, kgo.TransactionEndTry(transaction%3 != 1))
		if ctx.Err() == nil {
			must(err, "end")
		}
	}
}

func main() {
	bootstrap = os.Args[1]
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	transactions(ctx)
	fencing(ctx)
	sessions(ctx)
}
