using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Processors.Stripe;

/// <summary>An organization's account at Stripe. Its text shows no secret.</summary>
public sealed class StripeAccount(
    OrganizationId organization, string secretKey, ImmutableArray<string> webhookSecrets)
{
    /// <summary>Whose payments it takes.</summary>
    public OrganizationId Organization { get; } = organization;

    /// <summary>The API key, <c>sk_…</c> or <c>rk_…</c>.</summary>
    internal string SecretKey { get; } = secretKey;

    /// <summary>
    /// The signing secrets of its webhook endpoint, <c>whsec_…</c>: several are valid while one replaces another.
    /// </summary>
    internal ImmutableArray<string> WebhookSecrets { get; } = webhookSecrets;

    /// <inheritdoc/>
    public override string ToString() => $"{Organization} at Stripe";
}

/// <summary>The accounts at Stripe, and where Stripe is.</summary>
/// <param name="Accounts">At most one for each organization.</param>
public sealed record StripeSettings(ImmutableArray<StripeAccount> Accounts)
{
    /// <summary>Stripe's address; another one only for tests against a server on this machine.</summary>
    public Uri Address { get; init; } = new("https://api.stripe.com");

    /// <summary>How long one try of a request may take.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
