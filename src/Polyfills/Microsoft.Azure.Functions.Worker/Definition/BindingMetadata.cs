namespace Microsoft.Azure.Functions.Worker;

/// <summary>A binding as function.json would state it.</summary>
public abstract class BindingMetadata
{
    public abstract string Name { get; }

    public abstract string Type { get; }

    public abstract BindingDirection Direction { get; }
}
