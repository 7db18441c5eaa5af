namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knows by name, route values for one.</summary>
public abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
