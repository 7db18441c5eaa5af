using Payments.Handlers.Limits;
using Payments.Testing;
using Payments.Testing.Samples;

namespace Payments.Handlers.Tests;

/// <summary>How failed authentications are throttled.</summary>
public sealed class FailedAuthentications
{
    private static readonly Attempt Shops = new("Flow/shop", "192.0.2.1");
    private static readonly Attempt Attackers = new("Flow/shop", "198.51.100.7");

    private readonly ManualClock _clock = new(Sample.At);
    private readonly FailedAttempts _failures;

    public FailedAuthentications() => _failures = new FailedAttempts(_clock);

    [Fact]
    public void After_twenty_failures_an_address_waits_for_a_credential_until_the_window_ends()
    {
        Fail(Attackers, FailedAttempts.MaxPerCredentialAndAddress - 1);
        Assert.Null(_failures.FindWait(Attackers));
        Fail(Attackers, 1);

        var wait = _failures.FindWait(Attackers);

        Assert.InRange(wait!.Value, TimeSpan.FromTicks(1), FailedAttempts.Window);
        _clock.Advance(wait.Value);
        Assert.Null(_failures.FindWait(Attackers));
    }

    [Fact]
    public void An_attacker_who_knows_only_a_public_id_cannot_lock_the_shop_out()
    {
        _failures.RecordSuccess(Shops);

        Fail(Attackers, FailedAttempts.MaxPerCredential);

        Assert.True(_failures.IsProved(Shops));
        Assert.False(_failures.IsProved(Attackers));
        Assert.Null(_failures.FindWait(Shops with { Credential = "Flow/other" }));
    }

    [Fact]
    public void An_address_waits_for_every_credential_after_five_hundred_failures()
    {
        for (var number = 0; number < FailedAttempts.MaxPerAddress; number++)
            _failures.Record(Attackers with { Credential = $"Flow/guess-{number}" });

        Assert.NotNull(_failures.FindWait(Attackers));
        Assert.NotNull(_failures.FindWait(Attackers with { Credential = null }));
        Assert.Null(_failures.FindWait(Shops));
    }

    [Fact]
    public void A_credential_is_proved_only_at_the_addresses_where_it_was()
    {
        _failures.RecordSuccess(Shops);

        Assert.True(_failures.IsProved(Shops));
        Assert.False(_failures.IsProved(Shops with { Credential = "Flow/other" }));
        Assert.False(_failures.IsProved(Shops with { Credential = null }));
    }

    [Fact]
    public void A_credential_waits_at_any_address_after_five_thousand_failures_from_anywhere()
    {
        for (var number = 0; number < FailedAttempts.MaxPerCredential; number++)
            _failures.Record(Attackers with { Address = $"198.51.100.{number % 250}" });

        Assert.NotNull(_failures.FindWait(new Attempt("Flow/shop", "203.0.113.9")));
        Assert.Null(_failures.FindWait(new Attempt("Flow/other", "203.0.113.9")));
    }

    [Fact]
    public void Memory_is_bounded()
    {
        for (var number = 0; number < 3 * FailedAttempts.MaxTracked; number++)
        {
            _failures.Record(new Attempt($"Flow/{number}", $"address-{number}"));
            _failures.RecordSuccess(new Attempt($"Flow/{number}", $"address-{number}"));
        }

        Assert.InRange(_failures.Tracked, 1, 4 * FailedAttempts.MaxTracked);
    }

    private void Fail(Attempt attempt, int times)
    {
        for (var number = 0; number < times; number++) _failures.Record(attempt);
    }
}
