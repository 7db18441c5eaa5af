using System.Collections.Immutable;
using Payments.Dialects.Ops;
using Payments.Dialects.Wire;
using Payments.Handlers.Limits;
using Payments.Testing;
using Payments.Testing.Samples;

namespace Payments.Dialects.Tests.Ops;

public sealed class OpsAccessTests
{
    private const string Token = "ops-token";
    private const string Attacker = "198.51.100.7";

    private readonly ManualClock _clock = new(Sample.At);
    private readonly OpsAccess _access;

    public OpsAccessTests() =>
        _access = new OpsAccess(new OpsToken(Token), new FailedAttempts(_clock), new CallerAddresses(1));

    [Fact]
    public async Task Wrong_tokens_are_throttled_by_address()
    {
        for (var attempt = 0; attempt < FailedAttempts.MaxPerCredentialAndAddress; attempt++)
            Assert.Equal(401, (await SendAsync("wrong", Attacker)).Status);

        var throttled = await SendAsync(Token, Attacker);

        Assert.Equal(429, throttled.Status);
        Assert.True(throttled.Headers.ContainsKey("Retry-After"));
        Assert.Equal(200, (await SendAsync(Token, "192.0.2.1")).Status);
        _clock.Advance(FailedAttempts.Window);
        Assert.Equal(200, (await SendAsync(Token, Attacker)).Status);
    }

    [Fact]
    public async Task A_request_without_a_token_is_no_attempt()
    {
        for (var attempt = 0; attempt <= FailedAttempts.MaxPerAddress; attempt++)
            Assert.Equal(401, (await SendAsync("", Attacker)).Status);
    }

    private async Task<WireResponse> SendAsync(string token, string address)
    {
        var headers = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
            .Add("Authorization", $"Bearer {token}")
            .Add(CallerAddresses.Header, address);
        var request = new WireRequest(
            "GET", new Uri("http://127.0.0.1/ops/dead-letters"), headers, ReadOnlyMemory<byte>.Empty);
        return await _access.RejectAsync(request) ?? WireResponse.Empty(200);
    }
}
