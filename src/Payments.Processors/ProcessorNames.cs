using System.Collections.Immutable;
using Payments.Ledger.Records;
using Payments.Processors.CommerceHub;
using Payments.Processors.Stripe;

namespace Payments.Processors;

/// <summary>The processors that an organization may choose.</summary>
public static class ProcessorNames
{
    /// <summary>All of them, by the names that settings and rows have.</summary>
    public static ImmutableArray<ProcessorName> All { get; } =
        [ProcessorName.Sandbox, StripeProcessor.StoredName, CommerceHubProcessor.StoredName];

    /// <summary>False if there is no processor of that name.</summary>
    public static bool TryRead(string text, out ProcessorName name)
    {
        name = new ProcessorName(text);
        return All.Contains(name);
    }

    /// <summary>For messages.</summary>
    public static string List() => string.Join(", ", All);
}
