using System.Security.Cryptography;
using System.Text;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Identifiers;

/// <summary>A reference to the resource that has the identifier.</summary>
internal sealed record IdentifiedReferenceModel(string Id, string Key);

/// <summary>
/// Flow's <c>refund_identifier</c> and <c>capture_identifier</c>: the first has a refund, the second a capture.
/// </summary>
internal sealed record IdentifierModel(
    string Id,
    IdentifiedReferenceModel? Refund,
    IdentifiedReferenceModel? Capture,
    string Name,
    string Identifier,
    bool Primary)
{
    public static IdentifierModel From(IListed resource, Identifier identifier) => new(
        CreateId(resource, identifier),
        resource is Refund refund ? new IdentifiedReferenceModel(refund.Id.ToString(), refund.Key.Value) : null,
        resource is Capture capture ? new IdentifiedReferenceModel(capture.Id.ToString(), capture.Key.Value) : null,
        identifier.Name,
        identifier.Value,
        identifier.Primary);

    /// <summary>
    /// Flow gives every identifier its own id; here it is a hash of the resource and the identifier.
    /// </summary>
    public static string CreateId(IListed resource, Identifier identifier)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{resource.Listed.Id}:{identifier.Value}"));
        return $"{IdentifierSet.Prefix}-{Convert.ToHexStringLower(hash)[..32]}";
    }
}
