using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.ServiceBusSettlement;

/// <summary>
/// The connection to the Functions host, whose address is in the worker's arguments (<c>--functions-uri</c> and
/// <c>--functions-grpc-max-message-length</c>; the worker's GrpcStartupOptions copies them to the configuration).
/// </summary>
internal sealed class HostChannel : IDisposable
{
    private readonly GrpcChannel _channel;

    public HostChannel(IConfiguration configuration)
    {
        var maxMessageSize = configuration.GetValue<int?>("Functions:Worker:GrpcMaxMessageLength");
        _channel = GrpcChannel.ForAddress(
            ReadAddress(configuration),
            new GrpcChannelOptions { MaxReceiveMessageSize = maxMessageSize, MaxSendMessageSize = maxMessageSize });
    }

    public CallInvoker CreateCallInvoker() => _channel.CreateCallInvoker();

    public void Dispose() => _channel.Dispose();

    private static Uri ReadAddress(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Functions:Worker:HostEndpoint"], UriKind.Absolute, out var address)
            ? address
            : throw new InvalidOperationException(
                "The Functions host did not pass its address (--functions-uri).");
}
