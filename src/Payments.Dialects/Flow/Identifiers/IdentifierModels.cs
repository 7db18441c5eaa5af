using System.Security.Cryptography;
using System.Text;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Identifiers;

/// <summary>A resource that its identifier names.</summary>
internal sealed record IdentifiedReferenceModel(string Id, string Key);

/// <summary>
/// Flow's <c>refund_identifier</c> and <c>capture_identifier</c>: the one has a refund, the other a capture.
/// </summary>
internal sealed record IdentifierModel(
    string Id,
    IdentifiedReferenceModel? Refund,
    IdentifiedReferenceModel? Capture,
    string Name,
    string Identifier,
    bool Primary)
{
    public static IdentifierModel From(Record resource, Identifier identifier) => new(
        CreateId(resource, identifier),
        resource is Refund refund ? new IdentifiedReferenceModel(refund.Id.ToString(), refund.Key.Value) : null,
        resource is Capture capture ? new IdentifiedReferenceModel(capture.Id.ToString(), capture.Key.Value) : null,
        identifier.Name,
        identifier.Value,
        identifier.Primary);

    /// <summary>
    /// Flow gives every identifier an id of its own; here it is a hash of what is identified and the identifier.
    /// </summary>
    public static string CreateId(Record resource, Identifier identifier)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{((IListed)resource).Listed.Id}:{identifier.Value}"));
        return $"{IdentifierSet.Prefix}-{Convert.ToHexStringLower(hash)[..32]}";
    }
}
