using System.Collections.Immutable;
using System.Text;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Time.Testing;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.ServiceBus.Tests;

public sealed class WorkMessagesTests
{
    private const string Ledger = "0123456789abcdef0123";
    private const string Refund = "ref-0123456789abcdef0123000000000000000000000000000000aa";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Random Chains = new(1);

    private static DeliverEvent Delivery { get; } = new(
        new LedgerAddress(OrganizationId.From("shop"), LedgerId.Parse(Ledger)),
        new LedgerEventId(Now, LedgerId.Parse(Ledger), 7),
        new RecordKey("ref-1"),
        WebhookId.New(new Guid("00000000-0000-0000-0000-000000000001")),
        2)
    {
        ChainId = "c",
    };

    private static readonly LedgerAddress Address = new(OrganizationId.From("shop"), LedgerId.Parse(Ledger));

    [Fact]
    public void A_body_has_the_format_that_the_queue_functions_expect() => Assert.Equal(
        Body(),
        Encoding.UTF8.GetString(WorkMessages.Write(new ExecuteRefund(Address, Id<Refund>.Parse(Refund), 2)).Body.Span));

    [Theory]
    [InlineData("execute_refund", "ref", typeof(ExecuteRefund))]
    [InlineData("confirm_capture", "cap", typeof(ConfirmCapture))]
    [InlineData("release_authorization", "aut", typeof(ReleaseAuthorization))]
    [InlineData("settle_credit", "crd", typeof(SettleCredit))]
    public void A_body_of_each_type_is_a_work_item(string type, string prefix, Type work)
    {
        var read = Parse(Body().Replace("execute_refund", type, StringComparison.Ordinal)
            .Replace("ref-", $"{prefix}-", StringComparison.Ordinal));

        var valid = Assert.IsType<ReadWork.Valid>(read).Work;
        Assert.Equal((work, Address, 2), (valid.GetType(), valid.Address, valid.Attempt));
        Assert.StartsWith(prefix, valid.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_of_an_inquiry_names_only_its_ledger()
    {
        var inquiry = new ResolveUnknownOutcomes(Address, 3);

        var body = WorkMessages.Write(inquiry).Body;

        Assert.Equal(inquiry, Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(body)).Work);
        var other = Encoding.UTF8.GetString(body.Span).Replace($"\"id\":\"{Ledger}", "\"id\":\"x", StringComparison.Ordinal);
        Assert.IsType<ReadWork.Invalid>(Parse(other));
    }

    [Fact]
    public void The_body_of_differences_has_the_day_and_counts_and_no_amount()
    {
        var work = DeliverDifferences.Create(
            Address.Organization,
            new DifferencesFound(
                new DateOnly(2026, 3, 1),
                ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal).Add("MovedTwice", 2)),
            Delivery.Endpoint);

        var body = WorkMessages.Write(work).Body;

        var read = Assert.IsType<DeliverDifferences>(Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(body)).Work);
        Assert.Equal(work.Found.Counts, read.Found.Counts);
        Assert.Equal(work with { Found = read.Found }, read);
        var text = Encoding.UTF8.GetString(body.Span);
        foreach (var (whole, broken) in (ReadOnlySpan<(string, string)>)[
            ("\"2026-03-01\"", "\"yesterday\""), ("{\"MovedTwice\":2}", "{}"), ("\"whk-", "\"x-")])
            Assert.IsType<ReadWork.Invalid>(Parse(text.Replace(whole, broken, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_body_of_an_announcement_names_the_entries_of_a_commit_and_no_more()
    {
        var work = new PublishEvents(
            Address,
            [new AnnouncedEvent(7, new RecordKey("ref-1"), 99), new AnnouncedEvent(8, new RecordKey("cap-2"), 99)],
            1)
        {
            ChainId = "c",
        };

        var body = WorkMessages.Write(work).Body;

        var read = Assert.IsType<PublishEvents>(Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(body)).Work);
        Assert.Equal(work.Events, read.Events);
        Assert.Equal(work with { Events = [] }, read with { Events = [] });
        Assert.Equal(
            $$$"""{"type":"publish_events","organization":"shop","ledger":"{{{Ledger}}}","id":"{{{Ledger}}}","attempt":1,"chain":"c","events":[{"sequence":7,"record":"ref-1","commit":99},{"sequence":8,"record":"cap-2","commit":99}]}""",
            Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public void The_body_of_a_delivery_names_the_event_its_record_and_the_endpoint()
    {
        var body = WorkMessages.Write(Delivery).Body;

        Assert.Equal(Delivery, Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(body)).Work);
        Assert.Equal(
            $$"""{"type":"deliver_event","organization":"shop","ledger":"{{Ledger}}","id":"{{Delivery.Event}}","attempt":2,"chain":"c","record":"ref-1","endpoint":"{{Delivery.Endpoint}}"}""",
            Encoding.UTF8.GetString(body.Span));
    }

    [Theory]
    [InlineData("\"record\":\"ref-1\"", "\"record\":\"\"", "record")]
    [InlineData("\"endpoint\":\"whk-", "\"endpoint\":\"x-", "x-")]
    [InlineData("\"id\":\"evt-", "\"id\":\"ref-", "ref-")]
    [InlineData("deliver_event", "publish_events", "no events")]
    public void An_invalid_delivery_has_a_reason(string good, string bad, string reason)
    {
        var body = Encoding.UTF8.GetString(WorkMessages.Write(Delivery).Body.Span);
        Assert.Contains(good, body, StringComparison.Ordinal);

        var read = Parse(body.Replace(good, bad, StringComparison.Ordinal));

        Assert.Contains(reason, Assert.IsType<ReadWork.Invalid>(read).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_go_to_a_queue_of_their_own_and_each_endpoint_has_its_own_session()
    {
        var published = new PublishEvents(Address, [new AnnouncedEvent(7, new RecordKey("ref-1"), 99)]);

        var announced = Assert.Single(await SentAsync(published, TimeSpan.Zero));
        var delivered = Assert.Single(await SentAsync(Delivery, TimeSpan.Zero));

        Assert.Equal((QueueNames.Events, $"shop|{Ledger}"), (announced.Queue, announced.Message.SessionId));
        Assert.Equal(
            (QueueNames.Events, $"{Delivery.Endpoint}|{Ledger}"), (delivered.Queue, delivered.Message.SessionId));
        var longest = Delivery with { ChainId = new string('c', 32), Attempt = 10, FailureCount = 34 };
        Assert.InRange((await NameOfAsync(longest))!.Length, 1, 128);
    }

    [Theory]
    [InlineData("ref-000000000000000000000000000000aa", 7, Refund + "/7")]
    [InlineData("ref-000000000000000000000000000000aa", null, Refund)]
    [InlineData(null, null, Ledger)]
    public void The_body_of_a_review_names_its_record_and_part_or_only_its_ledger(string? record, int? part, string id)
    {
        var review = new ReviewRecord(Address, record is null ? null : new RecordKey(record), 1)
        {
            Part = part,
            ChainId = "c",
            FailureCount = 2,
        };

        var body = WorkMessages.Write(review).Body;

        Assert.Contains($"\"id\":\"{id}\"", Encoding.UTF8.GetString(body.Span), StringComparison.Ordinal);
        Assert.Equal(review, Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(body)).Work);
        var other = Encoding.UTF8.GetString(body.Span)
            .Replace($"\"ledger\":\"{Ledger}", "\"ledger\":\"9123456789abcdef0123", StringComparison.Ordinal);
        Assert.IsType<ReadWork.Invalid>(Parse(other));
    }

    [Theory]
    [InlineData("execute_refund", "bake_cake", "bake_cake")]
    [InlineData("\"organization\":\"shop\",", "", "organization")]
    [InlineData("\"shop\"", "\"\"", "organization")]
    [InlineData("\"shop\"", "null", "organization")]
    [InlineData("\"shop\"", "17", "organization")]
    [InlineData("\"ledger\":\"0123", "\"ledger\":\"x123", "x123456789abcdef0123")]
    [InlineData("\"ledger\":\"0123", "\"ledger\":\"9123", "9123456789abcdef0123")]
    [InlineData("\"ref-", "\"cap-", "cap-")]
    [InlineData("\"attempt\":2", "\"attempt\":-1", "-1")]
    [InlineData("\"attempt\":2", "\"attempt\":\"two\"", "attempt")]
    [InlineData(",\"attempt\":2", "", "attempt")]
    [InlineData("\"attempt\":2", "\"attempt\":2,\"chain\":\"\"", "chain")]
    [InlineData("\"attempt\":2", "\"attempt\":2,\"chain\":\"0123456789abcdef0123456789abcdef0\"", "chain")]
    [InlineData("\"attempt\":2", "\"attempt\":2,\"faults\":-1", "-1")]
    [InlineData("{", "", "JSON")]
    public void An_invalid_body_has_a_reason(string good, string bad, string reason)
    {
        Assert.Contains(good, Body(), StringComparison.Ordinal);

        var read = Parse(Body().Replace(good, bad, StringComparison.Ordinal));

        Assert.Contains(reason, Assert.IsType<ReadWork.Invalid>(read).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_whose_organization_cannot_have_a_ledger_is_invalid()
    {
        var longest = new string('s', OrganizationId.MaxLength);

        Assert.IsType<ReadWork.Valid>(Of(longest));
        Assert.Contains("491", Assert.IsType<ReadWork.Invalid>(Of($"{longest}s")).Reason, StringComparison.Ordinal);

        static ReadWork Of(string organization) =>
            Parse(Body().Replace("\"shop\"", $"\"{organization}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_body_keeps_its_chain_and_failure_count()
    {
        var work = new ExecuteRefund(Address, Id<Refund>.Parse(Refund), 2) { ChainId = "c", FailureCount = 3 };

        var body = WorkMessages.Write(work).Body;

        Assert.EndsWith("\"attempt\":2,\"chain\":\"c\",\"faults\":3}", Encoding.UTF8.GetString(body.Span), StringComparison.Ordinal);
        Assert.Equal(work, Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(body)).Work);
    }

    [Fact]
    public void A_body_of_an_earlier_version_has_no_chain_and_no_failure_count_and_is_valid() =>
        Assert.Equal(
            new ExecuteRefund(Address, Id<Refund>.Parse(Refund), 2),
            Assert.IsType<ReadWork.Valid>(Parse(Body())).Work);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("<xml/>")]
    public void JSON_that_is_not_an_object_is_invalid(string body) =>
        Assert.NotEmpty(Assert.IsType<ReadWork.Invalid>(Parse(body)).Reason);

    [Fact]
    public void Bytes_that_are_not_text_are_invalid() =>
        Assert.IsType<ReadWork.Invalid>(WorkMessages.Parse(BinaryData.FromBytes(new byte[] { 0xff, 0xfe, 0x00 })));

    [Fact]
    public async Task A_message_contains_its_type_and_belongs_to_the_session_of_its_ledger()
    {
        var work = new ExecuteRefund(Address, Id<Refund>.Parse(Refund), 2);

        var sentMessages = await SentAsync(work, TimeSpan.Zero);
        var message = Assert.Single(sentMessages, sent => sent.Queue == QueueNames.Refunds).Message;

        Assert.Equal(("execute_refund", "application/json"), (message.Subject, message.ContentType));
        Assert.Equal($"shop|{Ledger}", message.SessionId);
        Assert.StartsWith($"{Refund}:", message.MessageId, StringComparison.Ordinal);
        Assert.Equal(default, message.ScheduledEnqueueTime);
    }

    [Fact]
    public async Task Each_step_of_a_chain_has_its_own_message_id()
    {
        var work = new ExecuteRefund(Address, Id<Refund>.Parse(Refund)) { ChainId = "c" };

        Assert.Equal($"{Refund}:c:0:0", await NameOfAsync(work));
        Assert.Equal($"{Refund}:c:1:0", await NameOfAsync(work.NextAttempt()));
        Assert.Equal($"{Refund}:c:0:1", await NameOfAsync(work.AfterFailure()));
        Assert.Equal($"{Refund}:d:0:0", await NameOfAsync(work with { ChainId = "d" }));
        Assert.NotEqual(
            await NameOfAsync(work with { ChainId = null }), await NameOfAsync(work with { ChainId = null }));
    }

    [Fact]
    public async Task A_delayed_message_is_scheduled_at_an_absolute_time()
    {
        var work = new ExecuteRefund(Address, Id<Refund>.Parse(Refund));

        var message = Assert.Single(await SentAsync(work, TimeSpan.FromSeconds(2))).Message;

        Assert.Equal(Now.AddSeconds(2), message.ScheduledEnqueueTime);
    }

    [Fact]
    public async Task A_credit_goes_to_the_queue_without_sessions()
    {
        var work = new SettleCredit(Address, Id<Credit>.NewShort(Address.Ledger, Guid.NewGuid()));

        var (queue, message) = Assert.Single(await SentAsync(work, TimeSpan.Zero));

        Assert.Equal((QueueNames.Credits, null), (queue, message.SessionId));
    }

    private static async Task<string?> NameOfAsync(WorkItem work) =>
        Assert.Single(await SentAsync(work, TimeSpan.Zero)).Message.MessageId;

    private static async Task<List<(string Queue, ServiceBusMessage Message)>> SentAsync(WorkItem work, TimeSpan delay)
    {
        var client = new RecordingClient();
        await new ServiceBusWorkQueue(client, new FakeTimeProvider(Now), Chains)
            .EnqueueAsync(work, delay, default);
        return client.Sent;
    }

    private static ReadWork Parse(string body) => WorkMessages.Parse(BinaryData.FromString(body));

    private static string Body() =>
        $$"""{"type":"execute_refund","organization":"shop","ledger":"{{Ledger}}","id":"{{Refund}}","attempt":2}""";

    private sealed class RecordingClient : ServiceBusClient
    {
        public List<(string Queue, ServiceBusMessage Message)> Sent { get; } = [];

        public override ServiceBusSender CreateSender(string queueOrTopicName) =>
            new RecordingSender(message => Sent.Add((queueOrTopicName, message)));
    }

    private sealed class RecordingSender(Action<ServiceBusMessage> send) : ServiceBusSender
    {
        public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
        {
            send(message);
            return Task.CompletedTask;
        }
    }
}
