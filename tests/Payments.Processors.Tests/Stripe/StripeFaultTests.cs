using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Stripe;
using Payments.ScriptedProcessors;
using Payments.ScriptedProcessors.Stripe;

namespace Payments.Processors.Tests.Stripe;

/// <summary>Whatever is cut, lost or broken, and however late it is repeated, money moves once.</summary>
public sealed class StripeFaultTests : StripeTest
{
    private static readonly int[] Hours = [0, 30];

    public static TheoryData<Fate, int> Troubles =>
    [
        .. from fate in Enum.GetValues<Fate>()
           where fate is not (Fate.Answer or Fate.HangAfter)
           from hours in Hours
           select (fate, hours),
    ];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_refund_in_trouble_is_paid_once(Fate fate, int hours)
    {
        var refund = Refund(await CapturedAsync(100), 40);
        ScriptBoth(fate);

        var first = await ExecuteAsync(refund);
        Assert.False(first is ProcessorResponse.Declined, first.ToString());
        // A client that saw half of an answer does not repeat its request: the other fates are not for what follows.
        Server.Script();
        Time.Advance(TimeSpan.FromHours(hours));
        var later = await ExecuteAsync(refund);

        // Stripe replays an error of its server for 24 hours; what it had not made by then is made after that.
        if (later is ProcessorResponse.Unknown)
        {
            Assert.Equal((Fate.FailBefore, 0), (fate, hours));
            Time.Advance(ScriptedStripe.KeyRetention);
        }

        await ApprovedAsync(refund);
        Assert.Equal(Cents(40), Server.Refunded("usd"));
        Assert.Single(Server.Refunds);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_capture_in_trouble_is_taken_once(Fate fate, int hours)
    {
        var capture = Capture(await AuthorizedAsync(100), 60);
        ScriptBoth(fate);

        var first = await ExecuteAsync(capture);
        Assert.False(first is ProcessorResponse.Declined, first.ToString());
        // A client that saw half of an answer does not repeat its request: the other fates are not for what follows.
        Server.Script();
        Time.Advance(TimeSpan.FromHours(hours));
        if (await ExecuteAsync(capture) is ProcessorResponse.Unknown)
        {
            Assert.Equal((Fate.FailBefore, 0), (fate, hours));
            Time.Advance(ScriptedStripe.KeyRetention);
        }

        await ApprovedAsync(capture);
        Assert.Equal(Cents(60), Server.Captured("usd"));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task An_authorization_in_trouble_holds_funds_once_while_Stripe_knows_its_key(Fate fate, int hours)
    {
        var authorize = Authorize(100);
        ScriptBoth(fate);

        var first = await ExecuteAsync(authorize);
        Assert.False(first is ProcessorResponse.Declined, first.ToString());
        // A client that saw half of an answer does not repeat its request: the other fates are not for what follows.
        Server.Script();
        Time.Advance(TimeSpan.FromHours(hours > 0 ? 20 : 0));
        var later = await ExecuteAsync(authorize);

        if (fate is Fate.FailBefore or Fate.FailAfter)
            Assert.IsType<ProcessorResponse.Unknown>(later);
        else
            Assert.IsType<ProcessorResponse.Approved>(later);
        Assert.InRange(Server.Payments.Count, 0, 1);
    }

    [Fact]
    public async Task A_client_that_is_not_answered_gives_up_and_the_refund_is_paid_once()
    {
        var refund = Refund(await CapturedAsync(100), 40);
        ScriptBoth(Fate.HangAfter);

        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(refund));
        await ApprovedAsync(refund);

        Assert.Equal(Cents(40), Server.Refunded("usd"));
    }

    [Fact]
    public async Task One_failure_is_repeated_by_Stripe_s_client_under_the_same_key()
    {
        var refund = Refund(await CapturedAsync(100), 40);
        Server.Script(Fate.CutAfter);

        await ApprovedAsync(refund);

        var keys = Server.Requests
            .Where(request => request is { Method: "POST", Path: "/v1/refunds" })
            .Select(request => request.Header("Idempotency-Key"))
            .ToList();
        Assert.Equal(1 + StripeAccounts.MaxRetries, keys.Count);
        Assert.Single(keys.Distinct());
        Assert.Equal(Cents(40), Server.Refunded("usd"));
    }

    [Fact]
    public async Task A_refund_is_looked_for_only_once_Stripe_may_have_forgotten_its_key()
    {
        var capture = await CapturedAsync(100);
        int Lists() => Server.Requests.Count(request => request is { Method: "GET", Path: "/v1/refunds" });
        var refund = Refund(capture, 1);

        await ApprovedAsync(refund);
        Time.Advance(StripeProcessor.KeyRetention - TimeSpan.FromMilliseconds(1));
        await ApprovedAsync(refund);
        Assert.Equal(0, Lists());

        Time.Advance(TimeSpan.FromMilliseconds(1));
        await ApprovedAsync(refund);
        Assert.Equal(1, Lists());
        Assert.True(StripeProcessor.KeyRetention < ScriptedStripe.KeyRetention);
    }

    [Fact]
    public async Task A_refund_is_found_among_hundreds_of_its_payment()
    {
        var capture = await CapturedAsync(1_000);
        var refund = Refund(capture, 1);
        ScriptBoth(Fate.CutAfter);
        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(refund));
        for (var i = 0; i < 250; i++) await ApprovedAsync(Refund(capture, 1));

        Time.Advance(TimeSpan.FromDays(3));
        await ApprovedAsync(refund);

        Assert.Equal(251, Server.Refunds.Count);
    }

    [Fact]
    public async Task Unless_the_refunds_are_listed_none_is_made()
    {
        var refund = Refund("pi_1/0123456789abcdef", 1);
        await using var wrong = await StripeBench.StartAsync(Time, "sk_test_of_somebody_else", Demo);
        Time.Advance(TimeSpan.FromDays(3));

        Assert.IsType<ProcessorResponse.Unknown>(await wrong.Processor.ExecuteAsync(refund, default));

        Assert.All(wrong.Server.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task A_key_that_does_not_tell_its_time_is_looked_for_at_once()
    {
        var refund = new RefundFunds(Demo, "made by hand", Shop.Dollars(1), await CapturedAsync(10));

        await ApprovedAsync(refund);

        Assert.Single(Server.Requests, request => request is { Method: "GET", Path: "/v1/refunds" });
    }

    [Fact]
    public async Task Another_amount_under_the_same_key_is_a_defect_however_late_it_comes()
    {
        var refund = Refund(await CapturedAsync(100), 40);
        await ApprovedAsync(refund);
        Time.Advance(TimeSpan.FromDays(3));

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ExecuteAsync(refund with { Amount = Shop.Dollars(41) }));

        Assert.Equal(Cents(40), Server.Refunded("usd"));
    }

    [Fact]
    public async Task A_wrong_API_key_declines_nothing_and_is_not_logged()
    {
        await using var bench = await StripeBench.StartAsync(Time, "sk_test_of_somebody_else", Demo);
        foreach (var operation in new ProcessorOperation[]
        {
            Authorize(1), Capture("pi_1", 1), Release("pi_1", 1), Refund("pi_1/0123456789abcdef", 1),
        })
            Assert.IsType<ProcessorResponse.Unknown>(await bench.Processor.ExecuteAsync(operation, default));

        Assert.Contains("401", bench.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("sk_test", bench.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_account_s_objects_decline_nothing_because_the_settings_may_be_wrong()
    {
        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(Capture("pi_elsewhere", 1)));
        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(Release("pi_elsewhere", 1)));
        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(Refund("pi_elsewhere/0123456789abcdef", 1)));
    }

    [Fact]
    public async Task An_organization_without_an_account_is_for_a_person_to_correct()
    {
        var elsewhere = Authorize(1) with { Organization = OrganizationId.From("nobody") };

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => ExecuteAsync(elsewhere));

        Assert.Contains("Processors__Stripe__Accounts", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_secrets_nor_tokens_nor_signatures_get_into_logs_or_declines()
    {
        const string Token = "pm_a_token_that_is_secret";
        var declined = await DeclinedAsync(Authorize(1, Token));
        await DeclinedAsync(Authorize(1, StripeCards.Declined));
        var refund = Refund(await CapturedAsync(10), 1);
        foreach (var fate in new[] { Fate.CutAfter, Fate.TooMany, Fate.FailAfter })
        {
            ScriptBoth(fate);
            await ExecuteAsync(refund);
        }

        var said = Bench.Log + declined;
        Assert.DoesNotContain(Token, said, StringComparison.Ordinal);
        Assert.DoesNotContain(StripeCards.Good, said, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedStripe.SecretKey, said, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", said, StringComparison.Ordinal);
        Assert.NotEmpty(Bench.Log);
    }
}
