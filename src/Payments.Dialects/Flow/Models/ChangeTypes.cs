using Payments.Ledger.Decisions;

namespace Payments.Dialects.Flow.Models;

/// <summary>Flow's names for the kinds of changes.</summary>
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
