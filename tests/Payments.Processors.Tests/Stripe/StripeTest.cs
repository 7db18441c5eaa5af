using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.ScriptedProcessors;
using Payments.ScriptedProcessors.Stripe;
using Payments.Testing;

namespace Payments.Processors.Tests.Stripe;

/// <summary>Tests of what is special at Stripe, against a scripted one.</summary>
public abstract class StripeTest : IAsyncLifetime
{
    private protected static readonly OrganizationId Demo = OrganizationId.From("demo");
    private protected static readonly LedgerId Ledger = LedgerId.ForOrder(OrderNumber.From("o-1"));

    private StripeBench? _bench;

    private protected ManualClock Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private protected StripeBench Bench => _bench!;

    private protected ScriptedStripe Server => Bench.Server;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        _bench = await StripeBench.StartAsync(Time, ScriptedStripe.SecretKey, Demo);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Id<T> NewId<T>() where T : IIdentified =>
        Id<T>.New(Ledger, Guid.CreateVersion7(Time.GetUtcNow()));

    private protected AuthorizeFunds Authorize(decimal amount, string token = StripeCards.Good) =>
        new(Demo, NewId<Authorization>().ToString(), Shop.Dollars(amount), token);

    private protected CaptureFunds Capture(string authorization, decimal amount) =>
        new(Demo, NewId<Capture>().ToString(), Shop.Dollars(amount), authorization);

    private protected RefundFunds Refund(string capture, decimal amount) =>
        new(Demo, $"{NewId<Refund>()}/1", Shop.Dollars(amount), capture);

    private protected ReleaseFunds Release(string authorization, decimal amount) =>
        new(Demo, $"{NewId<Authorization>()}/release", Shop.Dollars(amount), authorization);

    private protected Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation) =>
        Bench.Processor.ExecuteAsync(operation, default);

    private protected Task<ProcessorResponse> QueryAsync(ProcessorOperation operation, string reference) =>
        Bench.Processor.QueryAsync(operation, reference, default);

    private protected async Task<string> ApprovedAsync(ProcessorOperation operation) =>
        Assert.IsType<ProcessorResponse.Approved>(await ExecuteAsync(operation)).Reference;

    private protected async Task<Decline> DeclinedAsync(ProcessorOperation operation) =>
        Assert.IsType<ProcessorResponse.Declined>(await ExecuteAsync(operation)).Decline;

    private protected async Task<string> AuthorizedAsync(decimal amount, string token = StripeCards.Good) =>
        await ApprovedAsync(Authorize(amount, token));

    private protected async Task<string> CapturedAsync(decimal amount, string token = StripeCards.Good) =>
        await ApprovedAsync(Capture(await AuthorizedAsync(amount, token), amount));

    /// <summary>
    /// The next request that moves money, and its repetition by Stripe's client, have this fate. Too many requests are
    /// not repeated.
    /// </summary>
    private protected void ScriptBoth(Fate fate) =>
        Server.Script(Enumerable.Repeat(fate, fate == Fate.TooMany ? 1 : 2));

    private protected static long Cents(decimal amount) => (long)(amount * 100);
}
