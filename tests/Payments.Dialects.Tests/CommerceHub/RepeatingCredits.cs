using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Dialects.Tests.CommerceHub;

public sealed class RepeatingCredits : IDisposable
{
    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_same_request_gets_the_same_bytes_even_after_settlement()
    {
        var first = await _bench.PostAsync(Samples.Seed);
        await _bench.DrainAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(20));

        var again = await _bench.PostAsync(Samples.With()); // different whitespace, different signature

        Assert.Equal(201, again.Status);
        Assert.Equal(first.Text(), again.Text());
        Assert.Equal(first.Headers["ApiTraceId"], again.Headers["ApiTraceId"]);
        Assert.Single(_bench.Processor.Asked.OfType<AuthorizeCredit>());
    }

    /// <summary>
    /// The fingerprint is stored with the request's key for a day: if it changed, retries across a deployment would be
    /// rejected.
    /// </summary>
    [Fact]
    public void The_fingerprint_of_a_request_never_changes()
    {
        var call = new HubCall(
            ServiceUnderTest.Request("POST", "/payments/v1/credits", Samples.Seed),
            new Principal(
                new Organization(HubBench.Demo, AllocationPolicy.FewestCaptures, TimeSpan.FromDays(7)),
                CredentialId.From("commercehub/demo"),
                Scopes.All),
            new Merchant(),
            "4345791");

        Assert.True(CreditReader.TryRead(
            call, CreditKind.Credit, new CreditRules(true, true), out var credit, out _));
        Assert.Equal("71ae6f3b88b90a9d6098cc18f8341039089fcb6c329f48dbc85a1b703b136ed0", credit.Terms.Fingerprint);
    }

    [Fact]
    public async Task A_repeated_decline_gets_the_same_response()
    {
        _bench.Processor.Answer = ScriptedProcessor.DeclineByAmount;
        var body = Samples.With("amount.total", "5008.00");

        var first = await _bench.PostAsync(body);
        var again = await _bench.PostAsync(body);

        Assert.Equal(first.Text(), again.Text());
        Assert.Single(_bench.Processor.Asked);
    }

    [Theory]
    [InlineData("amount.total", "12.05")]
    [InlineData("amount.currency", "\"EUR\"")]
    [InlineData("source.card.cardData", "\"4111111111111111\"")]
    [InlineData("source.card.expirationYear", "\"2036\"")]
    [InlineData("merchantDetails.merchantId", "\"1\"")]
    [InlineData("transactionDetails.merchantInvoiceNumber", "\"1\"")]
    public async Task A_different_request_with_the_same_id_is_rejected(string path, string json)
    {
        await _bench.PostAsync(Samples.Seed);

        var other = await _bench.PostAsync(Samples.With(path, json));

        Assert.Equal(400, other.Status);
        Assert.Equal(["757 Client-Request-Id"], other.Errors());
        Assert.Single(_bench.Ledgers.Addresses);
    }

    [Theory]
    [InlineData("amount.total", "12.05")]
    [InlineData("amount.currency", "\"EUR\"")]
    [InlineData("merchantDetails.merchantId", "\"1\"")]
    public async Task After_a_day_an_id_is_free_for_a_different_request(string path, string json)
    {
        var first = await _bench.PostAsync(Samples.Seed);
        _bench.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(400, (await _bench.PostAsync(Samples.With(path, json))).Status);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        var other = await _bench.PostAsync(Samples.With(path, json));
        var again = await _bench.PostAsync(Samples.With(path, json));
        var firstAgain = await _bench.PostAsync(Samples.Seed);

        Assert.Equal(201, other.Status);
        Assert.NotEqual(first.At("gatewayResponse.transactionProcessingDetails.transactionId"),
            other.At("gatewayResponse.transactionProcessingDetails.transactionId"));
        Assert.Equal(other.Text(), again.Text());
        Assert.Equal(400, firstAgain.Status);
        Assert.Equal(2, _bench.Processor.Asked.OfType<AuthorizeCredit>().Count());
        await _bench.DrainAsync();
        Assert.Equal(2, _bench.Processor.Asked.OfType<SettleFunds>().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"A-17\"")]
    public async Task After_a_day_the_same_request_with_the_same_id_is_a_new_credit(string? order)
    {
        var body = order is null ? Samples.Seed : Samples.With("transactionDetails.merchantOrderId", order);
        var first = await _bench.PostAsync(body);
        _bench.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(first.Text(), (await _bench.PostAsync(body)).Text());
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        var second = await _bench.PostAsync(body);
        var again = await _bench.PostAsync(body);

        Assert.Equal(201, second.Status);
        Assert.NotEqual(
            first.At("gatewayResponse.transactionProcessingDetails.transactionId"),
            second.At("gatewayResponse.transactionProcessingDetails.transactionId"));
        Assert.Equal(second.Text(), again.Text());
        Assert.Equal(2, _bench.Processor.Asked.Select(asked => asked.IdempotencyKey).Distinct().Count());
        await _bench.DrainAsync();
        Assert.Equal(2, _bench.Processor.Asked.OfType<SettleFunds>().Count());
    }

    [Fact]
    public async Task After_a_day_the_sandbox_sends_the_money_of_both_credits()
    {
        using var bench = new HubBench(clock => new SandboxProcessor(new InMemorySandboxBooks(), clock));
        var first = await bench.PostAsync(Samples.Seed);
        await bench.DrainAsync();
        bench.Time.Advance(TimeSpan.FromDays(1));
        var second = await bench.PostAsync(Samples.Seed);
        await bench.DrainAsync();

        foreach (var given in new[] { first, second })
        {
            var id = given.At("gatewayResponse.transactionProcessingDetails.transactionId")!;
            var stands = await bench.GetAsync(id);
            Assert.Equal("CAPTURED", stands.At("gatewayResponse.transactionState"));
        }
    }

    [Fact]
    public async Task Another_organization_may_use_the_same_id()
    {
        var first = await _bench.PostAsync(Samples.Seed);

        var other = await _bench.SendAsync(_bench.Request(
            Samples.Seed, HubBench.ClientRequestId, HubBench.OtherKey, HubBench.OtherSecret));

        Assert.Equal(201, other.Status);
        Assert.Null(other.At("paymentReceipt.merchantName"));
        Assert.Equal(2, _bench.Ledgers.Addresses.Count);
        Assert.NotEqual(first.Text(), other.Text());
    }
}
