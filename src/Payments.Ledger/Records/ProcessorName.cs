namespace Payments.Ledger.Records;

/// <summary>
/// The name of one of the processors that this service works with. What a processor made is stored with its name, so
/// that what follows (a capture, a refund, a release) is asked of the same one.
/// </summary>
/// <param name="Value">Stored: a name that was used must never change.</param>
public readonly record struct ProcessorName(string Value)
{
    /// <summary>
    /// The sandbox's. What was stored before processors had names has none: the sandbox was the only one then, and made
    /// it.
    /// </summary>
    public static ProcessorName Sandbox { get; } = new("sandbox");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
