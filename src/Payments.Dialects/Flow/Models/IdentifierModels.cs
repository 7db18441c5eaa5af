using System.Security.Cryptography;
using System.Text;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Models;

/// <summary>A resource that its identifier names.</summary>
internal sealed record IdentifiedReferenceModel(string Id, string Key);

/// <summary>Flow's <c>refund_identifier</c>.</summary>
internal sealed record RefundIdentifierModel(
    string Id, IdentifiedReferenceModel Refund, string Name, string Identifier, bool Primary)
{
    public static RefundIdentifierModel Of(Refund refund, Identifier identifier)
    {
        var reference = new IdentifiedReferenceModel(refund.Id.ToString(), refund.Key.Value);
        return new(
            IdentifierIds.Of(reference.Id, identifier),
            reference,
            identifier.Name,
            identifier.Value,
            identifier.Primary);
    }
}

/// <summary>Flow's <c>capture_identifier</c>.</summary>
internal sealed record CaptureIdentifierModel(
    string Id, IdentifiedReferenceModel Capture, string Name, string Identifier, bool Primary)
{
    public static CaptureIdentifierModel Of(Capture capture, Identifier identifier)
    {
        var reference = new IdentifiedReferenceModel(capture.Id.ToString(), capture.Key.Value);
        return new(
            IdentifierIds.Of(reference.Id, identifier),
            reference,
            identifier.Name,
            identifier.Value,
            identifier.Primary);
    }
}

/// <summary>
/// Flow gives every identifier an id of its own; here it is a hash of what is identified and the identifier.
/// </summary>
internal static class IdentifierIds
{
    public static string Of(string resource, Identifier identifier)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{resource}:{identifier.Value}"));
        return $"{IdentifierSet.Prefix}-{Convert.ToHexStringLower(hash)[..32]}";
    }
}
