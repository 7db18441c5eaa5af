using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.ServiceBus;

/// <summary>A queue-triggered function, with what its attribute and host.json say together.</summary>
internal sealed record QueueFunction(
    FunctionMethod Function,
    string Queue,
    string Connection,
    bool Sessions,
    bool AutoComplete)
{
    public static QueueFunction From(
        FunctionMethod function,
        ServiceBusTriggerAttribute trigger,
        IConfiguration configuration,
        HostJson.ServiceBusSettings settings)
    {
        if (trigger.QueueName is not { } queue)
            throw new FunctionRefusedException(function.Name, "only queues are pumped here, not subscriptions");
        if (trigger.IsBatched)
            throw new FunctionRefusedException(function.Name, "batches are not supported here");
        return new QueueFunction(
            function,
            SettingReferences.Resolve(queue, configuration, function.Name),
            trigger.Connection ?? "ServiceBus",
            trigger.IsSessionsEnabled,
            IsAutoCompleteNamed(function) ? trigger.AutoCompleteMessages : settings.AutoCompleteMessages);
    }

    // Only an attribute that names AutoCompleteMessages overrides host.json; its value alone does not tell.
    private static bool IsAutoCompleteNamed(FunctionMethod function) =>
        function.TriggerParameter.GetCustomAttributesData()
            .Single(attribute => attribute.AttributeType == typeof(ServiceBusTriggerAttribute))
            .NamedArguments.Any(argument =>
                argument.MemberName == nameof(ServiceBusTriggerAttribute.AutoCompleteMessages));
}
