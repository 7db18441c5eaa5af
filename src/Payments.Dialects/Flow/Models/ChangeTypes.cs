using Payments.Ledger.Decisions;

namespace Payments.Dialects.Flow.Models;

/// <summary>How a resource changed, in Flow's words.</summary>
internal static class ChangeTypes
{
    public static string From(ChangeType type) => type switch
    {
        ChangeType.Insert => "insert",
        ChangeType.Update => "update",
        ChangeType.Delete => "delete",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such change."),
    };
}
