using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Webhooks;
using Payments.Ledger.Decisions;

namespace Payments.Handlers.Tests;

/// <summary>Deliveries to endpoints that fail, and what is known of such endpoints.</summary>
public sealed class WebhookDeliveries
{
    private readonly Shop _shop = new();

    private WebhookAdministration Administration => _shop.Another().Get<WebhookAdministration>();

    [Fact]
    public async Task A_delivery_that_fails_is_tried_ten_times_in_three_days_under_the_same_id()
    {
        await ListenAsync();
        var work = await DeliveryAsync();
        _shop.Endpoints.Respond = _ => new WebhookResponse(500, "It answered 500.");
        var waited = TimeSpan.Zero;

        for (var attempt = 0; attempt < DeliverySchedule.MaxTries - 1; attempt++)
        {
            await _shop.HandleAsync(work);
            var next = Assert.Single(_shop.Queue.TakeAll());
            Assert.Equal(DeliverySchedule.Delays[attempt], next.Delay);
            waited += next.Delay;
            work = Assert.IsType<DeliverEvent>(next.Work);
        }

        var given = await Assert.ThrowsAsync<WorkGivenUpException>(() => _shop.HandleAsync(work));
        Assert.Equal(EventDelivery.Undeliverable, given.Reason);
        Assert.Contains("shop.example", given.Message, StringComparison.Ordinal);
        Assert.Contains("It answered 500.", given.Message, StringComparison.Ordinal);
        Assert.Empty(_shop.Queue.TakeAll());
        Assert.Equal(DeliverySchedule.MaxTries, _shop.Endpoints.Sent.Count);
        Assert.Single(_shop.Endpoints.Sent.Select(message => message.Id).Distinct());
        Assert.InRange(waited, TimeSpan.FromDays(3), TimeSpan.FromDays(3.5));
    }

    [Fact]
    public async Task The_first_failure_and_the_recovery_are_stored_and_nothing_between()
    {
        await ListenAsync();
        var work = await DeliveryAsync();
        _shop.Endpoints.Respond = _ => new WebhookResponse(503, "It answered 503.");
        var writes = _shop.Webhooks.Writes;

        for (var n = 0; n < 5; n++) await _shop.HandleAsync(work);

        Assert.Equal(writes + 1, _shop.Webhooks.Writes);
        var failing = await OnlyAsync();
        Assert.Equal(_shop.Clock.GetUtcNow(), failing.FailingSince);
        Assert.Equal("It answered 503.", failing.LastFailure?.Reason);

        _shop.Endpoints.Respond = _ => new WebhookResponse(200, null);
        for (var n = 0; n < 5; n++) await _shop.HandleAsync(work);

        Assert.Equal(writes + 2, _shop.Webhooks.Writes);
        var recovered = await OnlyAsync();
        Assert.Null(recovered.FailingSince);
        Assert.Equal("It answered 503.", recovered.LastFailure?.Reason);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_disabled_and_hears_no_more()
    {
        await ListenAsync();
        var work = await DeliveryAsync();
        _shop.Endpoints.Respond = _ => new WebhookResponse(410, "It answered 410.");

        await _shop.HandleAsync(work);
        await _shop.HandleAsync(work.NextAttempt());

        Assert.Single(_shop.Endpoints.Sent);
        Assert.Empty(_shop.Queue.TakeAll());
        Assert.False((await OnlyAsync()).Enabled);
    }

    [Fact]
    public async Task What_was_to_be_delivered_to_a_removed_endpoint_is_dropped()
    {
        await ListenAsync();
        var work = await DeliveryAsync();
        Assert.True(await Administration.DeleteAsync(Shop.Organization, work.Endpoint, default));

        await _shop.HandleAsync(work);

        Assert.Empty(_shop.Endpoints.Sent);
        Assert.Empty(_shop.Queue.TakeAll());
    }

    [Fact]
    public async Task A_rotation_leaves_two_secrets_for_a_day_and_a_second_one_no_more_than_two()
    {
        var first = (await ListenAsync()).Secret;
        var work = await DeliveryAsync();

        var second = (await Administration.RotateAsync(Shop.Organization, work.Endpoint, default))!.Secret;
        await _shop.HandleAsync(work);
        _shop.Clock.Advance(TimeSpan.FromHours(1));
        var third = (await Administration.RotateAsync(Shop.Organization, work.Endpoint, default))!.Secret;
        await _shop.HandleAsync(work);
        _shop.Clock.Advance(WebhookAdministration.Overlap);
        await _shop.HandleAsync(work);

        Assert.Equal(
            [[second, first], [third, second], [third]],
            _shop.Endpoints.Sent.Select(message => message.Secrets.ToArray()));
        Assert.StartsWith(WebhookAdministration.SecretPrefix, first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_and_a_rotation_at_once_are_both_kept()
    {
        var issued = await ListenAsync();
        var id = issued.Endpoint.Id;

        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(n => new Task[]
        {
            Task.Run(() => Administration.RotateAsync(Shop.Organization, id, default)),
            Task.Run(() => Administration.ChangeAsync(
                Shop.Organization, id, new WebhookChoices(issued.Endpoint.Url, $"description {n}"), default)),
        }).Take(8));

        var endpoint = await OnlyAsync();
        Assert.StartsWith("description", endpoint.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(issued.Secret, endpoint.GetUsableSecrets(_shop.Clock.GetUtcNow()));
        Assert.Equal(9, _shop.Webhooks.Changes.Count);
    }

    [Fact]
    public async Task An_organization_has_at_most_ten_endpoints_even_if_they_are_registered_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 2 * WebhookAdministration.MaxEndpoints).Select(
            n => Task.Run(() => _shop.Another().Get<WebhookAdministration>().CreateAsync(
                Shop.Organization, new WebhookChoices(new Uri($"https://shop.example/{n}"), ""), default))));

        Assert.Equal(
            WebhookAdministration.MaxEndpoints,
            answers.Count(answer => answer is Writing.Answer<IssuedWebhook>.Accepted));
        Assert.All(
            answers.OfType<Writing.Answer<IssuedWebhook>.Rejected>(),
            answer => Assert.Equal(RejectionReason.LimitReached, answer.Rejection.Reason));
    }

    [Fact]
    public async Task An_address_is_registered_once()
    {
        await ListenAsync();

        var again = await Administration.CreateAsync(
            Shop.Organization, new WebhookChoices(new Uri("https://shop.example/hook"), "again"), default);

        Assert.Equal(RejectionReason.IdTaken, again.Reason());
    }

    [Fact]
    public async Task A_change_a_rotation_and_a_removal_read_the_endpoints_once_each_and_of_none_write_nothing()
    {
        var issued = await ListenAsync();
        var id = issued.Endpoint.Id;
        var choices = new WebhookChoices(issued.Endpoint.Url, "changed");
        var (reads, writes) = (_shop.Webhooks.Reads, _shop.Webhooks.Writes);

        await Administration.ChangeAsync(Shop.Organization, id, choices, default);
        await Administration.RotateAsync(Shop.Organization, id, default);
        await Administration.DeleteAsync(Shop.Organization, id, default);

        Assert.Equal((reads + 3, writes + 3), (_shop.Webhooks.Reads, _shop.Webhooks.Writes));
        Assert.Null(await Administration.ChangeAsync(Shop.Organization, id, choices, default));
        Assert.Null(await Administration.RotateAsync(Shop.Organization, id, default));
        Assert.False(await Administration.DeleteAsync(Shop.Organization, id, default));
        Assert.Equal((reads + 6, writes + 3), (_shop.Webhooks.Reads, _shop.Webhooks.Writes));
    }

    [Fact]
    public async Task Each_change_of_an_endpoint_is_in_the_audit_trail_without_a_secret()
    {
        var issued = await ListenAsync();
        var id = issued.Endpoint.Id;
        await Administration.ChangeAsync(
            Shop.Organization, id, new WebhookChoices(issued.Endpoint.Url, "", Enabled: false), default);
        var rotated = await Administration.RotateAsync(Shop.Organization, id, default);
        await Administration.DeleteAsync(Shop.Organization, id, default);

        Assert.Equal(
            [ChangeType.Insert, ChangeType.Update, ChangeType.Update, ChangeType.Delete],
            _shop.Webhooks.Changes.Select(change => change.Type));
        Assert.All(_shop.Webhooks.Changes, change =>
        {
            Assert.Equal((Administered.Webhook, id.ToString()), (change.Kind, change.Subject));
            Assert.DoesNotContain(issued.Secret, change.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(rotated!.Secret, change.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_ping_says_what_became_of_it_and_is_not_tried_again()
    {
        var issued = await ListenAsync();
        _shop.Endpoints.Respond = _ => new WebhookResponse(404, "It answered 404.");

        var response = await Administration.PingAsync(Shop.Organization, issued.Endpoint.Id, default);

        Assert.Equal(new WebhookResponse(404, "It answered 404."), response);
        Assert.Empty(_shop.Queue.TakeAll());
        Assert.Null((await OnlyAsync()).FailingSince);
    }

    [Fact]
    public async Task A_ping_that_is_not_answered_ends_after_five_seconds()
    {
        var issued = await ListenAsync();
        _shop.Endpoints.Wait = cancellation => Task.Delay(Timeout.InfiniteTimeSpan, _shop.Clock, cancellation);

        var pinging = Administration.PingAsync(Shop.Organization, issued.Endpoint.Id, default);
        while (_shop.Endpoints.Sent.Count == 0) await Task.Yield();
        _shop.Clock.Advance(WebhookAdministration.PingTimeout);

        Assert.Equal(new WebhookResponse(null, "It did not answer within 5 seconds."), await pinging);
    }

    private async Task<IssuedWebhook> ListenAsync() => (await Administration.CreateAsync(
        Shop.Organization, new WebhookChoices(new Uri("https://shop.example/hook"), ""), default)).Result();

    private async Task<WebhookEndpoint> OnlyAsync() =>
        Assert.Single((await _shop.Webhooks.FindAsync(Shop.Organization, default)).Endpoints);

    /// <summary>The delivery of a refund's request.</summary>
    private async Task<DeliverEvent> DeliveryAsync()
    {
        await _shop.CapturedAsync(100);
        await _shop.RefundAsync(10);
        var announced = _shop.Queue.TakeAll().Select(sent => sent.Work).OfType<PublishEvents>().Single();
        await _shop.HandleAsync(announced with { ChainId = "c" });
        return Assert.IsType<DeliverEvent>(Assert.Single(_shop.Queue.TakeAll()).Work);
    }
}
