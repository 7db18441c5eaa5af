using LocalFunctionsHost.Protocol;

namespace LocalFunctionsHost.Functions;

/// <summary>A function that this host runs.</summary>
internal sealed class Function
{
    public Function(RpcFunctionMetadata metadata)
    {
        Metadata = metadata;
        Bindings = [.. metadata.RawBindings.Select(json => new Binding(json))];
        var triggers = Bindings.Where(binding => binding.IsTrigger).ToList();
        if (triggers.Count != 1)
            throw new FunctionRefusedException($"it has {triggers.Count} triggers, and a function has one");
        Trigger = triggers[0];
        HttpOutput = Bindings.FirstOrDefault(binding => binding.Is("http"))?.Name;
    }

    public RpcFunctionMetadata Metadata { get; }

    public string Name => Metadata.Name;

    public string Id => Metadata.FunctionId;

    public IReadOnlyList<Binding> Bindings { get; }

    public Binding Trigger { get; }

    /// <summary>The binding that carries the answer to an HTTP request; $return is the function's own result.</summary>
    public string? HttpOutput { get; }

    public bool IsDisabled { get; init; }
}
