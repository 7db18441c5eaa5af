using System.Reflection;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;

namespace Payments.ServiceBus.Tests.Extension;

/// <summary>A message as the Functions host passes it on, and as a function receives it.</summary>
public sealed class ReceivedMessageTests
{
    private const string Source = "AzureServiceBusReceivedMessage";
    private const string ContentType = "application/octet-stream";

    private readonly Guid _lockToken = Guid.NewGuid();

    [Fact]
    public async Task Every_property_of_a_message_is_converted()
    {
        var result = await ConvertAsync(new Data(Source, ContentType, Content()));

        var message = Assert.IsType<ServiceBusReceivedMessage>(result.Value);
        Assert.Equal(ConversionStatus.Succeeded, result.Status);
        Assert.Equal("""{"n":1}""", message.Body.ToString());
        Assert.Equal(("id", "session", "subject"), (message.MessageId, message.SessionId, message.Subject));
        Assert.Equal("application/json", message.ContentType);
        Assert.Equal((3, 17L), (message.DeliveryCount, message.SequenceNumber));
        Assert.Equal(_lockToken.ToString(), message.LockToken);
        Assert.Equal(7L, message.ApplicationProperties["count"]);
    }

    [Theory]
    [InlineData("AzureStorageBlobs", ContentType)]
    [InlineData(Source, "application/json")]
    public async Task Binding_data_from_another_source_is_an_error(string source, string contentType)
    {
        var result = await ConvertAsync(new Data(source, contentType, Content()));

        Assert.Equal(ConversionStatus.Failed, result.Status);
        Assert.NotNull(result.Error);
    }

    [Fact]
    public async Task Content_without_a_lock_token_is_an_error() =>
        Assert.Equal(
            ConversionStatus.Failed,
            (await ConvertAsync(new Data(Source, ContentType, new BinaryData(new byte[15])))).Status);

    [Fact]
    public async Task A_value_that_is_not_binding_data_is_left_to_other_converters() =>
        Assert.Equal(ConversionStatus.Unhandled, (await ConvertAsync("text")).Status);

    /// <summary>16 bytes of lock token, and the message in its AMQP encoding.</summary>
    private BinaryData Content()
    {
        var sent = new ServiceBusMessage("""{"n":1}""")
        {
            MessageId = "id",
            SessionId = "session",
            Subject = "subject",
            ContentType = "application/json",
            ApplicationProperties = { ["count"] = 7L },
        };
        var message = sent.GetRawAmqpMessage();
        message.Header.DeliveryCount = 3;
        message.MessageAnnotations["x-opt-sequence-number"] = 17L;
        return new BinaryData((byte[])[.. _lockToken.ToByteArray(), .. message.ToBytes().ToArray()]);
    }

    private static async Task<ConversionResult> ConvertAsync(object source)
    {
        var type = typeof(ServiceBusTriggerAttribute).GetCustomAttribute<InputConverterAttribute>()!.ConverterType;
        var converter = Assert.IsAssignableFrom<IInputConverter>(Activator.CreateInstance(type, nonPublic: true));
        return await converter.ConvertAsync(new Context(source));
    }

    private sealed class Data(string source, string contentType, BinaryData content) : ModelBindingData
    {
        public override string Version => "1.0";

        public override string Source => source;

        public override string ContentType => contentType;

        public override BinaryData Content => content;
    }

    private sealed class Context(object source) : ConverterContext
    {
        public override Type TargetType => typeof(ServiceBusReceivedMessage);

        public override object? Source => source;

        public override FunctionContext FunctionContext => throw new NotSupportedException();

        public override IReadOnlyDictionary<string, object> Properties => new Dictionary<string, object>();
    }
}
