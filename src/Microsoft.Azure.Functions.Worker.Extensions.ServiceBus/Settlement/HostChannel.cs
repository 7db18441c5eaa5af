using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.ServiceBusSettlement;

/// <summary>
/// The connection to the Functions host, which the host names in the worker's arguments (<c>--functions-uri</c> and
/// <c>--functions-grpc-max-message-length</c>; the worker's GrpcStartupOptions puts them into the configuration).
/// </summary>
internal sealed class HostChannel : IDisposable
{
    private readonly GrpcChannel _channel;

    public HostChannel(IConfiguration configuration)
    {
        var largestMessage = configuration.GetValue<int?>("Functions:Worker:GrpcMaxMessageLength");
        _channel = GrpcChannel.ForAddress(
            AddressOf(configuration),
            new GrpcChannelOptions { MaxReceiveMessageSize = largestMessage, MaxSendMessageSize = largestMessage });
    }

    public CallInvoker CreateCallInvoker() => _channel.CreateCallInvoker();

    public void Dispose() => _channel.Dispose();

    private static Uri AddressOf(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Functions:Worker:HostEndpoint"], UriKind.Absolute, out var address)
            ? address
            : throw new InvalidOperationException(
                "The Functions host gave no address to settle messages at (--functions-uri).");
}
