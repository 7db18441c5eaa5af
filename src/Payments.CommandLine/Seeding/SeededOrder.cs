using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Payments.CommandLine.Service;

namespace Payments.CommandLine.Seeding;

/// <summary>
/// One order of those that fill a store to look at. Its number decides what happens to it, and its amounts; the tokens
/// that make a sandbox decline or hold something are in src/Payments.Processors/README.md.
/// </summary>
internal sealed class SeededOrder(ServiceClient service, string organization, string order, int number)
{
    private const string Card = "tok-visa";

    private static readonly ImmutableArray<string> Currencies = ["USD", "EUR", "GBP"];

    private readonly string _currency = Currencies[number % Currencies.Length];

    /// <summary>In whole units of the currency: from 20 to 519, all different for a while.</summary>
    private readonly decimal _total = 20 + (number * 37 % 500);

    /// <summary>Makes it, and all that happens to it.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        await CallAsync(
            HttpMethod.Put,
            $"orders/{order}",
            new JsonObject { ["currency"] = _currency, ["total"] = _total },
            cancellationToken);
        await ((number % 8) switch
        {
            0 => PayAsync(Card, [_total], cancellationToken),
            1 => RefundedAsync(Card, [_total * 0.6m, _total * 0.4m], _total * 0.75m, cancellationToken),
            2 => WithStoreCreditAsync(cancellationToken),
            3 => AuthorizeAsync(Card, cancellationToken),
            4 => ReleasedAsync(cancellationToken),
            5 => RefundedAsync("tok-refund-decline", [_total], _total / 2, cancellationToken),
            6 => RefundedAsync("tok-refund-pending", [_total * 0.5m, _total * 0.5m], _total * 0.7m, cancellationToken),
            _ => RefundedAsync("tok-refund-timeout", [_total], _total / 4, cancellationToken),
        });
    }

    private async Task RefundedAsync(
        string token, decimal[] captures, decimal refund, CancellationToken cancellationToken)
    {
        await PayAsync(token, captures, cancellationToken);
        await RefundAsync(refund, cancellationToken);
    }

    private async Task WithStoreCreditAsync(CancellationToken cancellationToken)
    {
        await CallAsync(
            HttpMethod.Post,
            "credit/payments",
            new JsonObject
            {
                ["key"] = $"{order}-credit",
                ["order_number"] = order,
                ["description"] = "Store credit",
                ["amount"] = 10m,
                ["max"] = 10m,
                ["currency"] = _currency,
            },
            cancellationToken);
        await RefundedAsync(Card, [_total - 10m], 5m, cancellationToken);
    }

    private async Task ReleasedAsync(CancellationToken cancellationToken)
    {
        await AuthorizeAsync(Card, cancellationToken);
        await CallAsync(HttpMethod.Post, $"authorizations/{order}-card/release", null, cancellationToken);
    }

    private async Task PayAsync(string token, decimal[] captures, CancellationToken cancellationToken)
    {
        await AuthorizeAsync(token, cancellationToken);
        foreach (var (index, amount) in captures.Index())
        {
            await CallAsync(
                HttpMethod.Post,
                "captures",
                new JsonObject
                {
                    ["authorization_id"] = $"{order}-card",
                    ["key"] = $"{order}-capture-{index + 1}",
                    ["amount"] = amount,
                },
                cancellationToken);
        }
    }

    private Task AuthorizeAsync(string token, CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Post,
        "authorizations",
        new JsonObject
        {
            ["discriminator"] = "merchant_of_record_authorization_form",
            ["key"] = $"{order}-card",
            ["token"] = token,
            ["order_number"] = order,
        },
        cancellationToken);

    private Task RefundAsync(decimal amount, CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Post,
        "refunds",
        new JsonObject { ["order_number"] = order, ["key"] = $"{order}-refund", ["amount"] = amount },
        cancellationToken);

    private async Task CallAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        await service.SendAsync(method, $"{organization}/{path}", body, cancellationToken);
}
