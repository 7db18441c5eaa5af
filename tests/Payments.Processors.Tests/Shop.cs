using Microsoft.Extensions.Time.Testing;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests;

/// <summary>An organization with an account at its own sandbox.</summary>
internal sealed class Shop
{
    public static readonly OrganizationId Organization = OrganizationId.From("demo");

    private readonly SandboxProcessor _processor;
    private int _keys;

    public Shop(ISandboxBooks? books = null)
    {
        Books = books ?? new InMemorySandboxBooks();
        _processor = new SandboxProcessor(Books, Time);
    }

    public ISandboxBooks Books { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static Money Dollars(decimal amount) => Of(amount, "USD");

    public static Money Of(decimal amount, string currency) =>
        Money.TryFromDecimal(amount, Currency.Parse(currency), out var money)
            ? money
            : throw new FormatException($"{amount} {currency} is no amount.");

    public static CreditInstrument Card(string number, int year = 2030, int month = 12) =>
        new CreditInstrument.Card(new CardNumber(number), new CardExpiry(year, month));

    public string NextKey() => $"key-{++_keys}";

    public Task<ProcessorResponse> CallAsync(ProcessorOperation operation) =>
        _processor.ExecuteAsync(operation, CancellationToken.None);

    public Task<ProcessorResponse> QueryAsync(ProcessorOperation operation, string reference) =>
        _processor.QueryAsync(operation, reference, CancellationToken.None);

    public Task<CaptureStanding?> InspectAsync(string capture) =>
        _processor.InspectCaptureAsync(Organization, capture, CancellationToken.None);

    public Task<SandboxOperation?> TellAsync(string reference, SandboxEvent what) =>
        new SandboxNews(Books, Time).TellAsync(Organization, reference, what, CancellationToken.None);

    public Task<ProcessorResponse> AuthorizeAsync(Money amount, string token = "tok-any") =>
        CallAsync(new AuthorizeFunds(Organization, NextKey(), amount, token));

    public CaptureFunds CaptureOf(string authorization, Money amount) =>
        new(Organization, NextKey(), amount, authorization);

    public RefundFunds RefundOf(string capture, Money amount) => new(Organization, NextKey(), amount, capture);

    public AuthorizeCredit CreditOf(Money amount, CreditInstrument instrument) =>
        new(Organization, NextKey(), amount, instrument);

    /// <summary>The reference of a capture of that amount, authorized with that token.</summary>
    public async Task<string> CapturedAsync(Money amount, string token = "tok-any")
    {
        var authorized = Assert.IsType<ProcessorResponse.Approved>(await AuthorizeAsync(amount, token));
        var captured = await CallAsync(CaptureOf(authorized.Reference, amount));
        return Assert.IsType<ProcessorResponse.Approved>(captured).Reference;
    }

    public Task<SandboxStatement> StatementAsync() =>
        SandboxStatement.ReadAsync(Books, Organization, CancellationToken.None);

    public async Task<SandboxTotals> DollarsMovedAsync() => (await StatementAsync()).In(Currency.Parse("USD"));
}
