using System.Collections.Immutable;
using System.Globalization;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>What the fuzzed organization has before a run, for requests to refer to, numbered alike.</summary>
/// <param name="TokenKeyId">The id of the key that signs access tokens.</param>
/// <param name="Credits">The transaction ids of credits, by number; not every number needs one.</param>
internal sealed record Stock(string TokenKeyId, ImmutableDictionary<int, string> Credits)
{
    /// <summary>How many of each there are.</summary>
    public const int Size = 24;

    /// <summary>No credits, and no token key.</summary>
    public static Stock Empty { get; } = new("none", ImmutableDictionary<int, string>.Empty);

    /// <summary>The words of a <see cref="Seed"/> that name something in stock.</summary>
    public static ImmutableHashSet<string> Names { get; } =
    [
        "order", "authorization", "reversible", "capture", "refund", "creditpayment", "rma", "payment", "unpaid",
        "transaction",
    ];

    public static string Name(string kind, int item) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{item}");
}
