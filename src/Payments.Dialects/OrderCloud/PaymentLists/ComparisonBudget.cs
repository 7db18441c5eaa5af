namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>
/// Bounds the work of one list. Every character that its filters, search and sort orders look at is counted, so that no
/// query can hold a core, whatever it asks for; and the work stops when the caller leaves.
/// </summary>
internal sealed class ComparisonBudget(CancellationToken cancellationToken)
{
    /// <summary>
    /// Per request: several times what the longest list needs with the longest descriptions, and some 50 milliseconds.
    /// </summary>
    public const long MaxCharacters = 20_000_000;

    /// <summary>The characters counted so far.</summary>
    public long Spent { get; private set; }

    /// <summary>The parameter that went beyond the limit; null as long as none has.</summary>
    public string? ExceededBy { get; private set; }

    /// <summary>Counts characters that were looked at for a parameter.</summary>
    /// <exception cref="ListTooCostlyException">These are more than one list may cost.</exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public void Charge(string parameter, long characters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChargeSorting(parameter, characters);
    }

    /// <summary>
    /// The same without the look at the caller: .NET's sort wraps what a comparer throws, and is short.
    /// </summary>
    public void ChargeSorting(string parameter, long characters)
    {
        Spent += characters;
        if (Spent <= MaxCharacters) return;
        ExceededBy ??= parameter;
        throw new ListTooCostlyException();
    }
}

/// <summary>
/// Ends the work of a list that costs too much. .NET's sort wraps it in another
/// <see cref="InvalidOperationException"/>.
/// </summary>
internal sealed class ListTooCostlyException : InvalidOperationException;
