using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Auditing;

/// <summary>A resource named by an id of this service: the id alone says in which ledger it is.</summary>
internal sealed record AuditedResource(LedgerId Ledger, RecordKey Key)
{
    /// <summary>Null if the text is not an id of any kind of resource.</summary>
    public static AuditedResource? Parse(string text) =>
        Parse<Authorization>(text)
        ?? Parse<Capture>(text)
        ?? Parse<Refund>(text)
        ?? Parse<CreditPayment>(text)
        ?? Parse<Credit>(text);

    private static AuditedResource? Parse<T>(string text) where T : Record, IIdentified =>
        Id<T>.TryParse(text, out var id) ? new AuditedResource(id.Ledger, RecordKey.For(id)) : null;
}
