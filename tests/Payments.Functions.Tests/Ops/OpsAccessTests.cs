using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Payments.Dialects.Wire;
using Payments.Functions.Ops;
using Payments.Handlers.Limits;
using Payments.Testing;
using Payments.Testing.InMemory;
using Payments.Testing.Samples;

namespace Payments.Functions.Tests.Ops;

public sealed class OpsAccessTests
{
    private const string Token = "ops-token";
    private const string Attacker = "198.51.100.7";

    private readonly ManualClock _clock = new(Sample.At);
    private readonly OpsAccess _access;

    public OpsAccessTests()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Ops:Token"] = Token })
            .Build();
        var failures = new FailedAttempts(_clock);
        var limits = new CallerLimits(
            failures, new RequestRates(new InMemoryCounters(), _clock), new CallerAddresses(1));
        _access = new OpsAccess(configuration, failures, limits);
    }

    [Fact]
    public void Wrong_tokens_are_throttled_by_address()
    {
        for (var attempt = 0; attempt < FailedAttempts.MaxPerCredentialAndAddress; attempt++)
            Assert.Equal(401, Ask("wrong", Attacker).Status);

        var throttled = Ask(Token, Attacker);

        Assert.Equal(429, throttled.Status);
        Assert.True(throttled.Headers.ContainsKey("Retry-After"));
        Assert.Equal(200, Ask(Token, "192.0.2.1").Status);
        _clock.Advance(FailedAttempts.Window);
        Assert.Equal(200, Ask(Token, Attacker).Status);
    }

    [Fact]
    public void A_request_without_a_token_is_no_attempt()
    {
        for (var attempt = 0; attempt <= FailedAttempts.MaxPerAddress; attempt++)
            Assert.Equal(401, Ask("", Attacker).Status);
    }

    private WireResponse Ask(string token, string address)
    {
        var headers = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
            .Add("Authorization", $"Bearer {token}")
            .Add(CallerAddresses.Header, address);
        var request = new WireRequest(
            "GET", new Uri("http://127.0.0.1/ops/dead-letters"), headers, ReadOnlyMemory<byte>.Empty);
        return _access.TryAuthenticate(request, out var rejection) ? WireResponse.Empty(200) : rejection;
    }
}
