using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Google.Protobuf;
using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Http;
using LocalFunctionsHost.Protocol;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>
/// A message in the form that a worker expects. A parameter that the worker binds itself gets ModelBindingData: the
/// lock token, then the AMQP message (ServiceBusExtensionConfigProvider.ConvertReceivedMessageToBindingData). Any other
/// gets the body, as text or bytes, and the fields of a JSON text can be bound by name.
/// </summary>
internal static class MessageInput
{
    private const int LockTokenBytes = 16;
    private const string Version = "1.0";
    private const string Source = "AzureServiceBusReceivedMessage";
    private const string ContentType = "application/octet-stream";

    public static void AddTo(InvocationRequest invocation, Binding trigger, ServiceBusReceivedMessage message)
    {
        var values = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        AddProperties(values, message);
        var input = new ParameterBinding { Name = trigger.Name, Data = CreateInput(trigger, message) };
        if (input.Data.DataCase == TypedData.DataOneofCase.String)
            BindingValues.AddFieldsOf(message.Body.ToMemory(), values);
        invocation.InputData.Add(input);
        foreach (var (name, value) in values) invocation.TriggerMetadata.Add(name, value);
    }

    private static TypedData CreateInput(Binding trigger, ServiceBusReceivedMessage message)
    {
        if (trigger.SupportsDeferredBinding) return new TypedData { ModelBindingData = Whole(message) };
        return "binary".Equals(trigger.Text("dataType"), StringComparison.OrdinalIgnoreCase)
            ? new TypedData { Bytes = ByteString.CopyFrom(message.Body.ToMemory().Span) }
            : new TypedData { String = message.Body.ToString() };
    }

    private static ModelBindingData Whole(ServiceBusReceivedMessage message)
    {
        var body = message.GetRawAmqpMessage().ToBytes().ToMemory();
        var content = new byte[LockTokenBytes + body.Length];
        Guid.Parse(message.LockToken).TryWriteBytes(content);
        body.CopyTo(content.AsMemory(LockTokenBytes));
        return new ModelBindingData
        {
            Version = Version,
            Source = Source,
            ContentType = ContentType,
            Content = UnsafeByteOperations.UnsafeWrap(content),
        };
    }

    /// <summary>
    /// ServiceBusTriggerBindingStrategy.AddBindingData, without the objects that only an in-process function can use.
    /// </summary>
    private static void AddProperties(Dictionary<string, TypedData> values, ServiceBusReceivedMessage message)
    {
        void Text(string name, string? value)
        {
            if (value is not null) values[name] = new TypedData { String = value };
        }

        void Json(string name, object? value) =>
            values[name] = new TypedData { Json = JsonSerializer.Serialize(value) };

        Text("MessageId", message.MessageId);
        Text("SessionId", message.SessionId);
        Text("ContentType", message.ContentType);
        Text("CorrelationId", message.CorrelationId);
        Text("Subject", message.Subject);
        Text("Label", message.Subject);
        Text("To", message.To);
        Text("ReplyTo", message.ReplyTo);
        Text("ReplyToSessionId", message.ReplyToSessionId);
        Text("PartitionKey", message.PartitionKey);
        Text("DeadLetterSource", message.DeadLetterSource);
        Text("LockToken", message.LockToken);
        Json("DeliveryCount", message.DeliveryCount);
        Json("SequenceNumber", message.SequenceNumber);
        Json("EnqueuedTimeUtc", message.EnqueuedTime.UtcDateTime);
        Json("ExpiresAtUtc", message.ExpiresAt.UtcDateTime);
        Json("ApplicationProperties", message.ApplicationProperties);
        Json("UserProperties", message.ApplicationProperties);
    }
}
