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

    /// <summary>
    /// The storefront's own processor: this service can't call it. What it executed is recorded here, and what draws on
    /// that is recorded too, not executed: no processor of this service has the money.
    /// </summary>
    public static ProcessorName External { get; } = new("external");

    /// <summary>Whether it is the storefront's own.</summary>
    public bool IsExternal => this == External;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
