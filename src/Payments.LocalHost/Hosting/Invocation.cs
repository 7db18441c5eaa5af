using Microsoft.Azure.Functions.Worker;

namespace Payments.LocalHost.Hosting;

/// <summary>One call of a function. What few functions ask for is made when it is asked for.</summary>
internal sealed class Invocation(FunctionMethod function, IServiceProvider services, CancellationToken cancellation)
    : FunctionContext
{
    private string? _id;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private ActivityTrace? _trace;

    /// <summary>The request, the message in hand or the timer; set right after the invocation is made.</summary>
    public object? TriggeredBy { get; set; }

    public IReadOnlyDictionary<string, object?>? BindingValues { get; set; }

    public override string InvocationId => _id ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Definition.Id;

    public override TraceContext TraceContext => _trace ??= new ActivityTrace();

    public override BindingContext BindingContext => new NamedValues(BindingValues);

    public override RetryContext RetryContext => FirstTry.Instance;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellation;
}
