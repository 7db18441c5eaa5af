using System.Text;
using System.Text.Json;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Stripe;
using Refund = Stripe.Refund;
using StripeDispute = Stripe.Dispute;

namespace Payments.Processors.Stripe;

/// <summary>
/// Stripe's webhooks. Their objects name the record by the metadata that this service gave them; a dispute, which
/// Stripe makes, names its payment, whose metadata is read.
/// </summary>
internal sealed class StripeNotifications(StripeAccounts accounts, TimeProvider time) : IProcessorNotifications
{
    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "Stripe-Signature";

    /// <summary>How old a signature may be, in seconds: Stripe's own default.</summary>
    public const int MaxAgeSeconds = EventUtility.DefaultTimeTolerance;

    /// <inheritdoc/>
    public ProcessorName Name => StripeProcessor.StoredName;

    /// <inheritdoc/>
    public async Task<ProcessorNotification> ReadAsync(
        OrganizationId organization,
        Func<string, string?> header,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        if (accounts.Find(organization) is not { } found)
            return new ProcessorNotification.Rejected("The organization has no account at Stripe.");
        if (header(SignatureHeader) is not { Length: > 0 } signature)
            return new ProcessorNotification.Rejected($"There is no {SignatureHeader}.");
        var text = Encoding.UTF8.GetString(body.Span);
        if (!found.Account.WebhookSecrets.Any(secret => IsGenuine(text, signature, secret)))
            return new ProcessorNotification.Rejected("The signature is wrong, or too old.");
        try
        {
            // The version of the API that an event is in is the account's choice; what is read is the same in all.
            Event? read = EventUtility.ParseEvent(text, throwOnApiVersionMismatch: false);
            return await FindAsync(organization, found.Client, read, cancellationToken);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new ProcessorNotification.Rejected("The body is not an event of Stripe's.");
        }
    }

    private bool IsGenuine(string body, string signature, string secret)
    {
        try
        {
            EventUtility.ValidateSignature(
                body, signature, secret, MaxAgeSeconds, time.GetUtcNow().ToUnixTimeSeconds());
            return true;
        }
        catch (Exception fault) when (fault is StripeException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private static async Task<ProcessorNotification> FindAsync(
        OrganizationId organization, IStripeClient client, Event? read, CancellationToken cancellationToken) =>
        read?.Data?.Object switch
        {
            Refund refund => About(organization, refund.Metadata, StripeMetadata.FindRecord(refund.Metadata)),
            PaymentIntent intent => About(organization, intent),
            Charge charge => await AboutPaymentAsync(organization, client, charge.PaymentIntentId, cancellationToken),
            StripeDispute dispute =>
                await AboutPaymentAsync(organization, client, dispute.PaymentIntentId, cancellationToken),
            _ => new ProcessorNotification.Ignored(),
        };

    /// <summary>Only of this service's payments: a charge without a payment is another program's.</summary>
    private static async Task<ProcessorNotification> AboutPaymentAsync(
        OrganizationId organization, IStripeClient client, string? payment, CancellationToken cancellationToken)
    {
        if (payment is null) return new ProcessorNotification.Ignored();
        var intent = await new PaymentIntentService(client).GetAsync(payment, null, null, cancellationToken);
        return About(organization, intent);
    }

    /// <summary>
    /// The payment's capture; if it has several, or none, its ledger: what is news of a payment may be news of any.
    /// </summary>
    private static ProcessorNotification About(OrganizationId organization, PaymentIntent intent)
    {
        var captures = StripeMetadata.ListCaptures(intent);
        var key = captures.Count > 0 ? captures[0].Key : StripeMetadata.FindRecord(intent.Metadata);
        var about = About(organization, intent.Metadata, key);
        return captures.Count > 1 && about is ProcessorNotification.About one ? one with { Record = null } : about;
    }

    private static ProcessorNotification About(
        OrganizationId organization, Dictionary<string, string>? metadata, string? key) =>
        key is not null && StripeMetadata.IsOf(organization, metadata)
            ? ProcessorNotification.About.Find(key) ?? (ProcessorNotification)new ProcessorNotification.Ignored()
            : new ProcessorNotification.Ignored();
}
