using System.Collections.Frozen;
using Payments.Ledger.Identity;
using Stripe;

namespace Payments.Processors.Stripe;

/// <summary>Stripe's own client for each account.</summary>
internal sealed class StripeAccounts
{
    /// <summary>The name of the HTTP client that all accounts share.</summary>
    public const string HttpClientName = "stripe";

    /// <summary>
    /// How often Stripe's client repeats a request by itself, after half a second to a second: after a connection that
    /// failed, a timeout, a conflict or an error of the server, and only under an idempotency key. Not after too many
    /// requests.
    /// </summary>
    public const int MaxRetries = 1;

    private readonly FrozenDictionary<OrganizationId, (StripeAccount Account, IStripeClient Client)> _accounts;

    public StripeAccounts(StripeSettings settings, IHttpClientFactory clients)
    {
        // Without telemetry, which would send the latencies of earlier requests along.
        var http = new SystemNetHttpClient(
            clients.CreateClient(HttpClientName), MaxRetries, appInfo: null, enableTelemetry: false);
        _accounts = settings.Accounts.ToFrozenDictionary(
            account => account.Organization,
            account => (account, (IStripeClient)new StripeClient(new StripeClientOptions
            {
                ApiKey = account.SecretKey,
                ApiBase = settings.Address.GetLeftPart(UriPartial.Authority),
                HttpClient = http,
            })));
    }

    /// <summary>
    /// The client of an organization's account. Throws <see cref="InvalidOperationException"/> if it has none, which is
    /// for a person to correct: it says nothing about any money.
    /// </summary>
    public IStripeClient Connect(OrganizationId organization) => Find(organization)?.Client
        ?? throw new InvalidOperationException(
            $"{organization} has no account at Stripe in the settings Processors__Stripe__Accounts.");

    /// <summary>The account of an organization with its client; null if it has none.</summary>
    public (StripeAccount Account, IStripeClient Client)? Find(OrganizationId organization) =>
        _accounts.TryGetValue(organization, out var found) ? found : null;
}
