using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>What can be administered.</summary>
public enum Administered
{
    Organization,

    Credential,

    /// <summary>A key that signs OrderCloud tokens, of whichever organization.</summary>
    SigningKey,

    /// <summary>A webhook endpoint.</summary>
    Webhook,
}

/// <summary>
/// A change of an organization, a credential or the signing keys, as the audit trail tells it. It contains no secret.
/// </summary>
/// <param name="Id">Unique.</param>
/// <param name="At">When it was made; UTC.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="Organization">Whose; null for signing keys, which all organizations share.</param>
/// <param name="Kind">What was changed.</param>
/// <param name="Subject">Which one, by its public id.</param>
/// <param name="Type">Whether it was added, changed or withdrawn.</param>
/// <param name="Details">What became of it, in words.</param>
public sealed record AdministrativeChange(
    string Id,
    DateTimeOffset At,
    Actor Actor,
    OrganizationId? Organization,
    Administered Kind,
    string Subject,
    ChangeType Type,
    string Details);
