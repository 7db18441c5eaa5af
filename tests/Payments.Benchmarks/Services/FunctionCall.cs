using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks.Services;

/// <summary>
/// An HTTP function of the app, called as the worker calls it: with the worker's own request type over the web server's
/// request. What the worker does around that (the host's call over gRPC, and its wait for it) is left out.
/// </summary>
internal sealed class FunctionCall
{
    private static readonly Func<HttpRequest, FunctionContext, HttpRequestData> CreateRequest = CompileRequest();

    private readonly Definition _definition;
    private readonly ObjectFactory _create;
    private readonly Func<object, HttpRequestData, HttpRequest, Task<HttpResponseData>> _call;

    private FunctionCall(MethodInfo method, string name, HttpTriggerAttribute trigger)
    {
        _definition = new Definition(name);
        _create = ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        _call = CompileCall(method);
        Route = trigger.Route!;
        Methods = trigger.Methods!;
    }

    /// <summary>The HTTP functions of the app, but for the static ones, which serve documents.</summary>
    public static IEnumerable<FunctionCall> All =>
        from type in typeof(Functions.Composition).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let trigger = method.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(found => found is not null)
        where function is not null && trigger is not null
        select new FunctionCall(method, function.Name, trigger);

    public string Route { get; }

    public IReadOnlyList<string> Methods { get; }

    /// <summary>Handles a request: the response is written by the function.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var context = new InvocationContext(_definition, http);
        return _call(_create(http.RequestServices, null), CreateRequest(http.Request, context), http.Request);
    }

    /// <summary>The worker's request type is internal to its package.</summary>
    private static Func<HttpRequest, FunctionContext, HttpRequestData> CompileRequest()
    {
        const string Package = "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore";
        var type = Assembly.Load(Package).GetType($"{Package}.AspNetCoreHttpRequestData", throwOnError: true)!;
        var request = Expression.Parameter(typeof(HttpRequest));
        var context = Expression.Parameter(typeof(FunctionContext));
        var created = Expression.New(
            type.GetConstructor([typeof(HttpRequest), typeof(FunctionContext)])!, request, context);
        return Expression.Lambda<Func<HttpRequest, FunctionContext, HttpRequestData>>(created, request, context)
            .Compile();
    }

    private static Func<object, HttpRequestData, HttpRequest, Task<HttpResponseData>> CompileCall(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var request = Expression.Parameter(typeof(HttpRequestData));
        var http = Expression.Parameter(typeof(HttpRequest));
        var arguments = method.GetParameters().Select(parameter => parameter.ParameterType == typeof(HttpRequestData)
            ? (Expression)request
            : Expression.Call(typeof(FunctionCall), nameof(ReadRoute), [], http, Expression.Constant(parameter.Name)));
        var instance = method.IsStatic ? null : Expression.Convert(target, method.DeclaringType!);
        Expression call = Expression.Call(instance, method, arguments);
        if (method.ReturnType == typeof(HttpResponseData))
            call = Expression.Call(typeof(Task), nameof(Task.FromResult), [typeof(HttpResponseData)], call);
        return Expression.Lambda<Func<object, HttpRequestData, HttpRequest, Task<HttpResponseData>>>(
            call, target, request, http).Compile();
    }

    private static string ReadRoute(HttpRequest request, string parameter) =>
        (string?)request.RouteValues[parameter] ?? "";

    /// <summary>The context of a call, as far as the functions use it.</summary>
    private sealed class InvocationContext(Definition definition, HttpContext http) : FunctionContext
    {
        public override string InvocationId => http.TraceIdentifier;

        public override string FunctionId => definition.Id;

        public override CancellationToken CancellationToken => http.RequestAborted;

        public override FunctionDefinition FunctionDefinition => definition;

        public override IServiceProvider InstanceServices
        {
            get => http.RequestServices;
            set => http.RequestServices = value;
        }

        public override IDictionary<object, object> Items { get; set; } = ImmutableDictionary<object, object>.Empty;

        public override TraceContext TraceContext => throw new NotSupportedException();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }

    private sealed class Definition(string name) : FunctionDefinition
    {
        public override string Name => name;

        public override string Id => name;

        public override string EntryPoint => "";

        public override string PathToAssembly => "";

        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override IImmutableDictionary<string, BindingMetadata> InputBindings =>
            ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings =>
            ImmutableDictionary<string, BindingMetadata>.Empty;
    }
}
