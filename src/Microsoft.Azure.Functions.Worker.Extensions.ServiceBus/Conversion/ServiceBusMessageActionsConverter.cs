using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.ServiceBusSettlement;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Passes <see cref="ServiceBusMessageActions"/> to a function.</summary>
internal sealed class ServiceBusMessageActionsConverter(Settlement.SettlementClient host) : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) =>
        ValueTask.FromResult(ConversionResult.Success(new ServiceBusMessageActions(host)));
}
