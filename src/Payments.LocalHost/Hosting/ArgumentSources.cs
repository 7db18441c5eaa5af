using System.Reflection;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.LocalHost.Http;
using Payments.LocalHost.ServiceBus;

namespace Payments.LocalHost.Hosting;

/// <summary>Finds one argument of a function for an invocation.</summary>
internal delegate object? ArgumentSource(Invocation invocation);

/// <summary>Which parameters a function may have, and where their arguments come from.</summary>
internal static class ArgumentSources
{
    public static ArgumentSource For(FunctionMethod function, ParameterInfo parameter)
    {
        if (parameter == function.TriggerParameter)
            return ForTrigger(function, parameter);
        if (parameter.ParameterType == typeof(CancellationToken))
            return invocation => invocation.CancellationToken;
        if (parameter.ParameterType == typeof(FunctionContext))
            return invocation => invocation;
        if (parameter.ParameterType == typeof(ServiceBusMessageActions)
            && function.Trigger is ServiceBusTriggerAttribute)
            return invocation => ((MessageInHand)invocation.TriggeredBy!).Actions;
        if (function.Trigger is HttpTriggerAttribute http)
            return ForRouteValue(function, http, parameter);
        throw Unsupported(function, parameter);
    }

    private static ArgumentSource ForTrigger(FunctionMethod function, ParameterInfo parameter) =>
        function.Trigger switch
        {
            HttpTriggerAttribute when parameter.ParameterType == typeof(HttpRequestData) =>
                invocation => invocation.TriggeredBy,
            ServiceBusTriggerAttribute when parameter.ParameterType == typeof(ServiceBusReceivedMessage) =>
                invocation => ((MessageInHand)invocation.TriggeredBy!).Message,
            TimerTriggerAttribute when parameter.ParameterType == typeof(TimerInfo) =>
                invocation => invocation.TriggeredBy,
            _ => throw Unsupported(function, parameter),
        };

    private static ArgumentSource ForRouteValue(
        FunctionMethod function,
        HttpTriggerAttribute trigger,
        ParameterInfo parameter)
    {
        var name = parameter.Name!;
        var route = RoutePatternFactory.Parse(trigger.Route ?? function.Name);
        if (route.GetParameter(name) is null || RouteValueParsers.For(parameter.ParameterType) is not { } parse)
            throw Unsupported(function, parameter);
        return invocation => ((LocalHttpRequest)invocation.TriggeredBy!).RouteValue(name) is { } text
            ? parse(text)
            : null;
    }

    private static FunctionRefusedException Unsupported(FunctionMethod function, ParameterInfo parameter) =>
        new(
            function.Name,
            $"parameter '{parameter.Name}' of type {parameter.ParameterType.Name} is neither what its trigger gives, "
            + "a route value, FunctionContext nor CancellationToken");
}
