using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Payments.LocalHost.Hosting;

internal sealed class LocalFunctionDefinition(FunctionMethod function) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
    [
        .. function.Method.GetParameters()
            .Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType)),
    ];

    public override string PathToAssembly => function.Method.Module.FullyQualifiedName;

    public override string EntryPoint => function.EntryPoint;

    public override string Id => function.Name;

    public override string Name => function.Name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
        ImmutableDictionary<string, BindingMetadata>.Empty.Add(
            function.TriggerParameter.Name!,
            new TriggerMetadata(function.TriggerParameter));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings =>
        ImmutableDictionary<string, BindingMetadata>.Empty;

    private sealed class TriggerMetadata(ParameterInfo parameter) : BindingMetadata
    {
        public override string Name => parameter.Name!;

        public override string Type { get; } = char.ToLowerInvariant(TypeName(parameter)[0]) + TypeName(parameter)[1..];

        public override BindingDirection Direction => BindingDirection.In;

        // HttpTriggerAttribute is "httpTrigger" in a function's metadata.
        private static string TypeName(ParameterInfo parameter) =>
            parameter.GetCustomAttribute<TriggerBindingAttribute>()!
                .GetType().Name.Replace("Attribute", "", StringComparison.Ordinal);
    }
}
