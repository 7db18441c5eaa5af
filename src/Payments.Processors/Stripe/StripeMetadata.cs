using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Stripe;

namespace Payments.Processors.Stripe;

/// <summary>
/// What this service writes on the objects that it makes at Stripe, to recognize them after Stripe has forgotten the
/// idempotency key, and in notifications. Stripe allows 50 entries, names of 40 characters and values of 500.
/// </summary>
internal static class StripeMetadata
{
    private const string KeyName = "idempotency_key";
    private const string OrganizationName = "organization";
    private const string RecordName = "record";
    private const string CapturePrefix = "capture_";
    private const int CaptureDigits = 16;

    /// <summary>50 entries, less the three above.</summary>
    public const int MaxCaptures = 47;

    /// <summary>The entries of the object that an operation makes.</summary>
    public static Dictionary<string, string> Create(ProcessorOperation operation)
    {
        var metadata = new Dictionary<string, string>
        {
            [KeyName] = operation.IdempotencyKey,
            [OrganizationName] = operation.Organization.Value,
        };
        if (operation.Record is { } record) metadata[RecordName] = record;
        return metadata;
    }

    /// <summary>Whether an object was made by this operation.</summary>
    public static bool IsOf(ProcessorOperation operation, IReadOnlyDictionary<string, string>? metadata) =>
        IsOf(operation.Organization, metadata)
        && metadata!.GetValueOrDefault(KeyName) == operation.IdempotencyKey;

    /// <summary>Whether an object was made for this organization.</summary>
    public static bool IsOf(OrganizationId organization, IReadOnlyDictionary<string, string>? metadata) =>
        FindOrganization(metadata) == organization.Value;

    /// <summary>The organization that an object was made for; null if this service did not make it.</summary>
    public static string? FindOrganization(IReadOnlyDictionary<string, string>? metadata) =>
        metadata?.GetValueOrDefault(OrganizationName);

    /// <summary>
    /// The record or ledger that an object was made for, or the idempotency key that names it; null if this service did
    /// not make it.
    /// </summary>
    public static string? FindRecord(IReadOnlyDictionary<string, string>? metadata) =>
        metadata?.GetValueOrDefault(RecordName) ?? metadata?.GetValueOrDefault(KeyName);

    /// <summary>The name of a capture: a payment has an entry for each of its captures.</summary>
    public static string NameCapture(ProcessorOperation capture) => OperationKey.Hash(capture)[..CaptureDigits];

    /// <summary>The entry of a capture, which the payment gets in the request that captures it.</summary>
    public static Dictionary<string, string> CreateCapture(CaptureFunds capture, long amount, int number) => new()
    {
        [CapturePrefix + NameCapture(capture)] =
            string.Create(CultureInfo.InvariantCulture, $"{capture.IdempotencyKey} {amount} {number}"),
    };

    /// <summary>The captures of a payment, in the order in which they were requested.</summary>
    public static IReadOnlyList<StripeCapture> ListCaptures(PaymentIntent intent) =>
    [
        .. (intent.Metadata ?? [])
            .Where(entry => entry.Key.StartsWith(CapturePrefix, StringComparison.Ordinal))
            .Select(entry => ReadCapture(entry.Key[CapturePrefix.Length..], entry.Value))
            .OfType<StripeCapture>()
            .OrderBy(capture => capture.Number)
            .ThenBy(capture => capture.Name, StringComparer.Ordinal),
    ];

    private static StripeCapture? ReadCapture(string name, string text) =>
        text.Split(' ') is [var key, var amount, var number]
        && long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var units)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new StripeCapture(name, key, units, position)
            : null;
}

/// <summary>A capture of a payment, as the payment's metadata has it: Stripe has no object of its own for it.</summary>
/// <param name="Name">Distinguishes it from the payment's other captures.</param>
/// <param name="Key">The idempotency key of the capture.</param>
/// <param name="Amount">In Stripe's units.</param>
/// <param name="Number">Its place among the captures, from 1; two that were requested at once share it.</param>
internal sealed record StripeCapture(string Name, string Key, long Amount, int Number);
