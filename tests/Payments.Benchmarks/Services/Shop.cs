using Microsoft.Extensions.DependencyInjection;
using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Orders;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using System.Collections.Immutable;

namespace Payments.Benchmarks.Services;

/// <summary>Prepares orders with captures, without HTTP: what is measured begins after that.</summary>
internal sealed class Shop(IServiceProvider services)
{
    /// <summary>The organization of the sample settings.</summary>
    public static readonly OrganizationId Organization = OrganizationId.From("demo");

    private static readonly Currency Usd = Currency.Parse("USD");

    public static Money Dollars(decimal amount) => Money.TryFromDecimal(amount, Usd, out var money)
        ? money
        : throw new ArgumentOutOfRangeException(nameof(amount), amount, "Not an amount in dollars.");

    /// <summary>An order that is paid by captures of equal amounts; returns its ledger's address.</summary>
    public async Task<LedgerAddress> PayAsync(string order, decimal amount, int captures = 1)
    {
        var number = OrderNumber.From(order);
        await services.GetRequiredService<OrderHandler>().RegisterAsync(
            Organization, number, Dollars(amount * captures), Dollars(0), CancellationToken.None);
        var authorization = Created(await services.GetRequiredService<AuthorizationHandler>().AuthorizeAsync(
            Organization,
            new AuthorizationRequest(
                null,
                number,
                Dollars(amount * captures),
                null,
                "tok-visa",
                false,
                new Customer("Ada", null, null),
                ImmutableDictionary<string, string>.Empty),
            CancellationToken.None));
        for (var capture = 0; capture < captures; capture++)
        {
            Created(await services.GetRequiredService<CaptureHandler>().CaptureAsync(
                Organization,
                new CaptureRequest(
                    null,
                    authorization.Id.ToString(),
                    Dollars(amount),
                    null,
                    ImmutableDictionary<string, string>.Empty),
                CancellationToken.None));
        }

        return LedgerAddress.ForOrder(Organization, number);
    }

    private static T Created<T>(Answer<T> answer) => answer is Answer<T>.Accepted accepted
        ? accepted.Result
        : throw new InvalidOperationException($"The preparation was rejected: {answer}.");
}
