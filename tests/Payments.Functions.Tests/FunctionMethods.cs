using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Payments.Functions.Tests;

/// <summary>A function of the app: its name and its method.</summary>
internal sealed record FunctionMethod(string Name, MethodInfo Method)
{
    public IReadOnlyList<ParameterInfo> Parameters => Method.GetParameters();

    /// <summary>Its HTTP trigger; null if it has another trigger.</summary>
    public HttpTriggerAttribute? Http => Parameters
        .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
        .SingleOrDefault(trigger => trigger is not null);
}

/// <summary>All functions of the app, found as the worker's own generator finds them: by their attribute.</summary>
internal static class FunctionMethods
{
    public static IReadOnlyList<FunctionMethod> All { get; } =
    [
        .. from type in typeof(Composition).Assembly.GetTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           select new FunctionMethod(function.Name, method),
    ];

    public static IReadOnlyList<FunctionMethod> OfHttp { get; } = [.. All.Where(function => function.Http is not null)];
}
