using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Protocol;

namespace LocalFunctionsHost.Functions;

internal sealed class Function
{
    public Function(RpcFunctionMetadata metadata)
    {
        Metadata = metadata;
        Bindings = [.. metadata.RawBindings.Select(json => new Binding(json))];
        var triggers = Bindings.Where(binding => binding.IsTrigger).ToList();
        if (triggers.Count != 1)
            throw new FunctionRejectedException($"it has {triggers.Count} triggers instead of one");
        Trigger = triggers[0];
        HttpOutput = Bindings.FirstOrDefault(binding => binding.Is("http"))?.Name;
    }

    public RpcFunctionMetadata Metadata { get; }

    public string Name => Metadata.Name;

    public string Id => Metadata.FunctionId;

    public IReadOnlyList<Binding> Bindings { get; }

    public Binding Trigger { get; }

    /// <summary>The binding that carries the HTTP response; $return means the function's return value.</summary>
    public string? HttpOutput { get; }

    public bool IsDisabled { get; init; }
}
