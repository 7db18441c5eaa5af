using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing;

namespace Payments.Processors.Tests.Compliance;

/// <summary>Which answers are lost.</summary>
public enum Loss
{
    /// <summary>The request is lost before it has an effect.</summary>
    BeforeMoney,

    /// <summary>The money has moved, and the answer is lost.</summary>
    AfterMoney,
}

/// <summary>What every processor must do: the contract of <see cref="IPaymentProcessor"/>.</summary>
public abstract class ProcessorCompliance : IAsyncLifetime
{
    protected static readonly OrganizationId Demo = OrganizationId.From("demo");
    protected static readonly OrganizationId Other = OrganizationId.From("other");

    private static readonly LedgerId Ledger = LedgerId.ForOrder(OrderNumber.From("o-1"));

    protected ManualClock Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    protected abstract IPaymentProcessor Processor { get; }

    /// <summary>A card that everything is approved for.</summary>
    protected abstract string GoodToken { get; }

    /// <summary>A card whose authorizations are declined.</summary>
    protected abstract string DecliningToken { get; }

    /// <summary>Makes the next refund's outcome unknown, however often the client repeats it by itself.</summary>
    /// <returns>The amount to refund.</returns>
    protected abstract Money LoseRefund(Loss loss);

    /// <summary>A card whose refunds the processor holds until they end.</summary>
    protected abstract string HoldingToken { get; }

    /// <summary>References in the processor's own form that it does not have, of a refund and of a capture.</summary>
    protected abstract (string Refund, string Capture) Missing { get; }

    /// <summary>Ends a refund that the processor holds, or has made: it succeeds, or fails.</summary>
    protected abstract Task EndRefundAsync(string reference, bool hasSucceeded);

    /// <summary>The processor's statement; null if it shows none.</summary>
    protected abstract IProcessorStatement? Statement { get; }

    /// <summary>What really moved, according to the processor's books.</summary>
    protected abstract Task<(Money Captured, Money Refunded)> ReadBooksAsync(Currency currency);

    /// <inheritdoc/>
    public abstract ValueTask InitializeAsync();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("100.00", "60.00", "USD")]
    [InlineData("10000", "4001", "JPY")]
    [InlineData("100.120", "60.010", "KWD")]
    public async Task A_capture_takes_exactly_its_amount_and_a_refund_returns_exactly_its_own(
        string captured, string refunded, string currency)
    {
        var capture = await CapturedAsync(Of(captured, currency));

        await ApprovedAsync(RefundOf(capture, Of(refunded, currency)));

        Assert.Equal(
            (Of(captured, currency), Of(refunded, currency)), await ReadBooksAsync(Currency.Parse(currency)));
    }

    [Fact]
    public async Task The_same_key_again_has_the_same_outcome_and_moves_nothing()
    {
        var authorize = new AuthorizeFunds(Demo, NewKey<Authorization>(), Of("100.00"), GoodToken);
        var authorized = await ApprovedAsync(authorize);
        Assert.Equal(authorized, await ApprovedAsync(authorize));

        var capture = new CaptureFunds(Demo, NewKey<Capture>(), Of("100.00"), authorized.Reference);
        var captured = await ApprovedAsync(capture);
        Assert.Equal(captured, await ApprovedAsync(capture));

        var refund = RefundOf(captured.Reference, Of("40.00"));
        var refunded = await ApprovedAsync(refund);
        Assert.Equal(refunded, await ApprovedAsync(refund));

        Assert.Equal((Of("100.00"), Of("40.00")), await ReadBooksAsync(Currency.Parse("USD")));
    }

    [Fact]
    public async Task The_same_key_ten_times_at_once_moves_money_once()
    {
        var refund = RefundOf(await CapturedAsync(Of("100.00")), Of("5.00"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => ExecuteAsync(refund))));

        Assert.DoesNotContain(answers, answer => answer is ProcessorResponse.Declined);
        var outcome = await ApprovedAsync(refund);
        Assert.All(answers.OfType<ProcessorResponse.Approved>(), answer => Assert.Equal(outcome, answer));
        Assert.Equal(Of("5.00"), (await ReadBooksAsync(Currency.Parse("USD"))).Refunded);
    }

    [Fact]
    public async Task The_same_key_of_two_organizations_is_two_operations()
    {
        var authorize = new AuthorizeFunds(Demo, "aut:the-same-fingerprint", Of("1.00"), GoodToken);

        var first = await ApprovedAsync(authorize);
        var second = await ApprovedAsync(authorize with { Organization = Other });

        Assert.NotEqual(first.Reference, second.Reference);
    }

    [Theory]
    [InlineData(Loss.BeforeMoney, 0)]
    [InlineData(Loss.BeforeMoney, 25)]
    [InlineData(Loss.BeforeMoney, 1_000)]
    [InlineData(Loss.AfterMoney, 0)]
    [InlineData(Loss.AfterMoney, 25)]
    [InlineData(Loss.AfterMoney, 1_000)]
    public async Task A_refund_whose_answer_was_lost_is_paid_once_however_late_it_is_repeated(Loss loss, int hours)
    {
        var capture = await CapturedAsync(Of("20000.00"));
        var refund = RefundOf(capture, LoseRefund(loss));
        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(refund));

        Time.Advance(TimeSpan.FromHours(hours));
        var outcome = await ApprovedAsync(refund);
        Time.Advance(TimeSpan.FromHours(hours));

        Assert.Equal(outcome, await ApprovedAsync(refund));
        Assert.Equal(refund.Amount, (await ReadBooksAsync(Currency.Parse("USD"))).Refunded);
    }

    [Fact]
    public async Task A_decline_is_final()
    {
        var authorize = new AuthorizeFunds(Demo, NewKey<Authorization>(), Of("100.00"), DecliningToken);

        var declined = Assert.IsType<ProcessorResponse.Declined>(await ExecuteAsync(authorize));

        Assert.Equal(DeclineReason.InsufficientFunds, declined.Decline.Reason);
        Assert.Equal(declined, await ExecuteAsync(authorize));
    }

    [Fact]
    public async Task More_than_was_captured_is_neither_captured_nor_refunded()
    {
        var authorized = await AuthorizedAsync(Of("100.00"));
        var tooMuch = new CaptureFunds(Demo, NewKey<Capture>(), Of("100.01"), authorized);
        Assert.IsType<ProcessorResponse.Declined>(await ExecuteAsync(tooMuch));
        var capture = await CapturedAsync(Of("10.00"));

        await ApprovedAsync(RefundOf(capture, Of("6.00")));
        Assert.IsType<ProcessorResponse.Declined>(await ExecuteAsync(RefundOf(capture, Of("4.01"))));

        Assert.Equal((Of("10.00"), Of("6.00")), await ReadBooksAsync(Currency.Parse("USD")));
    }

    [Fact]
    public async Task What_was_released_is_never_captured_and_is_released_once()
    {
        var authorized = await AuthorizedAsync(Of("100.00"));
        var release = new ReleaseFunds(Demo, $"{NewKey<Authorization>()}/release", Of("100.00"), authorized);

        await ApprovedAsync(release);
        await ApprovedAsync(release);

        var capture = new CaptureFunds(Demo, NewKey<Capture>(), Of("1.00"), authorized);
        Assert.IsType<ProcessorResponse.Declined>(await ExecuteAsync(capture));
        Assert.Equal(Of("0.00"), (await ReadBooksAsync(Currency.Parse("USD"))).Captured);
    }

    [Fact]
    public async Task A_question_has_the_outcome_and_executes_nothing()
    {
        var authorize = new AuthorizeFunds(Demo, NewKey<Authorization>(), Of("100.00"), GoodToken);
        var authorized = await ApprovedAsync(authorize);
        Assert.Equal(authorized, await QueryAsync(authorize, authorized.Reference));
        var capture = new CaptureFunds(Demo, NewKey<Capture>(), Of("100.00"), authorized.Reference);
        var captured = await ApprovedAsync(capture);
        Assert.Equal(captured.Reference, Assert.IsType<ProcessorResponse.Approved>(
            await QueryAsync(capture, captured.Reference)).Reference);
        var refund = RefundOf(captured.Reference, Of("40.00"));
        var refunded = await ApprovedAsync(refund);

        Assert.Equal(refunded, await QueryAsync(refund, refunded.Reference));

        Assert.Equal((Of("100.00"), Of("40.00")), await ReadBooksAsync(Currency.Parse("USD")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refund_that_is_held_is_pending_until_it_has_ended(bool hasSucceeded)
    {
        var refund = RefundOf(await CapturedAsync(Of("100.00"), HoldingToken), Of("40.00"));
        var pending = Assert.IsType<ProcessorResponse.Pending>(await ExecuteAsync(refund));
        Assert.Equal(pending, await ExecuteAsync(refund));
        Assert.Equal(pending, await QueryAsync(refund, pending.Reference));

        await EndRefundAsync(pending.Reference, hasSucceeded);

        var ended = await QueryAsync(refund, pending.Reference);
        Assert.Equal(hasSucceeded, ended is ProcessorResponse.Approved);
        Assert.Equal(!hasSucceeded, ended is ProcessorResponse.Declined);
        Assert.Equal(Of(hasSucceeded ? "40.00" : "0.00"), (await ReadBooksAsync(Currency.Parse("USD"))).Refunded);
    }

    [Fact]
    public async Task A_refund_that_failed_after_it_had_succeeded_is_declined_when_it_is_asked_about()
    {
        var refund = RefundOf(await CapturedAsync(Of("100.00")), Of("40.00"));
        var approved = await ApprovedAsync(refund);

        await EndRefundAsync(approved.Reference, hasSucceeded: false);

        Assert.IsType<ProcessorResponse.Declined>(await QueryAsync(refund, approved.Reference));
        Assert.Equal(Of("0.00"), (await ReadBooksAsync(Currency.Parse("USD"))).Refunded);
    }

    [Fact]
    public async Task A_reference_that_the_processor_does_not_have_is_no_decline()
    {
        var refund = RefundOf(await CapturedAsync(Of("100.00")), Of("40.00"));

        Assert.IsType<ProcessorResponse.Unknown>(await QueryAsync(refund, Missing.Refund));
        Assert.Null(await Processor.InspectCaptureAsync(Demo, Missing.Capture, default));
    }

    [Fact]
    public async Task A_capture_that_nobody_disputes_stands()
    {
        var capture = await CapturedAsync(Of("10.00"));

        var standing = await Processor.InspectCaptureAsync(Demo, capture, default);

        Assert.NotNull(standing);
        Assert.False(standing.Voided);
        Assert.Empty(standing.Disputes);
    }

    [Fact]
    public async Task A_caller_who_has_given_up_is_no_timeout_and_moves_nothing()
    {
        var refund = RefundOf(await CapturedAsync(Of("10.00")), Of("6.00"));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Processor.ExecuteAsync(refund, gone.Token));

        Assert.Equal(Of("0.00"), (await ReadBooksAsync(Currency.Parse("USD"))).Refunded);
    }

    [Fact]
    public async Task The_statement_names_the_operation_of_each_movement_and_shows_only_the_period()
    {
        if (Statement is not { } statement) return;
        var from = Time.GetUtcNow();
        var authorized = await AuthorizedAsync(Of("100.00"));
        var capture = new CaptureFunds(Demo, NewKey<Capture>(), Of("100.00"), authorized);
        var captured = await ApprovedAsync(capture);
        Time.Advance(TimeSpan.FromHours(1));
        var refund = RefundOf(captured.Reference, Of("40.00"));
        var refunded = await ApprovedAsync(refund);
        Time.Advance(TimeSpan.FromHours(1));
        await EndRefundAsync(refunded.Reference, hasSucceeded: false);
        Time.Advance(TimeSpan.FromSeconds(1));

        var all = await ListAsync(statement, Demo, from, Time.GetUtcNow());
        var last = await ListAsync(statement, Demo, from.AddHours(2), Time.GetUtcNow());

        Assert.Equal(
            [
                (MovementKind.Capture, false, Of("100.00"), capture.IdempotencyKey, from),
                (MovementKind.Refund, false, Of("40.00"), refund.IdempotencyKey, from.AddHours(1)),
                (MovementKind.Refund, true, Of("40.00"), refund.IdempotencyKey, from.AddHours(2)),
            ],
            all.Select(found =>
                (found.Kind, found.IsReturn, found.Amount, Assert.Single(found.Operations), found.At)));
        Assert.All(all, found => Assert.True(found.IsOfThisService));
        Assert.True(Assert.Single(last).IsReturn);
    }

    [Fact]
    public async Task What_never_moved_is_not_in_the_statement_and_one_organization_does_not_see_another_s()
    {
        if (Statement is not { } statement) return;
        var from = Time.GetUtcNow();
        await ExecuteAsync(new AuthorizeFunds(Demo, NewKey<Authorization>(), Of("100.00"), DecliningToken));
        await AuthorizedAsync(Of("100.00"));
        var others = await ApprovedAsync(
            new AuthorizeFunds(Other, NewKey<Authorization>(), Of("10.00"), GoodToken));
        await ApprovedAsync(new CaptureFunds(Other, NewKey<Capture>(), Of("10.00"), others.Reference));
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await ListAsync(statement, Demo, from, Time.GetUtcNow()));
        Assert.Single(await ListAsync(statement, Other, from, Time.GetUtcNow()));
    }

    private static async Task<List<ProcessorMovement>> ListAsync(
        IProcessorStatement statement, OrganizationId organization, DateTimeOffset from, DateTimeOffset to) =>
        await statement.ReadAsync(organization, from, to, default).OrderBy(found => found.At).ToListAsync();

    protected static Money Of(string amount, string currency = "USD") =>
        Money.TryFromDecimal(
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
            Currency.Parse(currency),
            out var money)
                ? money
                : throw new FormatException($"{amount} {currency} is no amount.");

    /// <summary>The idempotency key of a record that is created now.</summary>
    protected string NewKey<T>() where T : IIdentified =>
        Id<T>.New(Ledger, Guid.CreateVersion7(Time.GetUtcNow())).ToString();

    protected RefundFunds RefundOf(string capture, Money amount) =>
        new(Demo, $"{NewKey<Refund>()}/1", amount, capture);

    protected Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation) =>
        Processor.ExecuteAsync(operation, default);

    protected Task<ProcessorResponse> QueryAsync(ProcessorOperation operation, string reference) =>
        Processor.QueryAsync(operation, reference, default);

    protected async Task<ProcessorResponse.Approved> ApprovedAsync(ProcessorOperation operation) =>
        Assert.IsType<ProcessorResponse.Approved>(await ExecuteAsync(operation));

    protected async Task<string> AuthorizedAsync(Money amount, string? token = null) =>
        (await ApprovedAsync(new AuthorizeFunds(Demo, NewKey<Authorization>(), amount, token ?? GoodToken))).Reference;

    protected async Task<string> CapturedAsync(Money amount, string? token = null)
    {
        var authorization = await AuthorizedAsync(amount, token);
        return (await ApprovedAsync(new CaptureFunds(Demo, NewKey<Capture>(), amount, authorization))).Reference;
    }
}
