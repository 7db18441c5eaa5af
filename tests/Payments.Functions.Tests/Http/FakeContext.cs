using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Functions.Tests.Http;

/// <summary>The context of a call, as far as the exchange uses it.</summary>
internal sealed class FakeContext(
    string function, CancellationToken cancellation, string trigger = "httpTrigger") : FunctionContext
{
    public override string InvocationId => "invocation-1";

    public override string FunctionId => "function-1";

    public override CancellationToken CancellationToken => cancellation;

    public override FunctionDefinition FunctionDefinition { get; } = new Definition(function, trigger);

    public override IServiceProvider InstanceServices { get; set; } = new ServiceCollection().BuildServiceProvider();

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IInvocationFeatures Features => throw new NotSupportedException();

    private sealed class Definition(string function, string trigger) : FunctionDefinition
    {
        public override string Name => function;

        public override string Id => "function-1";

        public override string EntryPoint => "";

        public override string PathToAssembly => "";

        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override IImmutableDictionary<string, BindingMetadata> InputBindings =>
            ImmutableDictionary<string, BindingMetadata>.Empty.Add("request", new Binding(trigger));

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings =>
            ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    private sealed class Binding(string type) : BindingMetadata
    {
        public override string Name => "request";

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
