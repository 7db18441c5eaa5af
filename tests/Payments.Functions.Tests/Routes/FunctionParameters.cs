using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Payments.Testing;

namespace Payments.Functions.Tests.Routes;

/// <summary>
/// The host gives the worker the values of a request's query, and the top-level fields of a JSON body, as binding data
/// beside those of the route, and the worker fills each parameter by name (DefaultFunctionInputBindingFeature). So
/// <c>?cancellationToken=x</c> fails every function that has a parameter of that name. Not affected are only the
/// trigger's own parameter, which is looked up first; route values, which take precedence over query values of the same
/// name; types with a converter of their own; and the <see cref="FunctionContext"/>, whose converter comes first and
/// uses no value.
/// </summary>
public sealed class FunctionParameters
{
    [Fact]
    public void No_query_value_reaches_a_functions_parameter() =>
        Findings.MustBeNone(
            from function in FunctionMethods.OfHttp
            let route = RouteTemplate.Parse(function.Http!.Route!).Parameters.ToHashSet(StringComparer.Ordinal)
            from parameter in function.Parameters
            where !IsTrigger(parameter) && !IsContext(parameter) && !route.Contains(parameter.Name!)
            select $"{function.Name} takes {parameter.Name}, which is not part of its route");

    [Fact]
    public void Every_route_value_is_taken_as_text() =>
        Findings.MustBeNone(
            from function in FunctionMethods.OfHttp
            from name in RouteTemplate.Parse(function.Http!.Route!).Parameters
            where function.Parameters.SingleOrDefault(taken => taken.Name == name)?.ParameterType != typeof(string)
            select $"{function.Name} does not take {name} as a string");

    [Fact]
    public void Queue_and_timer_functions_take_no_parameter_that_a_message_could_set() =>
        Findings.MustBeNone(
            from function in FunctionMethods.All.Except(FunctionMethods.OfHttp)
            from parameter in function.Parameters
            where !IsTrigger(parameter) && !IsContext(parameter) && !HasConverter(parameter)
            select $"{function.Name} takes {parameter.Name}");

    private static bool IsTrigger(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<TriggerBindingAttribute>() is not null;

    private static bool IsContext(ParameterInfo parameter) => parameter.ParameterType == typeof(FunctionContext);

    private static bool HasConverter(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(ServiceBusMessageActions);
}
