namespace Payments.Ledger.Records;

/// <summary>
/// The name of a processor. What a processor creates is stored with its name, so that later operations (a capture, a
/// refund, a release) go to the same one.
/// </summary>
/// <param name="Value">Stored: a name that was used must never change.</param>
public readonly record struct ProcessorName(string Value)
{
    /// <summary>
    /// The sandbox. Rows from before processors had names have none: the sandbox was the only one then, and created
    /// them.
    /// </summary>
    public static ProcessorName Sandbox { get; } = new("sandbox");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
