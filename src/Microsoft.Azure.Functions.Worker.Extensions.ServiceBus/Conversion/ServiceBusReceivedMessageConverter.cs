using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Converts the host's binding data to a message, or an array of messages: 16 bytes of lock token, then the message in
/// AMQP encoding. Other parameter types are left to the worker's own converters.
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
            throw new InvalidOperationException($"The source is '{data.Source}', not '{Source}'.");
        if (data.ContentType != ContentType)
            throw new InvalidOperationException($"The content type is '{data.ContentType}', not '{ContentType}'.");
        var content = data.Content.ToMemory();
        return ServiceBusReceivedMessage.FromAmqpMessage(
            AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(content[LockTokenBytes..])),
            BinaryData.FromBytes(content[..LockTokenBytes]));
    }
}
