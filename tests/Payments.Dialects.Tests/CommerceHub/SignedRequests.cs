using System.Globalization;

namespace Payments.Dialects.Tests.CommerceHub;

public sealed class SignedRequests : IDisposable
{
    private const string RawForm = "ReJ99KPUsmriIO0snN3kaxhPciHMPBDIXJl57WiOM7Y=";

    private const string HexForm =
        "NDVlMjdkZjRhM2Q0YjI2YWUyMjBlZDJjOWNkZGU0NmIxODRmNzIyMWNjM2MxMGM4NWM5OTc5ZWQ2ODhlMzNiNg==";

    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(RawForm, 201)]
    [InlineData(HexForm, 201)]
    [InlineData("ReJ99KPUsmriIO0snN3kaxhPciHMPBDIXJl57WiOM7y=", 401)]
    [InlineData("HMAC ReJ99KPUsmriIO0snN3kaxhPciHMPBDIXJl57WiOM7Y=", 401)]
    [InlineData("é", 401)]
    public async Task The_published_digest_test_vector_is_accepted_in_both_encodings(string signature, int status)
    {
        var sent = DateTimeOffset.FromUnixTimeMilliseconds(1709626150123);
        _bench.Time.AdjustTime(sent);
        var request = _bench.Request(Samples.Token, "6b0f6a52-9c1e-4b53-8a77-1f2f0f5b7c10");

        var response = await _bench.SendAsync(
            request with { Headers = request.Headers.SetItem("Authorization", signature) });

        Assert.Equal(status, response.Status);
    }

    [Theory]
    [InlineData(0, 201)]
    [InlineData(300_000, 201)]
    [InlineData(-300_000, 201)]
    [InlineData(300_001, 401)]
    [InlineData(-300_001, 401)]
    public async Task A_request_is_accepted_within_five_minutes_of_its_timestamp_either_way(
        int milliseconds, int status)
    {
        var request = _bench.Request(Samples.Seed);
        _bench.Time.AdjustTime(_bench.Time.GetUtcNow().AddMilliseconds(milliseconds));

        Assert.Equal(status, (await _bench.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("Api-Key", "unknown")]
    [InlineData("Api-Key", "")]
    [InlineData("Client-Request-Id", "another")]
    [InlineData("Timestamp", "1709626150123")]
    [InlineData("Timestamp", "now")]
    [InlineData("Timestamp", "99999999999999999999999")]
    [InlineData("Authorization", "")]
    [InlineData("Auth-Token-Type", "AccessToken")]
    [InlineData("Auth-Token-Type", "JWT")]
    public async Task An_unauthenticated_request_gets_the_gateways_401(string header, string value)
    {
        var request = _bench.Request(Samples.Seed);

        var response = await _bench.SendAsync(request with { Headers = request.Headers.SetItem(header, value) });

        Assert.Equal(401, response.Status);
        var error = Assert.Single(response.Json().GetProperty("error").EnumerateArray());
        Assert.Equal("APIM", error.GetProperty("type").GetString());
        Assert.False(error.TryGetProperty("code", out _));
        Assert.Matches("^[0-9a-f]{32}$", response.At("gatewayResponse.transactionProcessingDetails.apiTraceId"));
        Assert.Empty(_bench.Ledgers.Addresses);
        Assert.Empty(_bench.Processor.Asked);
    }

    [Theory]
    [InlineData("Api-Key")]
    [InlineData("Timestamp")]
    [InlineData("Authorization")]
    public async Task A_missing_header_is_named(string header)
    {
        var request = _bench.Request(Samples.Seed);

        var response = await _bench.SendAsync(request with { Headers = request.Headers.Remove(header) });

        Assert.Equal(401, response.Status);
        Assert.Contains(header, response.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_and_a_wrong_signature_get_the_same_message()
    {
        var request = _bench.Request(Samples.Seed);
        var unknown = await _bench.SendAsync(request with { Headers = request.Headers.SetItem("Api-Key", "x") });
        var wrong = await _bench.SendAsync(request with { Headers = request.Headers.SetItem("Authorization", "x") });

        Assert.Equal(unknown.At("error"), wrong.At("error"));
    }

    [Fact]
    public async Task The_token_type_defaults_to_HMAC()
    {
        var request = _bench.Request(Samples.Seed);

        var response = await _bench.SendAsync(request with { Headers = request.Headers.Remove("Auth-Token-Type") });

        Assert.Equal(201, response.Status);
    }

    [Theory]
    [InlineData(0, 400, "138 Client-Request-Id")]
    [InlineData(256, 400, "100 Client-Request-Id")]
    [InlineData(255, 201, null)]
    public async Task A_client_request_id_has_1_to_255_characters(int length, int status, string? error)
    {
        var response = await _bench.PostAsync(Samples.Seed, new string('i', length));

        Assert.Equal(status, response.Status);
        Assert.Equal(error, status == 201 ? null : Assert.Single(response.Errors()));
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("", 415)]
    [InlineData("application/json; charset=utf-8", 201)]
    [InlineData("Application/JSON", 201)]
    public async Task The_body_must_be_declared_as_JSON(string type, int status)
    {
        var request = _bench.Request(Samples.Seed);

        var response = await _bench.SendAsync(request with { Headers = request.Headers.SetItem("Content-Type", type) });

        Assert.Equal(status, response.Status);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public void An_internal_error_contains_its_trace_id(int status)
    {
        var response = _bench.Dialect.Fault(status, "0a1b2c3d4e5f60718293a4b5c6d7e8f9");

        Assert.Equal(status, response.Status);
        Assert.Equal(["703"], response.Errors());
        Assert.Equal("0a1b2c3d4e5f60718293a4b5c6d7e8f9", response.Headers["ApiTraceId"]);
        Assert.Contains(
            "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            response.Json().GetProperty("error")[0].GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }
}
