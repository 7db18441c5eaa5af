using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Webhooks;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

/// <summary>Events are made by the commits that they tell of, and delivered to each endpoint.</summary>
public sealed class EventsOfCommits
{
    private readonly Shop _shop = new();

    private WebhookAdministration Administration => _shop.Another().Get<WebhookAdministration>();

    [Fact]
    public async Task A_refund_is_delivered_when_it_is_requested_and_when_it_succeeds()
    {
        await ListenAsync("https://shop.example/hook");
        await _shop.CapturedAsync(100);

        await _shop.RefundAsync(60);
        await _shop.DeliverAllAsync();

        Assert.Equal([EventKind.RefundRequested, EventKind.RefundSucceeded], await DeliveredAsync());
    }

    [Fact]
    public async Task Every_change_of_an_order_s_life_is_delivered_in_its_order()
    {
        await ListenAsync("https://shop.example/hook");
        await _shop.RegisterAsync(1_000);
        await _shop.CreditPayments.RecordAsync(Shop.Organization, Requests.CreditPayment(10), default);
        await _shop.CapturedOfAsync(100);
        await _shop.RefundAsync(60);
        await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(5), default);

        await _shop.DeliverAllAsync();

        Assert.Equal(
            [
                EventKind.CreditPaymentCreated, EventKind.AuthorizationAuthorized, EventKind.CaptureSucceeded,
                EventKind.RefundRequested, EventKind.CreditAuthorized, EventKind.RefundSucceeded,
                EventKind.CreditSettled,
            ],
            (await DeliveredAsync()).OrderBy(kind => kind is EventKind.RefundSucceeded ? 1
                : kind is EventKind.CreditSettled ? 2
                : 0));
    }

    [Fact]
    public async Task Nobody_is_told_of_a_change_that_was_not_made()
    {
        await ListenAsync("https://shop.example/hook");
        await _shop.CapturedAsync(100);
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: false);

        await Assert.ThrowsAnyAsync<Exception>(() => _shop.RefundAsync(60));
        _shop.Wire.Calm();
        await _shop.DeliverAllAsync();

        Assert.Empty(_shop.Endpoints.Sent);
    }

    [Fact]
    public async Task The_shop_is_told_of_a_change_whose_response_was_lost()
    {
        await ListenAsync("https://shop.example/hook");
        await _shop.CapturedAsync(100);
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: true);

        await Assert.ThrowsAnyAsync<Exception>(() => _shop.RefundAsync(60));
        _shop.Wire.Calm();
        await _shop.DeliverAllAsync();

        Assert.Contains(EventKind.RefundRequested, await DeliveredAsync());
    }

    [Fact]
    public async Task An_announcement_of_a_commit_that_lost_to_another_is_dropped_at_once()
    {
        await ListenAsync("https://shop.example/hook");
        await _shop.CapturedAsync(100);
        var refund = (await _shop.RefundAsync(60)).Result().Refund;
        var announced = _shop.Queue.TakeAll().Select(sent => sent.Work).OfType<PublishEvents>().Single();
        var position = announced.Events.Single();
        Assert.Equal(RecordKey.For(refund.Id), position.Record);

        await _shop.HandleAsync(announced with { Events = [position with { Commit = position.Commit + 1 }] });

        Assert.Empty(_shop.Queue.TakeAll());
    }

    [Fact]
    public async Task An_announcement_that_comes_before_its_commit_waits_for_it_for_two_minutes()
    {
        await ListenAsync("https://shop.example/hook");
        await _shop.CapturedAsync(100);
        var announced = new PublishEvents(Shop.Ledger, [new AnnouncedEvent(99, new RecordKey("ref-1"), 7)]);

        await _shop.HandleAsync(announced);
        var rescheduled = Assert.Single(_shop.Queue.TakeAll()).Work;
        Assert.Equal(1, rescheduled.Attempt);

        await _shop.HandleAsync(rescheduled with { Attempt = 6 });
        Assert.Empty(_shop.Queue.TakeAll());
    }

    [Fact]
    public async Task Each_endpoint_has_a_delivery_of_its_own_with_the_chain_of_the_announcement()
    {
        await ListenAsync("https://shop.example/one");
        await ListenAsync("https://shop.example/two");
        await ListenAsync("https://shop.example/off", enabled: false);
        await _shop.CapturedAsync(100);
        await _shop.RefundAsync(60);
        var announced = _shop.Queue.TakeAll().Select(sent => sent.Work).OfType<PublishEvents>().Single();

        await _shop.HandleAsync(announced with { ChainId = "c" });

        var deliveries = _shop.Queue.TakeAll().Select(sent => Assert.IsType<DeliverEvent>(sent.Work)).ToList();
        Assert.Equal(2, deliveries.Select(delivery => delivery.Endpoint).Distinct().Count());
        Assert.Equal(2, deliveries.Select(delivery => delivery.Subject).Distinct().Count());
        Assert.All(deliveries, delivery => Assert.Equal("c", delivery.ChainId));
        Assert.Single(deliveries.Select(delivery => delivery.Event).Distinct());
    }

    [Fact]
    public async Task If_it_is_unknown_whether_anyone_listens_the_change_is_made_and_announced()
    {
        await _shop.CapturedAsync(100);
        _shop.Clock.Advance(TimeSpan.FromMinutes(5));
        _shop.Webhooks.Fault = new TimeoutException("Storage is down.");

        (await _shop.RefundAsync(60)).Accepted();

        Assert.Single(_shop.Queue.TakeAll(), sent => sent.Work is PublishEvents);
    }

    [Fact]
    public async Task An_organization_that_nobody_listens_to_costs_one_read_a_minute_and_nothing_else()
    {
        await _shop.CapturedAsync(100);
        await _shop.RefundAsync(1);
        var reads = _shop.Webhooks.Reads;

        for (var n = 0; n < 20; n++) await _shop.RefundAsync(1);

        Assert.Equal(reads, _shop.Webhooks.Reads);
        Assert.DoesNotContain(_shop.Queue.TakeAll(), sent => sent.Work is PublishEvents);
    }

    [Fact]
    public async Task The_cost_of_a_refund_that_an_endpoint_hears_of()
    {
        await ListenAsync("https://shop.example/hook");
        await _shop.CapturedAsync(100);
        await _shop.DeliverAllAsync();
        _shop.Wire.Clear();

        await _shop.RefundAsync(10);

        // One message more than without an endpoint.
        Assert.Equal("commit 1, enqueue 2, ledger-read 1, timeline 1", _shop.Wire.Cost);
        _shop.Wire.Clear();
        var announced = _shop.Queue.TakeAll().Select(sent => sent.Work).OfType<PublishEvents>().Single();
        var (reads, writes) = (_shop.Webhooks.Reads, _shop.Webhooks.Writes);

        await _shop.HandleAsync(announced);
        await _shop.HandleAsync(Assert.Single(_shop.Queue.TakeAll()).Work);

        Assert.Equal("enqueue 1, ledger-read 2", _shop.Wire.Cost);
        Assert.Equal((reads + 2, writes), (_shop.Webhooks.Reads, _shop.Webhooks.Writes));
        Assert.Single(_shop.Endpoints.Sent);
    }

    private async Task ListenAsync(string url, bool enabled = true) => (await Administration.CreateAsync(
        Shop.Organization, new WebhookChoices(new Uri(url), "", enabled), default)).Accepted();

    /// <summary>The events that were delivered, by their ids.</summary>
    private async Task<IReadOnlyList<EventKind>> DeliveredAsync()
    {
        var kinds = new List<EventKind>();
        foreach (var message in _shop.Endpoints.Sent)
        {
            Assert.True(LedgerEventId.TryParse(message.Id, out var id));
            var journal = await _shop.Ledgers.LoadJournalAsync(
                new LedgerAddress(Shop.Organization, id.Ledger), default);
            kinds.Add(Assert.Single(journal, entry => entry.Sequence == id.Sequence && entry.At == id.At).Event!.Value);
        }

        return kinds;
    }
}
