using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Payments.Launcher.Processes;
using Payments.Launcher.State;

namespace Payments.Launcher.Servers;

/// <summary>The local Service Bus (src/LocalServiceBus), with the queues of a file in the emulator's format.</summary>
internal static class ServiceBus
{
    public static ServerProgram Program(string queues, StateDirectory state)
    {
        var store = state.File("servicebus.db");
        return new ServerProgram
        {
            Name = "Service Bus",
            Id = "servicebus",
            Location = store,
            Command = port =>
            [
                Programs.DotNet, Programs.ServiceBus, "--config", queues, "--store", store,
                "--port", port.ToString(CultureInfo.InvariantCulture),
            ],
            RespondsAsync = RespondsAsync,
            ConnectionString = port =>
                $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=RootManageSharedAccessKey;"
                + "SharedAccessKey=local;UseDevelopmentEmulator=true",
        };
    }

    /// <summary>The server listens only once its store is open, so a successful connection is enough.</summary>
    private static async Task<bool> RespondsAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
