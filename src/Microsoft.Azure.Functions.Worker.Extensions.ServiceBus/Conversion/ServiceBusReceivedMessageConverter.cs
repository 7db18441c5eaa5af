using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Makes a message, or an array of them, of what the host sends: 16 bytes of lock token, then the message in its AMQP
/// encoding. Other parameter types are left to the worker's own converters.
/// </summary>
[SupportsDeferredBinding]
[SupportedTargetType(typeof(ServiceBusReceivedMessage))]
[SupportedTargetType(typeof(ServiceBusReceivedMessage[]))]
internal sealed class ServiceBusReceivedMessageConverter : IInputConverter
{
    private const string Source = "AzureServiceBusReceivedMessage";
    private const string ContentType = "application/octet-stream";

    /// <summary>A lock token is a GUID.</summary>
    private const int LockTokenBytes = 16;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) =>
        ValueTask.FromResult(Convert(context));

    private static ConversionResult Convert(ConverterContext context)
    {
        try
        {
            return context.Source switch
            {
                ModelBindingData one => ConversionResult.Success(Read(one)),
                CollectionModelBindingData many =>
                    ConversionResult.Success(many.ModelBindingData.Select(Read).ToArray()),
                _ => ConversionResult.Unhandled(),
            };
        }
        catch (Exception fault)
        {
            return ConversionResult.Failed(fault);
        }
    }

    private static ServiceBusReceivedMessage Read(ModelBindingData data)
    {
        if (data.Source != Source)
            throw new InvalidOperationException($"Binding data is of '{data.Source}', not of '{Source}'.");
        if (data.ContentType != ContentType)
            throw new InvalidOperationException($"Binding data is '{data.ContentType}', not '{ContentType}'.");
        var content = data.Content.ToMemory();
        return ServiceBusReceivedMessage.FromAmqpMessage(
            AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(content[LockTokenBytes..])),
            BinaryData.FromBytes(content[..LockTokenBytes]));
    }
}
